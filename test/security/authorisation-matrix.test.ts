import { randomBytes } from 'node:crypto';
import {
  buildClientSchema,
  getIntrospectionQuery,
  introspectionFromSchema,
  lexicographicSortSchema,
  printSchema,
  type IntrospectionQuery,
} from 'graphql';
import { Client } from 'pg';
import { FEATURES } from '../../src/app/features';
import { createSchema } from '../../src/graphql/schema';
import { REST_ROUTES } from '../../src/app/features';
import { ERROR_CATALOGUE, type ErrorCode } from '../../src/platform/errors/codes';
import type { RestRow } from '../../src/shared/rest/route';
import { startApp, type TestApp } from '../support/app';
import { STATE } from '../support/bad-input';
import { codesOf, dataOf, graphql } from '../support/graphql';
import { rest } from '../support/rest';
import { CALLERS, Campus, roleOf, type Caller } from './support/campus';
import { Documents, type FieldName, type Variables } from './support/documents';

/*
 * Who may do what, and who is shown what: every field of the schema, asked by each kind of caller at each door that has
 * it. The two tables below are decisions, made by hand: a field that is in the schema and not in them fails.
 */

/** `ok` is an answer that is not null. */
type Verdict = 'ok' | 'null' | ErrorCode;
type Verdicts = Record<Caller, Verdict>;

const everyone: Verdicts = {
  anonymous: 'ok',
  student: 'ok',
  otherStudent: 'ok',
  trainer: 'ok',
  otherTrainer: 'ok',
  admin: 'ok',
};
const signedIn: Verdicts = { ...everyone, anonymous: 'UNAUTHENTICATED' };
const staff: Verdicts = { ...signedIn, student: 'FORBIDDEN', otherStudent: 'FORBIDDEN' };
const onlyOwner: Verdicts = { ...staff, otherTrainer: 'FORBIDDEN' };
const nothingThere: Verdicts = { ...staff, trainer: 'NOT_FOUND', otherTrainer: 'NOT_FOUND', admin: 'NOT_FOUND' };

/** What the operations are about. */
interface Scene {
  studentId: string;
  trainerId: string;
  /** The trainer's. */
  lectureId: string;
  /** The caller's own. */
  email: string;
  password: string;
  sessionId: string;
}

type Operation = [variables: (scene: Scene) => Variables, verdicts: Verdicts];

const anyEmail = () => `${randomBytes(6).toString('hex')}@example.org`;
const newPerson = () => ({ name: 'Zoe', email: anyEmail(), password: 'another long one', phone: '555 0101' });
const LECTURE = { title: 'L', startsAt: '2099-02-01T09:00:00Z', endsAt: '2099-02-01T10:00:00Z' };

