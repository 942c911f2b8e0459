import {
  buildSchema,
  execute,
  getVariableValues,
  isObjectType,
  parse,
  validate,
  type GraphQLFieldResolver,
} from 'graphql';
import { setTimeout as sleep } from 'node:timers/promises';
import { selectedOperation } from '../../../src/graphql/operation-analysis';
import { planQuery } from '../../../src/operations/queries/plan';
import { runPlan } from '../../../src/operations/queries/run-plan';
import type { RequestContext } from '../../../src/shared/request-context';

/* A plan has the data that graphql-js has, in the same order; null where graphql-js has an error. */

const schema = buildSchema(`
  scalar Day
  enum Mood { GOOD BAD }
  input Where { name: String = "Ada", near: [Int!] }
  interface Person { name: String! friends: [Person!]! mood: Mood }
  type Student implements Person { name: String! friends: [Person!]! mood: Mood year: Int born: Day echo(text: String = "none", where: Where): String }
  type Trainer implements Person { name: String! friends: [Person!]! mood: Mood topics: [[String]] isBusy: Boolean! late: String }
  type Row { id: ID! born: Day next: Int isOld: Boolean! }
  type Guest { name: String!  wrong: Int  thrown: String  thrownLate: String  refused: String! error: String }
  union Anyone = Student | Trainer | Guest
  type Query {
    ada: Student!  bob: Trainer  nobody: Student  missing: Student!
    people(mood: Mood): [Person]!  anyone: [Anyone!]  guest: Guest  guests: [Guest!]  listed: [String!]  count: Int  unlisted: [Int]
    rows(of: String): [Row]!  erring: Student  erringRows: [Row]  stranger: Person  lateStranger: Person  path(of: [Int!]!): String
  }
`);

const soon = <T>(value: T): Promise<T> => sleep(1, value);
const ada = { kind: 'Student', name: 'Ada', mood: 'GOOD', year: 1, born: 7, friends: () => [bob, soon(bob)] };
const bob = {
  ...{ kind: 'Trainer', name: soon('Bob'), mood: null, topics: [['Sets', null], null, []], isBusy: () => false },
  ...{ friends: soon([ada]), late: () => soon('late') },
};
const guest = {
  ...{ kind: 'Guest', name: 'Eve', wrong: 'many', refused: null, error: new Error('no') },
  thrown: () => {
    throw new Error('at once');
  },
  thrownLate: () => soon(0).then(() => Promise.reject(new Error('later'))),
};
const queried: Record<string, GraphQLFieldResolver<unknown, unknown>> = {
  ada: () => ada,
  bob: () => soon(bob),
  nobody: () => null,
  missing: () => undefined,
  people: (_root, { mood }: { mood?: string }) => (mood === undefined ? [ada, null, bob] : new Set([ada])),
  anyone: () => soon([ada, soon(bob), guest]),
  guest: () => guest,
  guests: () => [guest, { ...guest, kind: 'Student' }],
  listed: () => ['a', null],
  count: () => 1.5,
  unlisted: () => 1,
  rows: (_root, { of }: { of?: string }) => [
    { id: 'a', born: of ?? 'today', next: null, isOld: true },
    null,
    { id: soon('b'), born: null, next: 2, isOld: () => false },
    soon({ id: 3, born: 7, isOld: 0 }),
  ],
  erring: () => new Error('no'),
  erringRows: () => [Object.assign(new Error('no'), { id: 'a' })],
  stranger: () => ({ kind: 'Nobody' }),
  lateStranger: () => ({ kind: 'Guest' }),
  path: (_root, args, _context, { path, fieldName, parentType }) =>
    JSON.stringify([args, path, fieldName, parentType.name]),
};

beforeAll(() => {
  for (const [name, resolve] of Object.entries(queried)) {
    const field = schema.getQueryType()?.getFields()[name];
    if (!field) throw new Error(`no field ${name}`);
    field.resolve = resolve;
  }
  const typeOf = ({ kind }: { kind: string }) => (kind === 'Trainer' ? soon(kind) : kind);
  Object.assign(schema.getType('Person') ?? {}, { resolveType: typeOf });
  Object.assign(schema.getType('Anyone') ?? {}, { resolveType: typeOf });
  const guestType = schema.getType('Guest');
  if (!isObjectType(guestType)) throw new Error('no type Guest');
  guestType.isTypeOf = ({ kind }: { kind: string }) => soon(kind === 'Guest');
  Object.assign(schema.getType('Day') ?? {}, {
    serialize: (day: unknown) => {
      if (typeof day === 'number' || day === 'today') return `day ${day}`;
      if (day === 'no day') return null;
      throw new TypeError('not a day');
    },
  });
  const echo = (schema.getType('Student') as { getFields?: () => Record<string, object> }).getFields?.()['echo'];
  Object.assign(echo ?? {}, {
    resolve: (source: { name: string }, args: object, context: object) => JSON.stringify([source.name, args, context]),
  });
});

const context = { requestId: 'one' } as RequestContext;

