import { buildSchema, type GraphQLSchema } from 'graphql';
import { setImmediate as turn } from 'node:timers/promises';
import type { RequestContext } from '../../../src/shared/request-context';
import { CompiledQueries } from '../../../src/operations/compiled/compiled-queries';
import { unavailable } from '../../../src/platform/errors/app-error';

const OPERATION = { query: '{ name }', operationName: null, variables: null };
const context = {} as RequestContext;

let answer: () => string;
let queries: CompiledQueries;

function schemaOf(resolve: () => string): GraphQLSchema {
  const schema = buildSchema('type Query { name: String! }');
  const field = schema.getQueryType()?.getFields()['name'];
  if (field) field.resolve = resolve;
  return schema;
}

beforeEach(async () => {
  answer = () => 'Ada';
  queries = new CompiledQueries(schemaOf(() => answer()));
  for (let run = 0; run < 2; run += 1) queries.learn(OPERATION);
  await turn();
});

const run = () => queries.run(OPERATION, context);

it('a query that has been asked for more than once runs by its program', async () => {
  expect(await run()).toEqual({ data: { name: 'Ada' }, faulty: false });
});

it('a database that was away for a moment does not cost a query its program', async () => {
  answer = () => {
    throw unavailable('for a moment');
  };
  expect(await run()).toEqual({ data: null, faulty: false });
  answer = () => 'Ada';
  expect((await run()).data).toEqual({ name: 'Ada' });
});

it('a program that meets an error that no resolver may throw is suspected, and not run again if Apollo did better', async () => {
  answer = () => {
    throw new TypeError('undefined is not a function');
  };
  expect(await run()).toEqual({ data: null, faulty: true });
  queries.distrust(OPERATION);
  answer = () => 'Ada';
  expect(await run()).toEqual({ data: null, faulty: false });
});