/** Every field of Query and Mutation; behind a comma, the same under other circumstances. */
const OPERATIONS: Record<FieldName, Operation> = {
  'Query.me': [() => ({}), signedIn],
  'Query.student': [({ studentId }) => ({ id: studentId }), { ...signedIn, otherStudent: 'null' }],
  'Query.student, no such': [({ lectureId }) => ({ id: lectureId }), nulls()],
  'Query.student, a trainer': [({ trainerId }) => ({ id: trainerId }), nulls()],
  'Query.students': [() => ({}), staff],
  'Query.trainer': [({ trainerId }) => ({ id: trainerId }), signedIn],
  'Query.trainer, a student': [({ studentId }) => ({ id: studentId }), nulls()],
  'Query.trainers': [() => ({}), signedIn],
  'Query.lecture': [({ lectureId }) => ({ id: lectureId }), signedIn],
  'Query.lectureInRoom': [() => ({ roomId: 'no such room' }), nulls()],
  'Query.lectures': [() => ({}), signedIn],
  'Query.todayLectures': [() => ({}), signedIn],
  'Query.sessions': [() => ({}), signedIn],
  'Query.rateLimits': [() => ({}), everyone],
  'Mutation.registerStudent': [() => ({ input: { ...newPerson(), branch: 'C' } }), everyone],
  'Mutation.registerTrainer': [() => ({ input: { ...newPerson(), expertise: 'E' } }), everyone],
  'Mutation.login': [({ email, password }) => ({ input: { email, password } }), everyone],
  'Mutation.login, wrong password': [
    ({ email }) => ({ input: { email, password: 'not the right one' } }),
    all('UNAUTHENTICATED'),
  ],
  'Mutation.logout': [() => ({}), signedIn],
  'Mutation.logoutEverywhere': [() => ({}), signedIn],
  'Mutation.revokeSession': [({ sessionId }) => ({ id: sessionId }), signedIn],
  'Mutation.revokeOtherSessions': [() => ({}), signedIn],
  'Mutation.changePassword': [
    ({ password }) => ({ input: { currentPassword: password, newPassword: password } }),
    signedIn,
  ],
  'Mutation.changePassword, without the current one': [
    ({ password }) => ({ input: { currentPassword: 'not the right one', newPassword: password } }),
    { ...all('BAD_USER_INPUT'), anonymous: 'UNAUTHENTICATED' },
  ],
  'Mutation.updateProfile': [() => ({ input: { name: 'A new name' } }), signedIn],
  'Mutation.createLecture': [() => ({ input: LECTURE }), { ...staff, admin: 'BAD_USER_INPUT' }],
  'Mutation.createLecture, for the trainer': [
    ({ trainerId }) => ({ input: { ...LECTURE, trainerId } }),
    { ...staff, otherTrainer: 'BAD_USER_INPUT' },
  ],
  'Mutation.updateLecture': [({ lectureId }) => ({ id: lectureId, input: { title: 'M' } }), onlyOwner],
  'Mutation.updateLecture, no such': [({ trainerId }) => ({ id: trainerId, input: { title: 'M' } }), nothingThere],
  'Mutation.completeLecture': [
    ({ lectureId }) => ({ id: lectureId }),
    { ...onlyOwner, trainer: 'CONFLICT', admin: 'CONFLICT' },
  ],
  'Mutation.cancelLecture': [({ lectureId }) => ({ id: lectureId }), onlyOwner],
  'Mutation.cancelLecture, a malformed id': [() => ({ id: '1' }), nothingThere],
};

function all(verdict: Verdict): Verdicts {
  return { ...everyone, ...Object.fromEntries(CALLERS.map((caller) => [caller, verdict])) };
}

function nulls(): Verdicts {
  return { ...all('null'), anonymous: 'UNAUTHENTICATED' };
}

type Audience = readonly Caller[];
const ALL: Audience = CALLERS;
const SIGNED_IN: Audience = ['student', 'otherStudent', 'trainer', 'otherTrainer', 'admin'];
const STAFF: Audience = ['trainer', 'otherTrainer', 'admin'];
const STAFF_AND_ITSELF: Audience = ['student', ...STAFF];
const THE_STUDENT: Audience = ['student'];
const THE_ADMIN: Audience = ['admin'];

/**
 * Who is shown each field of: the student, the trainer, the administrator, the student's session, the trainer's lecture,
 * and of what has no owner.
 */
const SHOWN: Record<string, Record<string, Audience>> = {
  // As an interface only `me`, `updateProfile` and a sign-in show it: to the user itself.
  User: { 'id name email role createdAt updatedAt': THE_STUDENT },
  Student: { 'id name email role createdAt updatedAt branch phone': STAFF_AND_ITSELF },
  Trainer: { 'id name email role createdAt updatedAt expertise phone lectures': SIGNED_IN },
  Admin: { 'id name email role createdAt updatedAt': THE_ADMIN },
  Lecture: {
    'id title description location startsAt endsAt mode status trainer createdAt updatedAt': SIGNED_IN,
    // Without a course; test/features/lecture has those of a course.
    'course roomId meetingLink': SIGNED_IN,
  },
  Session: { 'id createdAt lastSeenAt expiresAt ip userAgent current': THE_STUDENT },
  AuthPayload: { 'token expiresAt user': ALL },
  StudentConnection: { 'edges nodes pageInfo totalCount': STAFF },
  StudentEdge: { 'cursor node': STAFF },
  TrainerConnection: { 'edges nodes pageInfo totalCount': SIGNED_IN },
  TrainerEdge: { 'cursor node': SIGNED_IN },
  LectureConnection: { 'edges nodes pageInfo totalCount': SIGNED_IN },
  LectureEdge: { 'cursor node': SIGNED_IN },
  RateLimitStatus: { 'policy limit windowSeconds remaining resetSeconds': ALL },
  PageInfo: { 'hasNextPage hasPreviousPage startCursor endCursor': SIGNED_IN },
};

