import { buildSchema, parse, type GraphQLSchema } from 'graphql';
import { setImmediate as turn } from 'node:timers/promises';
import type { RequestContext } from '../../../src/shared/request-context';
import { Queries, type Operation } from '../../../src/operations/queries/queries';
import { unavailable } from '../../../src/platform/errors/app-error';

const OPERATION = { query: '{ name }', operationName: null, variables: null };
const context = {} as RequestContext;

let answer: () => string;
let queries: Queries;

function schemaOf(resolve: () => string): GraphQLSchema {
  const schema = buildSchema('type Query { name: String! }');
  const field = schema.getQueryType()?.getFields()['name'];
  if (field) field.resolve = resolve;
  return schema;
}

beforeEach(() => {
  answer = () => 'Ada';
  queries = new Queries(schemaOf(() => answer()));
});

const run = (operation: Operation = OPERATION) => queries.run(operation, context);

/** Runs the query until it has a program. */
async function compile(): Promise<void> {
  for (let nth = 0; nth < 2; nth += 1) await run();
  await turn();
}

it('a query runs by graphql-js twice, then by its program, with the same data', async () => {
  expect(await run()).toEqual({ data: { name: 'Ada' }, faulty: false });
  expect(await run()).toEqual({ data: { name: 'Ada' }, faulty: false });
  await turn();
  answer = () => {
    throw new TypeError('undefined is not a function');
  };
  // Only a program can be faulty.
  expect(await run()).toEqual({ data: null, faulty: true });
});

it.each([
  ['that has an error', '{ name }'],
  ['that does not parse', '{ name'],
  ['that is not valid', '{ nothing }'],
  ['about the schema', '{ __schema { queryType { name } } }'],
])('a query %s is left to Apollo, and never compiled', async (_what, query) => {
  if (query === '{ name }')
    answer = () => {
      throw unavailable('for a moment');
    };
  for (let nth = 0; nth < 3; nth += 1) {
    expect(await run({ ...OPERATION, query })).toEqual({ data: null, faulty: false });
    await turn();
  }
});

it('a document that has been parsed is not parsed again', async () => {
  const document = parse('{ name }');
  expect((await run({ ...OPERATION, query: 'not read', document })).data).toEqual({ name: 'Ada' });
});

it('a database that was away for a moment does not cost a query its program', async () => {
  await compile();
  answer = () => {
    throw unavailable('for a moment');
  };
  expect(await run()).toEqual({ data: null, faulty: false });
  answer = () => 'Ada';
  expect((await run()).data).toEqual({ name: 'Ada' });
});

it('a program that meets an error that no resolver may throw is suspected, and not run again if Apollo did better', async () => {
  await compile();
  answer = () => {
    throw new TypeError('undefined is not a function');
  };
  expect(await run()).toEqual({ data: null, faulty: true });
  queries.distrust(OPERATION);
  answer = () => 'Ada';
  expect(await run()).toEqual({ data: null, faulty: false });
});
