import {
  buildClientSchema,
  getIntrospectionQuery,
  introspectionFromSchema,
  lexicographicSortSchema,
  printSchema,
  type IntrospectionQuery,
} from 'graphql';
import { Client } from 'pg';
import { FEATURES, REST_ROUTES } from '../../src/app/features';
import { createSchema } from '../../src/graphql/schema';
import { ERROR_CATALOG, type ErrorCode } from '../../src/platform/errors/codes';
import type { RestRoute } from '../../src/shared/rest/route';
import { isSource, type SourceTree } from '../../src/shared/rest/sources';
import { startApp, type TestApp } from '../support/app';
import { STATE } from '../support/bad-input';
import { CALLERS, Campus, type Caller } from '../support/campus';
import { codesOf, dataOf, graphql, untilServed } from '../support/graphql';
import { rest } from '../support/rest';
import {
  everyone,
  rights,
  SIGNED_IN,
  ALL,
  type Asking,
  type Audience,
  type FieldName,
  type Operation,
  type Rights,
  type Variables,
  type Verdict,
  type Verdicts,
} from '../support/rights';
import { Documents } from './support/documents';

/*
 * Who may do what, and who is shown what: every field of the schema, asked by each kind of caller over each transport that has
 * it. Each noun decides about its fields in `test/features/<noun>/<noun>.rights.ts`; a field of which no file decides, or
 * two do, fails.
 */

/** What belongs to no noun. */
const COMMON: Rights = {
  operations: { 'Query.rateLimits': [() => ({}), everyone] },
  shown: {
    RateLimitStatus: { 'policy limit windowSeconds remaining resetSeconds': ALL },
    PageInfo: { 'hasNextPage hasPreviousPage startCursor endCursor': SIGNED_IN },
  },
};

const ALL_RIGHTS = [COMMON, ...rights.all()];
const owners = new Map(ALL_RIGHTS.flatMap((each) => Object.entries(each.owners ?? {})));
const operations = ALL_RIGHTS.flatMap((each) => Object.entries(each.operations ?? {}) as [FieldName, Operation][]);

const routeDecisions = ALL_RIGHTS.flatMap((each) => Object.entries(each.routes ?? {}));
const wireNames = new Map(ALL_RIGHTS.flatMap((each) => Object.entries(each.wire ?? {})));

interface Decision {
  /** Fields of one type that are shown to the same callers: they are asked for together. */
  fields: readonly FieldName[];
  audience: Audience;
}

const decided = ALL_RIGHTS.flatMap((each) => Object.entries(each.shown ?? {})).flatMap(([type, groups]) =>
  Object.entries(groups).flatMap(([names, audience]) => {
    const fields = names.split(' ').map((name): FieldName => `${type}.${name}`);
    return fields.map((field): [FieldName, Decision] => [field, { fields, audience }]);
  }),
);
const decisions = new Map(decided);

const documents = new Documents(createSchema(FEATURES));
const nameOf = ({ method, path }: RestRoute) => `${method} ${path}`;
const rootOf = (name: string) => name.split(',')[0] as FieldName;

const LIMITS = {
  // There to be shown, and never used up.
  ...{ RATE_LIMIT_USER: '1000000/1h', RATE_LIMIT_API: '1000000/1h' },
  // Nobody asks for everything at once but this test.
  ...{ GRAPHQL_MAX_TOKENS: '1000000', GRAPHQL_MAX_CHARACTERS: '1000000', GRAPHQL_MAX_REPEATS: '100000' },
  ...{ GRAPHQL_MAX_DEPTH: '100', GRAPHQL_MAX_COST: '1000000000', GRAPHQL_MAX_ROWS: '1000000' },
  BODY_LIMIT: '1mb',
};

let app: TestApp;
let campus: Campus;
/** One connection: a new one for every look would take longer than all the rest. */
let looking: Client;

beforeAll(async () => {
  app = await startApp({ env: LIMITS });
  campus = await (await Campus.open(app)).furnish();
  looking = new Client({ connectionString: app.databaseUrl });
  await looking.connect();
});
afterAll(async () => {
  await looking.end();
  await app.close();
});

const state = async () => (await looking.query<{ digest: string }>(STATE)).rows[0]?.digest;

describe('decided is', () => {
  it('the schema that the gateway has', async () => {
    const answer = await graphql(app.url, getIntrospectionQuery());
    const printed = (introspected: IntrospectionQuery) =>
      printSchema(lexicographicSortSchema(buildClientSchema(introspected)));
    expect(printed(dataOf<IntrospectionQuery>(answer))).toBe(printed(introspectionFromSchema(createSchema(FEATURES))));
  });

  it('every operation, and no other', () => {
    const names = operations.map(([name]) => name);
    expect(names).toEqual([...new Set(names)]);
    expect([...new Set(operations.map(([name]) => rootOf(name)))].sort()).toEqual(documents.roots().sort());
  });

  it('every field, and no other', () => {
    expect(decided.map(([field]) => field).sort()).toEqual(documents.fields().sort());
  });

  it.each(REST_ROUTES.map((route) => [nameOf(route), route] as const))('%s', (_name, route) => {
    expect(decisionsOn(route)).not.toEqual([]);
  });

  it('no route that the gateway has not, none twice, and no name of a field on REST that the schema has not', () => {
    const names = routeDecisions.map(([name]) => name);
    expect(names).toEqual([...new Set(names)]);
    expect(REST_ROUTES.map(nameOf)).toEqual(expect.arrayContaining(names.map(rootOf)));
    expect(documents.fields()).toEqual(expect.arrayContaining([...wireNames.keys()]));
  });
});

