import { buildSchema, parse, type GraphQLSchema } from 'graphql';
import type { RequestContext } from '../../../src/shared/request-context';
import { Queries, type Operation } from '../../../src/operations/queries/queries';
import { unavailable } from '../../../src/platform/errors/app-error';

const OPERATION = { query: '{ name }', operationName: null, variables: null, document: null };
const context = {} as RequestContext;

let answer: () => string;
let queries: Queries;

function schemaOf(resolve: () => string): GraphQLSchema {
  const schema = buildSchema('type Query { name(of: ID): String! } type Mutation { name: String! }');
  for (const type of [schema.getQueryType(), schema.getMutationType()]) {
    const field = type?.getFields()['name'];
    if (field) field.resolve = resolve;
  }
  return schema;
}

beforeEach(() => {
  answer = () => 'Ada';
  queries = new Queries(schemaOf(() => answer()));
});

const run = (operation: Partial<Operation> = {}) => queries.run({ ...OPERATION, ...operation }, context, false);

it.each([
  ['that has an error', '{ name }'],
  ['that does not parse', '{ name'],
  ['that is not valid', '{ nothing }'],
  ['about the schema', '{ __schema { queryType { name } } }'],
  ['that uses the name of a prototype', '{ __proto__: name }'],
  ['without its variable', 'query ($of: ID!) { name(of: $of) }'],
  ['that is none', 'mutation { name }'],
  ['that is not named', 'query A { name } query B { name }'],
])('a query %s is left to Apollo, however often it is sent', async (_what, query) => {
  if (query === '{ name }')
    answer = () => {
      throw unavailable('for a moment');
    };
  for (let nth = 0; nth < 3; nth += 1) expect(await run({ query })).toBeNull();
});

it('a document that has been parsed is not parsed again', async () => {
  expect(await run({ query: 'not read', document: parse('{ name }') })).toEqual({ name: 'Ada' });
});

it('a query that is sent again has a plan, and its text is not parsed any more', async () => {
  const known = { query: 'not read', document: parse('{ name }') };
  expect(await run(known)).toEqual({ name: 'Ada' });
  expect(await run({ query: 'not read' })).toBeNull();
  expect(await run(known)).toEqual({ name: 'Ada' });
  expect(await run({ query: 'not read' })).toEqual({ name: 'Ada' });
});

it('a query whose fields depend on variables is not parsed again, either, and has a plan for each request', async () => {
  const document = parse('query ($isAsked: Boolean!) { name @include(if: $isAsked) __typename }');
  let sent = 0;
  const asked = (isAsked: boolean) =>
    run({ query: 'not read @', variables: { isAsked }, ...(sent++ < 2 && { document }) });
  for (let nth = 0; nth < 3; nth += 1) {
    expect(await asked(true)).toEqual({ name: 'Ada', __typename: 'Query' });
    expect(await asked(false)).toEqual({ __typename: 'Query' });
  }
});

it('a database that was away for a moment does not cost a query its plan', async () => {
  const document = parse('{ name }');
  for (let nth = 0; nth < 2; nth += 1) await run({ query: 'not read', document });
  answer = () => {
    throw unavailable('for a moment');
  };
  expect(await run({ query: 'not read' })).toBeNull();
  answer = () => 'Ada';
  expect(await run({ query: 'not read' })).toEqual({ name: 'Ada' });
});