type Sent = [query: string, variables?: Record<string, unknown>, name?: string];

async function byPlan(...[query, variables = {}, name]: Sent): Promise<object | null> {
  const document = parse(query);
  const operation = selectedOperation(document, name);
  const { coerced } = getVariableValues(schema, operation?.variableDefinitions ?? [], variables);
  const plan = operation && coerced && planQuery(schema, document, operation, coerced);
  return plan ? runPlan(plan, coerced, context, false) : null;
}

async function byGraphqlJs(...[query, variableValues, operationName]: Sent) {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  return execute({ schema, document, variableValues, contextValue: context, operationName });
}

it.each<Sent>([
  ['{ ada { name year born mood } }'],
  ['{ a: ada { b: name } bob { c: name late } }'],
  ['{ __typename ada { __typename name } people { __typename } anyone { __typename } }'],
  ['{ nobody { name } bob { mood } }'],
  ['{ bob { topics isBusy } }'],
  ['{ ada { friends { name friends { name } } } bob { friends { name } } }'],
  ['{ people { name ... on Student { year } ...t mood } } fragment t on Trainer { isBusy topics }'],
  ['{ anyone { ... on Person { name mood } ... on Guest { name } } }'],
  [
    '{ anyone { ...f ...f ... { __typename } } } fragment f on Anyone { ... on Student { year } ... on Trainer { late } }',
  ],
  ['{ ada { name } ada { year } ...q } fragment q on Query { ada { born name } }'],
  ['query ($m: Mood) { people(mood: $m) { name } }', { m: 'GOOD' }],
  ['query ($m: Mood) { people(mood: $m) { name } }'],
  ['query ($t: String, $n: [Int!]) { ada { echo(text: $t, where: { near: $n }) } }', { t: null, n: 3 }],
  ['query ($t: String = "given") { ada { echo(text: $t) x: echo y: echo(where: { name: null, near: [1, 2] }) } }'],
  ['query ($o: [Int!]!) { path(of: $o) p: path(of: 1) }', { o: [1, 2] }],
  [
    'query ($a: Boolean!, $b: Boolean!) { ada @include(if: $a) { name } bob @skip(if: $b) { name } }',
    { a: true, b: true },
  ],
  [
    'query ($a: Boolean!) { ada { name ... @skip(if: $a) { year } ...f @include(if: $a) } } fragment f on Student { born }',
    { a: true },
  ],
  ['{ ada { name @skip(if: true) name @include(if: true) year @include(if: false) } }'],
  ['{ ada { __typename: name name: __typename } }'],
  ['{ ada { ...__proto__ } } fragment __proto__ on Student { name }'],
  ['query A { ada { name } } query B { bob { mood } }', {}, 'B'],
  ['{ rows { id born __typename next isOld } }'],
  ['{ rows { a: __typename isOld } }'],
  ['{ guest { name } }'],
])('%s', async (...sent) => {
  const { data, errors } = await byGraphqlJs(...sent);
  expect(errors).toBeUndefined();
  expect(JSON.stringify(await byPlan(...sent))).toBe(JSON.stringify(data));
});

it.each([
  ['a value that its type refuses', '{ count }'],
  ['a property that its type refuses', '{ guest { wrong } }'],
  ['null where there must be a value', '{ guest { refused } }'],
  ['nothing where there must be a value', '{ missing { name } }'],
  ['null in a list that has none', '{ listed }'],
  ['no list', '{ unlisted }'],
  ['a resolver that throws', '{ guest { thrown } }'],
  ['a resolver that throws later', '{ ada { name } guest { thrownLate } bob { name } }'],
  ['an error as a value', '{ guest { error } }'],
  ['a value in a list that its type makes null', '{ rows(of: "no day") { born } }'],
  ['a value in a list that its type refuses', '{ rows(of: "never") { born } }'],
  ['an error in a list', '{ erringRows { id } }'],
  ['an error as an object', '{ erring { name } }'],
  ['an unknown type', '{ stranger { name } }'],
  ['a type of another kind', '{ lateStranger { name } }'],
  ['an object that is not of its type', '{ guests { name } }'],
])('%s: no data', async (_what, query) => {
  const { errors } = await byGraphqlJs(query);
  expect(errors?.length).toBeGreaterThan(0);
  expect(await byPlan(query)).toBeNull();
});

it.each([
  '{ __proto__: ada { name } }',
  '{ ada { __proto__: name } }',
  '{ people { ... on Trainer { __proto__: mood } } }',
])('%s is not for a plan', async (query) => {
  expect((await byGraphqlJs(query)).errors).toBeUndefined();
  expect(await byPlan(query)).toBeNull();
});

it.each(['{ count nobody { name } }', '{ nobody { name } guest { thrown } }'])(
  '%s: waits for all that has begun',
  async (query) => {
    let isDone = false;
    const field = schema.getQueryType()?.getFields()['nobody'];
    if (field) field.resolve = () => sleep(20).then(() => void (isDone = true));
    expect([await byPlan(query), isDone]).toEqual([null, true]);
  },
);
