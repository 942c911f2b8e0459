import { buildClientSchema, buildSchema, getIntrospectionQuery, lexicographicSortSchema, printSchema } from 'graphql';
import type { IntrospectionQuery } from 'graphql';
import { readFileSync } from 'node:fs';
import { signUp, startApp, type Account, type TestApp } from '../support/app';
import { codesOf, dataOf, graphql } from '../support/graphql';

let open: TestApp;
let closed: TestApp;
let trainer: Account;

beforeAll(async () => {
  open = await startApp();
  closed = await startApp({ env: { INTROSPECTION: 'off' } });
  trainer = await signUp(open, 'trainer');
});
afterAll(() => Promise.all([open.close(), closed.close()]));

/** A field, of a type or of an input, or an argument. */
interface Described {
  name: string;
  description?: string | null;
  args?: readonly Described[];
}

describe('with introspection', () => {
  it('serves the schema that is printed in schema.graphql', async () => {
    const answer = await graphql(open.url, getIntrospectionQuery());
    const served = buildClientSchema(dataOf<IntrospectionQuery>(answer));
    const printed = buildSchema(readFileSync('schema.graphql', 'utf8'));
    expect(printSchema(served)).toBe(printSchema(lexicographicSortSchema(printed)));
  });

  it('describes every field, argument and value', () => {
    const printed = buildSchema(readFileSync('schema.graphql', 'utf8'));
    const bare = Object.values(printed.getTypeMap())
      .filter(({ name }) => !name.startsWith('__'))
      .flatMap((type) => ('getFields' in type ? Object.values<Described>(type.getFields()) : []))
      .flatMap((field) => [field, ...(field.args ?? [])])
      .filter(({ description }) => !description);
    expect(bare.map(({ name }) => name)).toEqual([]);
  });

  it('suggests what may have been meant', async () => {
    const { body } = await graphql(open.url, '{ trainrs { totalCount } }');
    expect(body.errors?.[0]?.message).toContain('trainers');
  });
});

describe('without introspection', () => {
  it.each(['{ __schema { types { name } } }', '{ __type(name: "Student") { name } }', getIntrospectionQuery()])(
    'refuses %s',
    async (query) => {
      const answer = await graphql(closed.url, query);
      expect(codesOf(answer)).toEqual(codesOf(answer).map(() => 'GRAPHQL_VALIDATION_FAILED'));
      expect(answer.body.data ?? null).toBeNull();
      expect(answer.text).not.toContain('Mutation');
      expect(answer.text).not.toContain('Apollo');
    },
  );

  it.each([
    ['{ trainrs { totalCount } }', 'trainers'],
    ['{ trainers(serch: "x") { totalCount } }', 'search'],
    ['{ me { ... on Studnt { id } } }', 'Student'],
    ['mutation { logn(input: {}) { token } }', 'login'],
    ['mutation { login(input: { emial: "x", password: "y" }) { token } }', 'you mean'],
  ])('does not tell what may have been meant by %s', async (query, meant) => {
    const answer = await graphql(closed.url, query);
    expect(codesOf(answer)).toContain('GRAPHQL_VALIDATION_FAILED');
    expect(answer.text).not.toMatch(/did you mean/i);
    expect(answer.text).not.toContain(meant);
  });

  it('still answers __typename', async () => {
    expect(dataOf(await graphql(closed.url, '{ __typename }'))).toEqual({ __typename: 'Query' });
  });

  it('has no explorer page', async () => {
    expect((await fetch(`${closed.url}/explorer`)).status).toBe(404);
  });
});

it('knows @include and @skip, in documents that are asked often too', async () => {
  const query = `query ($yes: Boolean!, $search: String) {
    me @include(if: $yes) { id name @skip(if: $yes) } trainers(search: $search) @skip(if: $yes) { totalCount } }`;
  const ask = (yes: boolean, round: number) =>
    graphql(open.url, query, { variables: { yes, search: '', round }, token: trainer.token });
  for (let round = 0; round < 4; round += 1) {
    expect(dataOf(await ask(true, round))).toEqual({ me: { id: trainer.id } });
    expect(dataOf(await ask(false, round))).toEqual({ trainers: { totalCount: 1 } });
  }
});

it.each(['subscription { x }', 'subscription { __typename }', '{ __typename } subscription S { x }'])(
  'refuses %s, a kind of operation that there is not',
  async (query) => {
    const accept = { accept: 'application/graphql-response+json' };
    const answer = await graphql(open.url, query, {
      headers: accept,
      operationName: query.includes('S {') ? 'S' : undefined,
    });
    expect([answer.status, codesOf(answer)[0]]).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
    expect(answer.text).toContain('The schema has no subscriptions.');
  },
);