describe.each(CALLERS)('%s is shown', (caller) => {
  it.each([...decisions])('%s, or not', async (field, { fields, audience }) => {
    const isShown = audience.includes(caller);
    expect(await seenOnGraphql(caller, field, fields)).toBe(isShown);
    const onRest = await seenOnRest(caller, field);
    expect(onRest ?? isShown).toBe(isShown);
  });
});

describe.each(CALLERS)('%s may', (caller) => {
  it.each(operations)('%s, or not', async (name, [variables, verdicts]) => {
    const verdict = verdicts[caller];
    const asked = await variables(askingAs(caller));
    const before = verdicts[caller] === 'ok' ? null : await state();
    const query = documents.whole(rootOf(name), asked);
    const answer = await graphql(app.url, query, { variables: asked, token: campus.token(caller) });
    if (name.startsWith('Mutation.')) await campus.signInAgain(caller);

    expect(answer.status).toBe(200);
    expect(codesOf(answer)).toEqual(isCode(verdict) ? [verdict] : []);
    if (!isCode(verdict)) expect(Object.values(dataOf(answer))[0] === null).toBe(verdict === 'null');
    // Whoever signs in with the student's password is the student.
    expect(shownBeyond(verdict === 'ok' ? nobodyAsStudent(caller) : caller, answer.body.data)).toEqual([]);
    if (before !== null) expect(await state()).toBe(before);
  });

  const routes = REST_ROUTES.flatMap((route) =>
    decisionsOn(route).map((decision) => [nameOf(route), decision.name, route, decision] as const),
  );
  it.each(routes)('%s (%s), or not', async (_route, _name, route, { send, verdicts }) => {
    const sent = await send(askingAs(caller));
    const before = verdicts[caller] === 'ok' ? null : await state();
    const answer = await requested(route, sent, caller);
    if (route.method !== 'GET') await campus.signInAgain(caller);

    const verdict = verdictAt(route, caller, verdicts);
    expect(answer.status < 400 ? 'ok' : answer.body['code']).toBe(verdict);
    expect(answer.status).toBe(statusOf(route, verdict));
    if (before !== null) expect(await state()).toBe(before);
  });
});

const isCode = (verdict: Verdict): verdict is ErrorCode => verdict !== 'ok' && verdict !== 'null';

/** Nobody has the credentials of the student. */
const askingAs = (caller: Caller): Asking => ({ campus, own: campus.account(nobodyAsStudent(caller)) });
const nobodyAsStudent = (caller: Caller) => (caller === 'anonymous' ? 'student' : caller);

interface RouteDecision {
  name: string;
  /** Path parameters and fields, by the names of the route. */
  send: (asking: Asking) => Promise<Variables>;
  verdicts: Verdicts;
}

/** Those about the route itself; or, where it has but one operation, those about that. */
function decisionsOn(route: RestRoute): RouteDecision[] {
  const own = routeDecisions.filter(([name]) => rootOf(name) === nameOf(route));
  if (own.length > 0)
    return own.map(([name, [send, verdicts]]) => ({ name, verdicts, send: async (asking) => send(asking) }));
  const [stored, ...others] = route.operations;
  if (stored === undefined || others.length > 0) return [];
  const roots = documents.askedBy(stored);
  return operations
    .filter(([name]) => roots.includes(rootOf(name)))
    .map(([name, [variables, verdicts]]) => ({
      ...{ name, verdicts },
      send: async (asking) => sentAs(route.variables, await variables(asking)),
    }));
}

/** Variables under the names that a route has for them. */
function sentAs(tree: SourceTree, variables: Variables): Variables {
  return Object.entries(tree).reduce<Variables>((sent, [name, source]) => {
    const value = variables[name];
    if (value === undefined) return sent;
    if (!isSource(source)) return { ...sent, ...sentAs(source, value as Variables) };
    return source.source === 'sent' ? { ...sent, [source.names[0] ?? name]: value } : sent;
  }, {});
}

function requested({ method, path }: RestRoute, sent: Variables, caller: Caller) {
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  const others = Object.entries(sent).filter(([name]) => !inPath.includes(name));
  const address = path.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(String(sent[name])));
  const hasBody = others.length > 0 && (method === 'POST' || method === 'PUT');
  const query = hasBody
    ? ''
    : new URLSearchParams(others.map(([name, value]): [string, string] => [name, String(value)])).toString();
  const body = hasBody ? Object.fromEntries(others) : undefined;
  return rest(app.url, `${method} ${address}${query && `?${query}`}`, { token: campus.token(caller), body });
}

