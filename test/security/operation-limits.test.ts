import { getIntrospectionQuery } from 'graphql';
import { withstands } from '../support/afterwards';
import { signUp, startApp, type Account, type TestApp } from '../support/app';
import { codesOf, dataOf, graphql, type Answer } from '../support/graphql';
import { rest } from '../support/rest';

/*
 * Documents that are made to hurt, each with a sign-in that would succeed: refused by one error, before anything of them
 * runs.
 */
let app: TestApp;
let student: Account;

beforeAll(async () => {
  app = await startApp({ env: { RATE_LIMIT_LOGIN: '1000/15m' } });
  student = await signUp(app, 'student');
});
afterAll(() => app.close());

const many = (count: number, text: (nth: number) => string) =>
  Array.from({ length: count }, (_, nth) => text(nth)).join(' ');

/** A trainer's lectures, their trainers, theirs: `inner` stands at the end. */
const circle = (turns: number, inner: string, first = 1) =>
  `${'trainer { lectures(first: F) { nodes { '.replace('F', String(first)).repeat(turns)} ${inner} ${'} } } '.repeat(turns)}`;

/** Fragments of which each spreads the next `times` times, under other names. */
const doubling = (levels: number, times: number) =>
  `{ lecture(id: "1") { ...F0 } } ${many(
    levels,
    (n) => `fragment F${n} on Lecture { ${many(times, () => `... { ...F${n + 1} }`)} }`,
  )} fragment F${levels} on Lecture { id }`;

/** Fragments of which each leads further down. */
const descending = (fragments: number) =>
  `{ lecture(id: "1") { ...F0 } } ${many(
    fragments,
    (n) => `fragment F${n} on Lecture { ${circle(1, `...F${n + 1}`)} }`,
  )} fragment F${fragments} on Lecture { id }`;

const chained = (fragments: number) =>
  `{ lecture(id: "1") { ...F0 } } ${many(fragments, (n) => `fragment F${n} on Lecture { ...F${n + 1} }`)} fragment F${fragments} on Lecture { id }`;

/** Fragments of one field, all in one place: validation compares every two of them. */
const meeting = (fragments: number) =>
  `{ __typename ${many(fragments, (n) => `...F${n}`)} } ${many(fragments, (n) => `fragment F${n} on Query { __typename }`)}`;

/** Fragments of one field each, which spread the next. */
const chain = (fragments: number) =>
  Array.from(
    { length: fragments },
    (_, n) => `fragment F${n} on Query { __typename ${n + 1 < fragments ? `...F${n + 1}` : ''} }`,
  ).join('\n');

const QUESTION = getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true, directiveIsRepeatable: true });

const LARGE =
  'trainers(first: 100) { nodes { lectures(first: 100) { nodes { trainer { lectures(first: 20) { totalCount } } } } } }';

const ATTACKS: [what: string, document: string, variables?: Record<string, unknown>][] = [
  ['fields, five thousand levels deep', `{ ${'a{'.repeat(5_000)}`],
  ['fields, five thousand levels deep, and back', `{ ${'a{'.repeat(3_700)}${'}'.repeat(3_700)}`],
  ['fields within inline fragments', `{ ${'...{'.repeat(2_500)}`],
  ['a list, five thousand levels deep', `{ trainers(search: ${'['.repeat(5_000)}) { totalCount } }`],
  [
    'a list of levels that would fit otherwise',
    `{ trainers(search: ${'['.repeat(900)}${']'.repeat(900)}) { totalCount } }`,
  ],
  ['an object, five thousand levels deep', `{ trainers(search: ${'{a:'.repeat(4_500)}`],
  [
    'an object of levels that would fit otherwise',
    `{ trainers(search: ${'{a:'.repeat(450)}1${'}'.repeat(450)}) { totalCount } }`,
  ],
  ['a type, five thousand levels deep', `query ($a: ${'['.repeat(5_000)}`],
  ['a type of levels that would fit otherwise', `query ($a: ${'['.repeat(900)}Int${']'.repeat(900)}) { me { id } }`],
  ['a type of an SDL document', `type A { a: ${'['.repeat(900)}Int${']'.repeat(900)} }`],
  ['a default value of many levels', `query ($a: Int = ${'['.repeat(900)}${']'.repeat(900)}) { me { id } }`],
  ['a directive’s argument of many levels', `{ me @include(if: ${'['.repeat(900)}${']'.repeat(900)}) { id } }`],
  ['aliases', `{ ${many(900, (n) => `a${n}: me { id }`)} }`],
  [
    'aliases of a sign-in',
    `mutation { ${many(60, (n) => `a${n}: login(input: { email: "a@b.c", password: "x" }) { token }`)} }`,
  ],
  ['directives', `{ me ${'@include(if: true) '.repeat(250)} { id } }`],
  ['unknown directives', `{ me ${'@a '.repeat(900)} { id } }`],
  ['one field, over and over', `{ me { ${'id '.repeat(1_900)} } }`],
  ['one spread, over and over', `{ me { ${'...F '.repeat(500)} } } fragment F on Student { id }`],
  ['tokens', `query (${many(600, (n) => `$v${n}: Int`)}) { me { id } }`],
  ['a long fragment of many operations', `${many(40, (n) => `query Q${n} { ...F0 }`)} ${chain(200)}`],
  ['unused fragments, each with all that follow', `{ __typename } ${chain(200).split('\n').reverse().join(' ')}`],
  ['characters', `{ me { id } } #${' '.repeat(15_000)}`],
  ['fragments that double twelve times', doubling(12, 2)],
  ['fragments that double as often as they may', doubling(90, 2)],
  ['fragments that grow fifteenfold', doubling(20, 15)],
  ['fragments that lead down', descending(60)],
  [
    'fragments that lead down without being used',
    `{ me { id } } ${descending(40).slice(descending(40).indexOf('fragment'))}`,
  ],
  [
    'fragments that lead into the schema again and again',
    `{ ...F0 } ${many(60, (n) => `fragment F${n} on Query { __schema { ...F${n + 1} } }`)} fragment F60 on Query { me { id } }`,
  ],
  [
    'fragments that lead down in the schema',
    `{ __schema { types { ...F0 } } } ${many(100, (n) => `fragment F${n} on __Type { ofType { ...F${n + 1} } }`)} fragment F100 on __Type { name }`,
  ],
];

