import { buildSchema, isObjectType, parse } from 'graphql';
import { selectedOperation } from '../../../src/graphql/operation-analysis';
import { JsonText, jsonOf } from '../../../src/operations/queries/json-text';
import { planQuery } from '../../../src/operations/queries/plan';
import { runPlan } from '../../../src/operations/queries/run-plan';
import { JsonValue } from '../../../src/platform/cache/json-value';
import { columnsOf, time } from '../../../src/platform/database/columns';
import { pageOf } from '../../../src/platform/database/list-page';
import type { RequestContext } from '../../../src/shared/request-context';

/* Rows that are written from their text are what completing them one by one and JSON.stringify write. */

interface Person {
  id: string;
  name: string;
  note: string | null;
  age: number | null;
  isBusy: boolean | null;
  mood: string | null;
  at: string | null;
  tags: string[] | null;
  role: 'STUDENT';
}

const COLUMNS = columnsOf<Person>(
  {
    ...{ id: 'id', name: 'name', note: 'note', age: 'age', isBusy: 'is_busy', mood: 'mood', at: time('at') },
    tags: 'tags',
  },
  { role: 'STUDENT' },
);

const schema = buildSchema(`
  enum Mood { GOOD BAD }
  enum Role { STUDENT }
  scalar Day
  scalar Kept
  type Friend { name: String! }
  type Person {
    id: ID!  name: String!  note: String  certain: String!  age: Int  isBusy: Boolean  mood: Mood  at: Day  role: Role!
    tags: Kept  other: String  friend: Friend  sure: Boolean!  computed: String
  }
  type Query { people: [Person!]!  maybe: [Person]  nested: Nested! }
  type Nested { people: [Person!]!  after: String }
`);

/** `certain` and `sure` are what may be missing, of a type that allows nothing missing. */
const ALIKE = columnsOf<Omit<Person, 'note' | 'isBusy'> & { certain: string | null; sure: boolean | null }>(
  {
    ...{ id: 'id', name: 'name', certain: 'note', age: 'age', sure: 'is_busy', mood: 'mood', at: time('at') },
    tags: 'tags',
  },
  { role: 'STUDENT' },
);

const AT = '2026-11-22T09:30:00.123+00:00';

/** What JSON escapes, and what looks like the bounds of rows or values. */
const TEXTS = [
  ...[
    'plain',
    '',
    '"quoted"',
    'back\\slash',
    'ends with \\',
    '\\"',
    '\\u00e9',
    '\\\\u00e9',
    '\n',
    '\t',
    '\u007f',
    '/',
    '\u2028',
  ],
  ...['é', 'José García', '李', '😀', '],\n[', '", "', '], [', 'null', 'true', '{"a":1}', '\u0000', '\u001f', '\u0080'],
];

type Row = [string, string, unknown, unknown, unknown, unknown, unknown, unknown];

const rowOf = (name: string, note: unknown = null): Row => ['1', name, note, 7, true, 'GOOD', AT, null];

/** As PostgreSQL writes rows: a space after each comma. */
const lineOf = (row: Row) => `[${row.map((value) => JSON.stringify(value)).join(', ')}]`;

const pageText = (rows: readonly Row[]) => `{"hasNext":false,"rows":[${rows.map(lineOf).join(',\n')}]}`;

let text = '';
let columns: typeof COLUMNS | typeof ALIKE = COLUMNS;

beforeAll(() => {
  const people = () => pageOf<unknown>(text, columns).rows;
  Object.assign(schema.getQueryType()?.getFields()['people'] ?? {}, { resolve: people });
  Object.assign(schema.getQueryType()?.getFields()['maybe'] ?? {}, { resolve: people });
  const nested = () => ({ people: people(), after: 'x' });
  Object.assign(schema.getQueryType()?.getFields()['nested'] ?? {}, { resolve: nested });
  const person = schema.getType('Person');
  if (!isObjectType(person)) throw new Error('no type Person');
  Object.assign(person.getFields()['computed'] ?? {}, { resolve: ({ name }: Person) => `${name}!` });
});

beforeEach(() => {
  columns = COLUMNS;
});

async function run(query: string, asText: boolean) {
  const document = parse(query);
  const operation = selectedOperation(document, null);
  const plan = operation && planQuery(schema, document, operation, {});
  return plan ? runPlan(plan, {}, {} as RequestContext, asText) : null;
}

const people = async (query: string) => ((await run(query, true)) as { people?: unknown } | null)?.people;

async function expectSame(query: string): Promise<void> {
  const [written, data] = [await run(query, true), await run(query, false)];
  expect(written && jsonOf(written)).toBe(data && JSON.stringify(data));
}