const statusOf = ({ status = 200, failsWith }: RestRoute, verdict: Verdict): number =>
  isCode(verdict) ? (failsWith?.[verdict] ?? ERROR_CATALOG[verdict].status) : status;

/** REST knows no null, and where one role signs in the others have a wrong password. */
function verdictAt({ signInRole }: RestRoute, caller: Caller, verdicts: Verdicts): Verdict {
  if (signInRole && signInRole.toLowerCase() !== campus.roleOf(nobodyAsStudent(caller))) return 'UNAUTHENTICATED';
  return verdicts[caller] === 'null' ? 'NOT_FOUND' : verdicts[caller];
}

type Thing = Readonly<Record<string, unknown>>;

/** Every object of an answer. */
function thingsIn(value: unknown): Thing[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(thingsIn);
  return Array.isArray(value) ? inner : [value as Thing, ...inner];
}

/** Whose fields the decisions are about; undefined for what has no owner. */
const ownerOf = (type = ''): string | undefined => owners.get(type)?.(campus);

const askedOnGraphql = new Map<string, Promise<Thing[]>>();

/** Whether a caller comes to see a field, which is asked for with all that are decided alike. */
async function seenOnGraphql(caller: Caller, field: FieldName, fields: readonly FieldName[]): Promise<boolean> {
  const [type = '', name = ''] = field.split('.');
  const key = `${caller} ${fields.join(' ')}`;
  const asked = askedOnGraphql.get(key) ?? waysTo(fields, caller).then((ways) => askAll(caller, ways));
  askedOnGraphql.set(key, asked);
  const things = (await asked).filter((thing) => isA(type, thing));
  return things.some((thing) => (thing[name] ?? null) !== null && thing['id'] === ownerOf(type));
}

type Way = [query: string, Variables];

async function askAll(caller: Caller, ways: readonly Way[]): Promise<Thing[]> {
  const token = campus.token(caller);
  const answers = ways.map(([query, variables]) => untilServed(() => graphql(app.url, query, { variables, token })));
  return (await Promise.all(answers)).flatMap(({ body }) => thingsIn(body.data));
}

/** The interface is every kind of user. */
const isA = (type: string, { __typename }: Thing) =>
  type === 'User' ? ['Student', 'Trainer', 'Admin'].includes(String(__typename)) : __typename === type;

/** Every query that leads to fields; or, where none does, what everyone may do and leads there. */
function waysTo(fields: readonly FieldName[], caller: Caller): Promise<Way[]> {
  const leading = operations.filter(([name]) => name === rootOf(name) && documents.leading(name, fields, {}) !== null);
  const queries = leading.filter(([name]) => name.startsWith('Query.'));
  const meant = queries.length > 0 ? queries : leading.filter(([, [, verdicts]]) => verdicts === everyone);
  return Promise.all(
    meant.map(async ([name, [variables]]): Promise<Way> => {
      const asked = await variables(askingAs(caller));
      return [documents.leading(name, fields, asked) ?? '', asked];
    }),
  );
}

const READS = REST_ROUTES.filter(({ method }) => method === 'GET');
const fieldsOnRest = new Set(
  READS.flatMap((route) => route.operations.flatMap((document) => documents.askedBy(document))),
);
const readOnRest = new Map<Caller, Promise<Thing[]>>();

/** Whether a caller comes to see a field by any route that reads; undefined where none has it. */
async function seenOnRest(caller: Caller, field: FieldName): Promise<boolean | undefined> {
  const [type, graphqlName = ''] = field.split('.');
  const owner = ownerOf(type);
  const name = wireNames.has(field) ? wireNames.get(field) : graphqlName;
  // What is of any kind has the fields of its kind.
  if (owner === undefined || !name || type === 'User' || !fieldsOnRest.has(field)) return undefined;
  const things = await (readOnRest.get(caller) ?? readAll(caller));
  return things.some((thing) => (thing['id'] ?? thing['_id']) === owner && isShowing(thing[name]));
}

/** REST leaves out what is null, and has no list without items to show. */
const isShowing = (value: unknown) => (Array.isArray(value) ? value.length > 0 : (value ?? null) !== null);

function readAll(caller: Caller): Promise<Thing[]> {
  const answers = READS.flatMap((route) =>
    decisionsOn(route).map(async ({ send }) => {
      const sent = await send(askingAs(caller));
      return untilServed(() => requested(route, sent, caller));
    }),
  );
  const things = Promise.all(answers).then((all) => all.flatMap(({ body }) => thingsIn(body)));
  readOnRest.set(caller, things);
  return things;
}

/** Fields of an answer that a caller should not have been shown. */
function shownBeyond(caller: Caller, data: unknown): string[] {
  return thingsIn(data).flatMap((thing) => {
    const type = String(thing['__typename']);
    if (thing['id'] !== ownerOf(type)) return [];
    const names = Object.keys(thing).filter((name) => name !== '__typename' && (thing[name] ?? null) !== null);
    return names.map((name): FieldName => `${type}.${name}`).filter((name) => isDenied(caller, name));
  });
}

const isDenied = (caller: Caller, field: FieldName) => decisions.get(field)?.audience.includes(caller) === false;