/** Their size multiplies. */
const LISTS: typeof ATTACKS = [
  ['lists within lists', `{ lectures(first: 100) { nodes { ${circle(2, 'id', 100)} } } }`],
  [
    'lists within lists, by the size of a page nobody named',
    `{ trainers(first: 100) { nodes { lectures { nodes { ${circle(2, 'id', 20).replaceAll('(first: 20)', '')} } } } } }`,
  ],
  [
    'lists within lists, by edges',
    `{ trainers(first: 100) { edges { node { lectures(first: 100) { edges { node { ${circle(1, 'id', 30)} } } } } } } }`,
  ],
  [
    'lists within lists, by variables',
    `query ($n: Int) { lectures(first: $n) { nodes { ${circle(2, 'id').replaceAll('first: 1', 'first: $n')} } } }`,
    { n: 100 },
  ],
  [
    'lists within lists, by the defaults of variables',
    `query ($n: Int = 100) { lectures(first: $n) { nodes { ${circle(2, 'id').replaceAll('first: 1', 'first: $n')} } } }`,
  ],
  [
    'lists within lists, by fragments',
    `{ lectures(first: 100) { nodes { ...F } } } fragment F on Lecture { ${circle(1, '...G', 100)} } fragment G on Lecture { ${circle(1, 'id', 20)} }`,
  ],
  [
    'lists within lists, by the default of a variable with the name of a property',
    `query ($__proto__: Int = 100) { lectures(first: $__proto__) { nodes { ${circle(2, 'id').replaceAll('first: 1', 'first: $__proto__')} } } }`,
  ],
  ['lists within lists of today', `{ todayLectures { ${circle(2, 'id', 100)} } }`],
  [
    'lists beside lists',
    `{ ${many(10, (n) => `a${n}: lectures(first: 100) { nodes { ${circle(1, 'trainer { lectures(first: 2) { totalCount } }', 100)} } }`)} }`,
  ],
  ['lists within lists, under another name', `{ x: ${LARGE} }`],
];

/** The same attack, with a sign-in before it: beside the operation, as one more operation, or in its place. */
function withSignIn(document: string): string {
  const signIn = `s: login(input: { email: "${student.email}", password: "${student.password}" }) { token }`;
  if (document.startsWith('mutation {')) return document.replace('mutation {', `mutation { ${signIn}`);
  if (document.startsWith('{')) return document.replace('{', `mutation { ${signIn}`);
  return `mutation SignIn { ${signIn} } ${document}`;
}

const signInsTried = () => app.redis.get(`rate_limit:login:${student.email}`);

const LIMIT_MS = 50;