interface Decision {
  /** Fields of one type that are shown to the same callers: they are asked for together. */
  fields: readonly FieldName[];
  audience: Audience;
}

const decisions = new Map(
  Object.entries(SHOWN).flatMap(([type, groups]) =>
    Object.entries(groups).flatMap(([names, audience]) => {
      const fields = names.split(' ').map((name): FieldName => `${type}.${name}`);
      return fields.map((field): [FieldName, Decision] => [field, { fields, audience }]);
    }),
  ),
);

const documents = new Documents(createSchema(FEATURES));
const operations = Object.entries(OPERATIONS) as [FieldName, Operation][];
const rootOf = (name: string) => name.split(',')[0] as FieldName;

/** There to be shown, and never used up. */
const LIMITS = { RATE_LIMIT_USER: '1000000/1h', RATE_LIMIT_API: '1000000/1h' };

let app: TestApp;
let campus: Campus;
/** One connection: a new one for every look would take longer than all the rest. */
let looking: Client;

beforeAll(async () => {
  app = await startApp({ env: LIMITS });
  campus = await Campus.open(app);
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
    const printed = (told: IntrospectionQuery) => printSchema(lexicographicSortSchema(buildClientSchema(told)));
    expect(printed(dataOf<IntrospectionQuery>(answer))).toBe(printed(introspectionFromSchema(createSchema(FEATURES))));
  });

  it('every operation, and no other', () => {
    expect([...new Set(operations.map(([name]) => rootOf(name)))].sort()).toEqual(documents.roots().sort());
  });

  it('every field, and no other', () => {
    expect([...decisions.keys()].sort()).toEqual(documents.fields().sort());
  });

  it.each(REST_ROUTES.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', (_name, route) => {
    expect(operationsOf(route)).not.toEqual([]);
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
    const asked = variables(await sceneFor(caller, name));
    const before = verdicts[caller] === 'ok' ? null : await state();
    const query = documents.whole(rootOf(name), asked);
    const answer = await graphql(app.url, query, { variables: asked, token: campus.token(caller) });
    if (name.startsWith('Mutation.')) await campus.signInAgain(caller);

    expect(answer.status).toBe(200);
    expect(codesOf(answer)).toEqual(isCode(verdict) ? [verdict] : []);
    if (!isCode(verdict)) expect(Object.values(dataOf(answer))[0] === null).toBe(verdict === 'null');
    // Whoever signs in with the student's password is the student.
    expect(shownBeyond(caller === 'anonymous' && verdict === 'ok' ? 'student' : caller, answer.body.data)).toEqual([]);
    if (before !== null) expect(await state()).toBe(before);
  });

  const routes = REST_ROUTES.flatMap((route) =>
    operationsOf(route).map(([name, operation]) => [`${route.method} ${route.path}`, name, route, operation] as const),
  );
  it.each(routes)('%s (%s), or not', async (_route, name, route, [variables, verdicts]) => {
    const asked = variables(await sceneFor(caller, name));
    const before = verdicts[caller] === 'ok' ? null : await state();
    const answer = await rest(app.url, requestOf(route, asked), {
      token: campus.token(caller),
      body: 'input' in route.variables ? asked['input'] : undefined,
    });
    if (name.startsWith('Mutation.')) await campus.signInAgain(caller);

    const verdict = verdictAt(route, caller, verdicts);
    expect(answer.body['code'] ?? 'ok').toBe(verdict);
    expect(answer.status).toBe(isCode(verdict) ? ERROR_CATALOGUE[verdict].status : (route.status ?? 200));
    if (before !== null) expect(await state()).toBe(before);
  });
});

const isCode = (verdict: Verdict): verdict is ErrorCode => verdict !== 'ok' && verdict !== 'null';

/** Changes of lectures have one of their own each. */
const sceneFor = async (caller: Caller, name: string) =>
  sceneOf(caller, /^Mutation\..*Lecture/.test(name) ? await campus.newLecture() : campus.lectureId);

