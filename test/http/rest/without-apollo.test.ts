import { ApolloServer } from '@apollo/server';
import Fastify, { type FastifyInstance } from 'fastify';
import { buildSchema } from 'graphql';
import { setImmediate as turn } from 'node:timers/promises';
import pino from 'pino';
import { prepare } from '../../../src/http/rest/prepare';
import { restTransport } from '../../../src/http/rest/rest.transport';
import { Queries } from '../../../src/operations/queries/queries';
import { CacheReader } from '../../../src/platform/cache/reader';
import { AppError, unavailable } from '../../../src/platform/errors/app-error';
import { noSpans } from '../../../src/platform/tracing/spans';
import { parseUserId } from '../../../src/shared/ids';
import type { RequestContext } from '../../../src/shared/request-context';
import { object, value } from '../../../src/shared/rest/properties';
import { route, type Operation, type RestRoute } from '../../../src/shared/rest/route';
import { text } from '../../../src/shared/rest/wire';
import { Viewer } from '../../../src/shared/viewer';
import { startReplica, type Replica } from '../../platform/cache/replica';
import { createTestDatabase, type TestDatabase } from '../../support/database';
import { startTestRedis, type TestRedis } from '../../support/redis';

/* REST runs a viewer's queries without Apollo, as GraphQL does. Apollo counts what it runs itself. */

interface Data {
  note: { text: string } | null;
}
type Stored = Operation<Data, Record<string, never>>;
const read: Stored = { toString: () => 'query ReadNote { note { text } }' };
const write: Stored = { toString: () => 'mutation WriteNote { note { text } }' };
const common = {
  path: '/api/note',
  summary: '',
  pick: ({ note }: Data) => note,
  answer: object({ text: value('text', text()) }),
} as const;
const READ = route({ ...common, method: 'GET', id: 'read', operation: read });
const WRITE = route({ ...common, method: 'POST', id: 'write', operation: write });

const schema = buildSchema('type Note { text: String! } type Query { note: Note } type Mutation { note: Note }');
let resolveNote: () => Data['note'];
for (const type of [schema.getQueryType(), schema.getMutationType()]) {
  const field = type?.getFields()['note'];
  if (field) field.resolve = () => resolveNote();
}

let ranByApollo = 0;
const apollo = new ApolloServer<RequestContext>({
  schema,
  formatError: (formatted, error) => ({ ...formatted, extensions: { code: codeOf(error) } }),
  plugins: [{ requestDidStart: async () => void (ranByApollo += 1) }],
});
const codeOf = (error: unknown) =>
  error instanceof Error && 'originalError' in error && error.originalError instanceof AppError
    ? error.originalError.code
    : 'INTERNAL_SERVER_ERROR';

let database: TestDatabase;
let redis: TestRedis;
let replica: Replica;
let server: FastifyInstance;
let viewer: Viewer | null;

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startTestRedis()]);
  replica = await startReplica(database.url, redis.url);
  await apollo.start();
});
beforeEach(async () => {
  ranByApollo = 0;
  resolveNote = () => ({ text: 'kept' });
  const id = parseUserId('018f0000-0000-7000-8000-000000000001');
  const session = { id: 'a', createdAt: 1, lastSeenAt: 1, idleEndsAt: 2, endsAt: 2, ip: null, userAgent: null };
  viewer = id && new Viewer(id, 'STUDENT', session, null);
  server = Fastify();
  const executors = {
    apollo,
    queries: new Queries(schema),
    spans: noSpans,
    dayIn: neverAsked,
    sessionSeconds: 3600,
    timeZone: 'UTC',
    logger: pino({ level: 'silent' }),
  };
  for (const route of [READ, WRITE]) serveBy(route, executors);
});
afterEach(() => server.close());
afterAll(async () => {
  await Promise.all([apollo.stop(), replica.close()]);
  await Promise.all([database.drop(), redis.stop()]);
});

const neverAsked = () => {
  throw new Error('no route asks for the day');
};

/** Runs each request of the route as the pipeline does once the viewer is known. */
function serveBy(route: RestRoute, executors: Parameters<typeof restTransport>[1]): void {
  const transport = restTransport(prepare(route, schema), executors);
  server.route({
    method: route.method,
    url: route.path,
    async handler(_request, reply) {
      const { run } = transport.read(reply, {
        transport: 'rest',
        route: '/',
        kind: 'unknown',
        operation: null,
        userId: null,
      });
      const { body } = await run({
        ...{ requestId: 'without-apollo', ip: '127.0.0.1', userAgent: null, device: { shown: null, given: null } },
        ...{ viewer, reader: new CacheReader(replica.cache, true), decisions: [], signInRole: null, auditNotes: {} },
        ...{ rowsAsked: 0, maxRows: 1, wholeLists: false },
      });
      return body;
    },
  });
}

async function ask(method: 'GET' | 'POST' = 'GET') {
  const { statusCode, body } = await server.inject({ method, url: '/api/note' });
  await turn();
  return statusCode === 200 ? body : statusCode;
}

it('a signed-in viewer’s query is not run by Apollo, however often it is sent', async () => {
  for (let nth = 0; nth < 4; nth += 1) expect(await ask()).toBe('{"text":"kept"}');
  resolveNote = () => null;
  expect([await ask(), ranByApollo]).toEqual([404, 0]);
});

it.each([0, 3])('after %d runs, what meets an error is run again by Apollo, whose error is sent', async (runs) => {
  for (let nth = 0; nth < runs; nth += 1) await ask();
  resolveNote = () => {
    throw unavailable('for a moment');
  };
  expect([await ask(), ranByApollo]).toEqual([503, 1]);
});

it('what is asked without a sign-in, and every mutation, is run by Apollo', async () => {
  for (let nth = 0; nth < 4; nth += 1) expect(await ask('POST')).toBe('{"text":"kept"}');
  viewer = null;
  for (let nth = 0; nth < 4; nth += 1) expect(await ask()).toBe('{"text":"kept"}');
  expect(ranByApollo).toBe(8);
});
