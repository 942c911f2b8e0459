import { signUp, startApp, type Account, type TestApp } from '../../support/app';
import { codesOf, dataOf, graphql } from '../../support/graphql';

let app: TestApp;
let trainer: Account;

beforeAll(async () => {
  app = await startApp();
  trainer = await signUp(app, 'trainer');
});
afterAll(() => app.close());

const many = (count: number, text: (nth: number) => string) =>
  Array.from({ length: count }, (_, n) => text(n)).join(' ');

/** Fields within fields: `levels` pairs of braces, the last around a leaf. */
function deep(levels: number): string {
  const circle = [
    'trainers',
    'nodes',
    'lectures',
    'nodes',
    'trainer',
    'lectures',
    'nodes',
    'trainer',
    'lectures',
    'nodes',
  ];
  const names = [...circle, 'trainer', 'lectures', 'nodes'].slice(0, levels - 1);
  const leaf = ['trainers', 'lectures'].includes(names.at(-1) ?? '') ? 'totalCount' : 'id';
  return `{ ${many(names.length, (n) => `${names[n]} {`)} ${leaf} ${'} '.repeat(levels)}`;
}

/** Fragments of nine tokens each, and single fields for the rest; every one is used. */
function long(tokens: number): string {
  const rest = tokens - '{ trainers { totalCount } }'.split(' ').length;
  const fragments = Math.floor(rest / 9);
  const spreads = many(fragments, (n) => `...F${n}`);
  const definitions = many(fragments, (n) => `fragment F${n} on TrainerConnection { totalCount }`);
  return `{ trainers { totalCount ${'totalCount '.repeat(rest % 9)}${spreads} } } ${definitions}`;
}

const padded = (characters: number) => '{ __typename } #'.padEnd(characters, 'x');

const LIMITS: [limit: string, variable: string, most: number, document: (count: number) => string][] = [
  ['levels', 'DEPTH', 12, deep],
  ['aliases', 'ALIASES', 15, (count) => `{ ${many(count, (n) => `a${n}: __typename`)} }`],
  ['directives', 'DIRECTIVES', 8, (count) => `{ ${many(count, () => '... @include(if: true) { __typename }')} }`],
  ['times one field', 'REPEATS', 50, (count) => `{ ${many(count, () => '__typename')} }`],
  ['tokens', 'TOKENS', 2_000, long],
  ['characters', 'CHARACTERS', 15_000, padded],
];

describe.each(LIMITS)('%s', (_name, _variable, most, document) => {
  it(`${most} are answered`, async () => {
    expect(dataOf(await graphql(app.url, document(most), { token: trainer.token }))).toBeTruthy();
  });

  it('one more is refused, by one error', async () => {
    const answer = await graphql(app.url, document(most + 1), { token: trainer.token });
    expect(answer.status).toBe(200);
    expect(codesOf(answer)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(answer.body).not.toHaveProperty('data');
  });

  it('one more is refused by GET too', async () => {
    // More than fits into an address is refused before it is read.
    const answer = await graphql(app.url, document(most + 1), { token: trainer.token, method: 'GET' });
    expect([200, 431]).toContain(answer.status);
    expect(answer.body).not.toHaveProperty('data');
  });
});

describe('the environment', () => {
  const lower = { DEPTH: '3', ALIASES: '2', DIRECTIVES: '1', REPEATS: '2', TOKENS: '33', CHARACTERS: '300' };
  let strict: TestApp;
  let reader: Account;

  beforeAll(async () => {
    const variables = Object.entries(lower).map(([name, value]) => [`GRAPHQL_MAX_${name}`, value]);
    strict = await startApp({ env: Object.fromEntries(variables) as Record<string, string> });
    reader = await signUp(strict, 'trainer');
  });
  afterAll(() => strict.close());

  it.each(LIMITS)('sets how many %s there may be', async (_name, variable, _most, document) => {
    const most = Number(lower[variable as keyof typeof lower]);
    const ask = (count: number) => graphql(strict.url, document(count), { token: reader.token });
    expect(codesOf(await ask(most))).toEqual([]);
    expect(codesOf(await ask(most + 1))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  });
});

it('refuses before it parses: unterminated documents, and text that is not GraphQL', async () => {
  for (const query of [
    '{a'.repeat(5_000),
    '{'.repeat(5_000),
    '@a '.repeat(1_000),
    `{ ${'a '.repeat(51)}`,
    '# '.repeat(9_000),
  ]) {
    const answer = await graphql(app.url, query, { token: trainer.token });
    expect(codesOf(answer)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  }
});

it('counts levels of fields: fragments open none, in whatever way they are written', async () => {
  const leaf = (text: string) => deep(12).replace(' id ', ` ${text} `);
  for (const text of ['... { id }', '... on Trainer { id }', '... on Trainer @include(if: true) { ... { id } }']) {
    expect(codesOf(await graphql(app.url, leaf(text), { token: trainer.token }))).toEqual([]);
  }
  const below = leaf('... { lectures { totalCount } }');
  expect(codesOf(await graphql(app.url, below, { token: trainer.token }))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  const nested = (count: number) => `{ ${'... { '.repeat(count)} __typename ${'} '.repeat(count)}}`;
  expect(codesOf(await graphql(app.url, nested(12), { token: trainer.token }))).toEqual([]);
  expect(codesOf(await graphql(app.url, nested(13), { token: trainer.token }))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
});

it('counts what stands there, not what text and values look like', async () => {
  const braces = '{ a: b '.repeat(14);
  expect(
    dataOf(await graphql(app.url, `{ trainers(search: "${braces}") { totalCount } }`, { token: trainer.token })),
  ).toEqual({
    trainers: { totalCount: 0 },
  });
  expect(dataOf(await graphql(app.url, `# ${braces}\n{ __typename }`))).toEqual({ __typename: 'Query' });
});

it('takes fifteen sign-ins of other names in one document, and no sixteenth', async () => {
  const login = (nth: number) => `a${nth}: login(input: { email: "x@example.org", password: "wrong one" }) { token }`;
  const fifteen = await graphql(app.url, `mutation { ${many(15, login)} }`);
  expect(codesOf(fifteen)).toEqual(Array(15).fill('UNAUTHENTICATED').slice(0, codesOf(fifteen).length));
  expect(fifteen.body.data).toBeNull();
  expect(codesOf(await graphql(app.url, `mutation { ${many(16, login)} }`))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
});

it('counts the aliases and directives of fragments once, however often they are spread', async () => {
  const fragment = 'fragment F on Query { a: __typename b: __typename }';
  const query = `{ ${many(20, () => '... { ...F }')} } ${fragment}`;
  expect(dataOf(await graphql(app.url, query))).toEqual({ a: 'Query', b: 'Query' });
});

it('refuses fragments that go in circles, as GraphQL does', async () => {
  const query = '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }';
  expect(new Set(codesOf(await graphql(app.url, query)))).toEqual(new Set(['GRAPHQL_VALIDATION_FAILED']));
});