function sceneOf(caller: Caller, lectureId: string): Scene {
  const { email, password } = campus.account(caller);
  return {
    studentId: campus.account('student').id,
    trainerId: campus.account('trainer').id,
    sessionId: campus.sessionId(caller),
    ...{ lectureId, email, password },
  };
}

/** Databases are slow on a busy machine, and the gateway says so; that is told apart by asking again. */
async function untilServed<Answer extends { status: number }>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await ask();
    if (answer.status !== 503) return answer;
  }
}

/** The decisions that a route's stored operation falls under. */
function operationsOf({ operations: stored }: RestRow) {
  const roots = stored.flatMap((document) => documents.askedBy(document));
  return operations.filter(([name]) => roots.includes(rootOf(name)));
}

const requestOf = ({ method, path }: RestRow, variables: Variables) =>
  `${method} ${path.replace(/:(\w+)/g, (_all, name: string) => String(variables[name]))}`;

/** REST knows no null, and where one role signs in the others have a wrong password. */
function verdictAt({ signInRole }: RestRow, caller: Caller, verdicts: Verdicts): Verdict {
  if (signInRole && signInRole.toLowerCase() !== roleOf(caller)) return 'UNAUTHENTICATED';
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
function ownerOf(type: string | undefined): string | undefined {
  const ids: Record<string, string> = {
    User: campus.account('student').id,
    Student: campus.account('student').id,
    Trainer: campus.account('trainer').id,
    Admin: campus.account('admin').id,
    Lecture: campus.lectureId,
    Session: campus.sessionId('student'),
  };
  return type && ids[type];
}

const askedOnGraphql = new Map<string, Promise<Thing[]>>();

/** Whether a caller comes to see a field, which is asked for with all that are decided alike. */
async function seenOnGraphql(caller: Caller, field: FieldName, fields: readonly FieldName[]): Promise<boolean> {
  const [type = '', name = ''] = field.split('.');
  const key = `${caller} ${fields.join(' ')}`;
  const asked = askedOnGraphql.get(key) ?? askAll(caller, waysTo(fields, caller));
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
function waysTo(fields: readonly FieldName[], caller: Caller): Way[] {
  const scene = sceneOf(caller, campus.lectureId);
  const ways = operations.flatMap(([name, [variables, verdicts]]) => {
    const asked = variables(scene);
    const query = name === rootOf(name) ? documents.leading(name, fields, asked) : null;
    return query ? [{ way: [query, asked] as Way, isQuery: name.startsWith('Query.'), verdicts }] : [];
  });
  const queries = ways.filter(({ isQuery }) => isQuery);
  return (queries.length > 0 ? queries : ways.filter(({ verdicts }) => verdicts === everyone)).map(({ way }) => way);
}

const READS = REST_ROUTES.filter(({ method }) => method === 'GET');
const fieldsOnRest = new Set(
  READS.flatMap((route) => route.operations.flatMap((document) => documents.askedBy(document))),
);
const readOnRest = new Map<Caller, Promise<Thing[]>>();

/** Whether a caller comes to see a field by any route that reads; undefined where none has it. */
async function seenOnRest(caller: Caller, field: FieldName): Promise<boolean | undefined> {
  const [type, name = ''] = field.split('.');
  const owner = ownerOf(type);
  if (owner === undefined || !fieldsOnRest.has(field)) return undefined;
  const things = await (readOnRest.get(caller) ?? readAll(caller));
  return things.some((thing) => thing['id'] === owner && (thing[name] ?? null) !== null);
}

function readAll(caller: Caller): Promise<Thing[]> {
  const answers = READS.flatMap((route) =>
    operationsOf(route).map(async ([name, [variables]]) => {
      const asked = variables(await sceneFor(caller, name));
      return untilServed(() => rest(app.url, requestOf(route, asked), { token: campus.token(caller) }));
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
    const names = Object.keys(thing).filter((name) => name !== '__typename');
    return names.map((name): FieldName => `${type}.${name}`).filter((name) => isDenied(caller, name));
  });
}

const isDenied = (caller: Caller, field: FieldName) => decisions.get(field)?.audience.includes(caller) === false;
