import 'reflect-metadata';
import type { GraphQLSchema } from 'graphql';
import { analyzeStored, Operations } from '../../src/graphql/operation-analysis';
import { FEATURES } from '../../src/app/features';
import { createSchema } from '../../src/graphql/schema';

/* Which operations need no token, and which no limit counts, is marked on the schema's fields. What is known of a document is kept. */

const most = 1_000;
const LIMITS = {
  depth: most,
  aliases: most,
  directives: most,
  repeats: most,
  tokens: most,
  characters: most,
  cost: most,
  rows: most,
};

let schema: GraphQLSchema;
beforeAll(() => {
  schema = createSchema(FEATURES);
});

const marked = (mark: string) =>
  [schema.getQueryType(), schema.getMutationType()]
    .flatMap((type) => Object.values(type?.getFields() ?? {}))
    .filter(({ extensions }) => extensions['mark'] === mark)
    .map(({ name }) => name);

it('a new field that signs in, or that is not counted, is added here on purpose', () => {
  expect(marked('signs-in')).toEqual(['login', 'registerStudent', 'registerTrainer']);
  expect(marked('uncounted')).toEqual(['rateLimits', 'logout', 'logoutEverywhere']);
});

it.each([
  ['a field by an alias', 'mutation { me: login { token } }', 'in'],
  ['several', 'mutation { a: login { token } b: registerTrainer { token } }', 'in'],
  ['through fragments', 'mutation { ...F } fragment F on Mutation { ... { login { token } ...F } }', 'in'],
  ['signing out', 'mutation { logout logoutEverywhere }', 'uncounted'],
  ['the limits', '{ rateLimits { policy } }', 'uncounted'],
  ['the limits beside another', '{ rateLimits { policy } me { id } }', null],
  ['both', 'mutation { login { token } logout }', null],
  ['one beside another', 'mutation { login { token } updateProfile { id } }', null],
  ['an alias of that name', 'mutation { login: updateProfile { id } }', null],
  ['an operation of that name', 'mutation login { updateProfile { id } }', null],
  ['a query', 'query { login { token } }', null],
  ['no such field', 'mutation { login { token } loginAgain { token } }', null],
  ['__typename beside it', 'mutation { login { token } __typename }', null],
  ['no such fragment', 'mutation { login { token } ...F }', null],
  ['a name that every object has', 'mutation { toString constructor }', null],
])('%s', (_name, query, mark) => {
  const { signsInOnly, isUncounted } = analyzeStored(schema, query);
  expect({ signsInOnly, isUncounted }).toEqual({ signsInOnly: mark === 'in', isUncounted: mark === 'uncounted' });
});

it('an analysis is remembered when its document is sent again, for each of its operations', () => {
  const operations = new Operations(schema, LIMITS);
  const documents = (query: string, name: string | null, times: number) =>
    Array.from({ length: times }, () => operations.analyze(query, name, null).document?.kind ?? null);
  const query = 'query A { me { id } } query B { me { id } }';
  expect(documents(query, 'A', 4)).toEqual(['Document', 'Document', null, null]);
  expect(documents(query, 'B', 3)).toEqual(['Document', 'Document', null]);
  expect(operations.analyze(query, 'A', null).analysis?.name).toBe('A');
});