/** The least CPU of a few requests, client included: the gateway runs in this process. Other processes do not change it much. */
async function leastCpuMs(ask: () => Promise<unknown>): Promise<number> {
  let least = Infinity;
  for (let nth = 0; nth < 5 || (nth < 30 && least >= LIMIT_MS); nth += 1) {
    const before = process.cpuUsage();
    await ask();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
}

function expectOneRefusal(answer: Answer): void {
  expect(answer.status).toBe(200);
  expect(codesOf(answer)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  expect(answer.body).not.toHaveProperty('data');
}

/** Refused by GraphQL’s own rules, whoever asks. */
async function expectRefusal(query: string): Promise<void> {
  for (const token of [undefined, student.token]) {
    const answer = await graphql(app.url, query, { token });
    expect(new Set(codesOf(answer))).toEqual(new Set(['GRAPHQL_VALIDATION_FAILED']));
  }
}

/** Refused by one error, soon, and with no sign-in tried. */
async function expectRefused(query: string, variables?: Record<string, unknown>): Promise<void> {
  await withstands(app, student, async () => {
    const before = await signInsTried();
    const ask = async () => expectOneRefusal(await graphql(app.url, query, { variables, token: student.token }));
    expect(await leastCpuMs(ask)).toBeLessThan(LIMIT_MS);
    expect(await signInsTried()).toBe(before);
  });
}

it.each(ATTACKS)('%s', async (_what, document) => {
  await expectRefused(document);
  await expectRefused(withSignIn(document));
});

it.each(LISTS.map(([what, document, variables]) => ({ what, document, variables })))('$what', async (attack) => {
  await expectRefused(attack.document, attack.variables);
});

it.each([
  'subscription { constructor }',
  'subscription { ... { toString } }',
  '{ nothing { toString { a } } }',
  '{ constructor { a } }',
  '{ __schema { constructor { a } } }',
  '{ me { __proto__ { a } } }',
])('names of properties that all objects have are no fields: %s', (query) => expectRefusal(query));

it.each([
  ['that lead down', `{ lecture(id: "1") { ...F } } fragment F on Lecture { ${circle(1, '...F')} }`],
  ['of two', '{ lecture(id: "1") { ...F } } fragment F on Lecture { ...G } fragment G on Lecture { ...F }'],
])('circles of fragments %s are GraphQL’s own to refuse', (_what, document) => expectRefused(document));

it('lists of somebody who signs in', async () => {
  const lists = `lectures(first: 100) { nodes { ${circle(1, 'trainer { lectures(first: 100) { totalCount } }', 100)} } }`;
  await expectRefused(withSignIn('mutation { logout }').replace('token', `token user { ... on Trainer { ${lists} } }`));
});

describe('five thousand levels in a value', () => {
  const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;

  it.each([
    ['variables', `{"query":"query ($a: String) { trainers(search: $a) { totalCount } }","variables":{"a":${deep}}}`],
    ['extensions', `{"query":"{ __typename }","extensions":{"a":${deep}}}`],
    ['a hash', `{"extensions":{"persistedQuery":{"version":1,"sha256Hash":${deep}}}}`],
    ['the query', `{"query":${deep}}`],
  ])('of %s', async (_where, body) => {
    await withstands(app, student, async () => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${student.token}` };
      const answer = await fetch(`${app.url}/graphql`, { method: 'POST', headers, body });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    });
  });

  it('of a REST body, and of the address', async () => {
    await withstands(app, student, async () => {
      const headers = { 'content-type': 'application/json' };
      const onRest = await rest(app.url, 'POST /api/auth/student/login', { raw: `{"email":${deep}}`, headers });
      expect(onRest).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } });
      const search = new URLSearchParams({ query: '{ __typename }', variables: `{"a":${deep.slice(2_500, 7_500)}}` });
      const byGet = await fetch(`${app.url}/graphql?${search.toString()}`);
      expect([400, 431]).toContain(byGet.status);
      expect(await byGet.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    });
  });
});

describe('what is large and allowed', () => {
  let trainer: Account;
  beforeAll(async () => {
    trainer = await signUp(app, 'trainer');
  });

  it.each([
    [
      'a hundred trainers with a hundred lectures each',
      '{ trainers(first: 100) { nodes { lectures(first: 100) { nodes { id } } } } }',
    ],
    [
      'a list selected twice under one name',
      `{ ${many(3, () => 'trainers(first: 100) { nodes { lectures(first: 100) { nodes { id } } } }')} }`,
    ],
    [
      'twelve levels through fragments',
      `{ lecture(id: "1") { ...F0 } } fragment F0 on Lecture { ${circle(3, '...F1')} } fragment F1 on Lecture { id }`,
    ],
    ['fragments that spread fragments', chained(100)],
    ['one field in two hundred fragments', meeting(200)],
    ['the question that tools ask for the schema', QUESTION],
  ])('%s', async (_what, query) => {
    dataOf(await graphql(app.url, query, { token: trainer.token }));
  });

  it.each([0, -1, 101, 1_000_000])('a page of %d is the field’s own to refuse', async (first) => {
    const query = 'query ($n: Int) { trainers(first: $n) { nodes { lectures(first: 100) { totalCount } } } }';
    const byVariable = await graphql(app.url, query, { variables: { n: first }, token: trainer.token });
    const literal = query.replace('($n: Int)', '').replace('$n', String(first));
    for (const answer of [byVariable, await graphql(app.url, literal, { token: trainer.token })]) {
      expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
    }
  });
});

describe('a document that is expensive to validate, without a sign-in', () => {
  let strict: TestApp;
  beforeAll(async () => {
    strict = await startApp({ env: { RATE_LIMIT_API: '2/1h' } });
  });
  afterAll(() => strict.close());
  beforeEach(() => strict.redis.flushall());

  const inline = (fields: number) => `{ ${many(fields / 2, () => '... { __typename __typename }')} }`;

  it.each([
    ['fragments', meeting(51)],
    ['repeated fields', inline(202)],
    ['fragments that nobody needs', `{ __typename } ${many(51, (n) => `fragment F${n} on Query { __typename }`)}`],
    ['what is not valid', meeting(60).replace('__typename', 'nothing')],
    [
      'several operations',
      `query A { __typename } query B { __typename } ${meeting(60).slice(meeting(60).indexOf('fragment'))}`,
    ],
  ])('counts before it is validated: %s', async (_what, query) => {
    const codes = [];
    for (let nth = 0; nth < 3; nth += 1) codes.push(codesOf(await graphql(strict.url, query)));
    expect(codes[2]).toEqual(['RATE_LIMITED']);
    expect(codes.slice(0, 2).flat()).not.toContain('RATE_LIMITED');
  });

  it('says when to try again', async () => {
    await graphql(strict.url, meeting(60));
    await graphql(strict.url, meeting(60));
    const { status, headers, body } = await graphql(strict.url, meeting(60));
    expect([status, body.data]).toEqual([200, null]);
    expect(headers.get('x-ratelimit-remaining')).toBe('0');
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(3_000);
  });

  it.each([
    ['few fragments', meeting(49)],
    ['few repeated fields', inline(198)],
    ['the question that tools ask for the schema', QUESTION],
  ])('others do not count: %s', async (_what, query) => {
    for (let nth = 0; nth < 4; nth += 1) dataOf(await graphql(strict.url, query));
  });

  it('does not count for who has signed in', async () => {
    const { token } = await signUp(strict, 'trainer');
    for (let nth = 0; nth < 4; nth += 1) dataOf(await graphql(strict.url, meeting(60), { token }));
  });
});

describe('the environment', () => {
  it('sets how many records lists could ask for', async () => {
    const strict = await startApp({ env: { GRAPHQL_MAX_COST: '210' } });
    try {
      const { token } = await signUp(strict, 'trainer');
      const ask = (inner: number) =>
        graphql(strict.url, `{ trainers(first: 10) { nodes { lectures(first: ${inner}) { totalCount } } } }`, {
          token,
        });
      dataOf(await ask(20));
      expectOneRefusal(await ask(21));
      expect((await ask(21)).text).toContain('more than 210 records');
      expect((await rest(strict.url, 'GET /api/auth/trainer/trainers?limit=100', { token })).status).toBe(200);
    } finally {
      await strict.close();
    }
  });

  it('counts the larger of two lists that share a name, in whatever order', async () => {
    const strict = await startApp({ env: { GRAPHQL_MAX_COST: '1000' } });
    try {
      const { token } = await signUp(strict, 'admin');
      const [many, one] = [100, 1].map((first) =>
        `{ courses(first: $SIZE) { totalCount } }`.replace('$SIZE', String(first)),
      );
      const ask = (ofTrainers = '', ofStudents = '') =>
        graphql(
          strict.url,
          `query ($size: Int) {
            systemStats { recentRegistrations(first: 20) { ... on Student ${ofStudents} ... on Trainer ${ofTrainers} } }
          }`.replace('($size: Int)', `${ofTrainers}${ofStudents}`.includes('$size') ? '($size: Int)' : ''),
          { token, variables: { size: 100 } },
        );
      dataOf(await ask(one, one));
      const sized = many?.replace('100', '$size');
      for (const [ofTrainers, ofStudents] of [
        [many, one],
        [one, many],
        [sized, one],
        [one, sized],
      ]) {
        expectOneRefusal(await ask(ofTrainers, ofStudents));
      }
    } finally {
      await strict.close();
    }
  });

  it('sets how deep fragments may lead, and how many fields they may bring', async () => {
    const strict = await startApp({ env: { GRAPHQL_MAX_DEPTH: '5', GRAPHQL_MAX_TOKENS: '90' } });
    try {
      const { token } = await signUp(strict, 'trainer');
      const ask = (query: string) => graphql(strict.url, query, { token });
      const deep = (inner: string) =>
        `{ lecture(id: "1") { ...F } } fragment F on Lecture { trainer { lectures { nodes { ${inner} } } } }`;
      dataOf(await ask(deep('id')));
      expectOneRefusal(await ask(deep('trainer { id }')));
      dataOf(await ask(doubling(2, 3)));
      expectOneRefusal(await ask(doubling(3, 3)));
    } finally {
      await strict.close();
    }
  });
});