/** The text that a page is made of after it was stored. */
function readFromCache(loaded: string): string {
  const format = { shape: '', valueOf: (text: string) => text };
  const stored = JsonValue.loaded(loaded, format)?.text ?? '';
  expect(stored).toMatch(/^[\0-\x7f]*$/);
  return JsonValue.ofText(stored, format).content as string;
}

const ALL = '{ people { id name note age isBusy mood at role } }';

describe.each(['as PostgreSQL writes it', 'in ASCII, as it is cached'])('%s', (form) => {
  it.each(TEXTS)('a page with %j', async (name) => {
    text = pageText([rowOf('first'), rowOf(name, name), rowOf('last')]);
    if (form.includes('ASCII')) text = readFromCache(text);
    expect(await people(ALL)).toBeInstanceOf(JsonText);
    await expectSame(ALL);
    expect(jsonOf((await run('{ people { name } }', true)) ?? {})).toContain(JSON.stringify(name));
  });
});

it.each([
  ['no row', []],
  ['a row', [rowOf('Ann')]],
  ['nulls', [['1', 'Ann', null, null, null, null, null, null]]],
  ['numbers', [['1', 'Ann', null, -12, false, 'BAD', AT, null]]],
  ['a time that PostgreSQL writes otherwise', [['1', 'Ann', null, 0, true, null, '2026-11-22T09:30:00+00:00', null]]],
] as [string, Row[]][])('a page with %s', async (_what, rows) => {
  text = pageText(rows);
  expect(await people(ALL)).toBeInstanceOf(JsonText);
  await expectSame(ALL);
});

it.each([
  '{ people { name id } }',
  '{ people { at } }',
  '{ people { role } }',
  '{ people { __typename } }',
  '{ people { role name __typename } }',
  '{ people { __typename name } }',
  '{ people { a: name b: name c: role name } }',
  '{ people { ...f mood } } fragment f on Person { isBusy name }',
])('%s', async (query) => {
  text = pageText([rowOf('Ann'), rowOf('Bob', 'busy')]);
  expect(await people(query)).toBeInstanceOf(JsonText);
  await expectSame(query);
});

it('wherever the list stands', async () => {
  text = pageText([rowOf('Ann'), rowOf('Bob')]);
  for (const query of ['{ maybe { name } }', '{ nested { after people { id } } people { name } }'])
    await expectSame(query);
});

it.each(['{ people { name computed } }', '{ people { other } }', '{ people { friend { name } } }'])(
  '%s is completed row by row',
  async (query) => {
    text = pageText([rowOf('Ann')]);
    expect(await people(query)).not.toBeInstanceOf(JsonText);
    await expectSame(query);
  },
);

it('a value that is more than a text or a number is completed row by row', async () => {
  text = pageText([['1', 'Ann', null, 7, true, 'GOOD', AT, ['a', 'b']]]);
  expect(await people('{ people { tags } }')).not.toBeInstanceOf(JsonText);
  await expectSame('{ people { tags } }');
});

it.each([
  ['null where there must be a text', '{ people { certain } }', ['1', 'Ann', null, 7, true, 'GOOD', AT, null]],
  ['null where there must be a boolean', '{ people { sure } }', ['1', 'Ann', 'x', 7, null, 'GOOD', AT, null]],
  ['a name that the enum does not have', '{ people { mood } }', ['1', 'Ann', 'x', 7, true, 'UGLY', AT, null]],
  ['a number that is no integer', '{ people { age } }', ['1', 'Ann', 'x', 7.5, true, 'GOOD', AT, null]],
] as [string, string, Row][])('%s is an error, and no data', async (_what, query, row) => {
  columns = ALIKE;
  text = pageText([rowOf('Bob', 'x'), row]);
  expect([await run(query, true), await run(query, false)]).toEqual([null, null]);
});

it.each([
  '{"hasNext":false,"rows":[["1", "Ann',
  '{"hasNext":false,"rows":[["1"',
  '{"hasNext":false,"rows":[[nonsense]]}',
])('damaged text is an error: %s', async (damaged) => {
  text = damaged;
  expect(await run(ALL, true)).toBeNull();
});

it('a plan is not used for the columns of another list', async () => {
  const document = parse('{ people { name } }');
  const operation = selectedOperation(document, null);
  const plan = operation && planQuery(schema, document, operation, {});
  if (!plan) throw new Error('no plan');
  const written = async () => jsonOf((await runPlan(plan, {}, {} as RequestContext, true)) ?? {});
  text = pageText([rowOf('Ann')]);
  expect(await written()).toBe('{"people":[{"name":"Ann"}]}');
  columns = columnsOf<{ name: string; id: string }>({ name: 'name', id: 'id' }) as unknown as typeof COLUMNS;
  text = '{"hasNext":false,"rows":[["Bob", "1"]]}';
  expect(await written()).toBe('{"people":[{"name":"Bob"}]}');
});
