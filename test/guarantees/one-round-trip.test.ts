import { signUp, startApp, type Account, type TestApp } from '../support/app';
import { graphql } from '../support/graphql';
import { rest } from '../support/rest';
import { insertStudents } from '../support/rows';

/** A repeated read costs one round trip to Redis, which checks the session, its revocation and the limit; and no SQL. */

const QUERY = '{ students(first: 50) { nodes { id name email course phone } totalCount } }';
const REST_LIST = 'GET /api/auth/student/students?limit=50';

let app: TestApp;
let trainer: Account;

beforeAll(async () => {
  app = await startApp({ env: { RATE_LIMIT_USER: '1000000/1h' } });
  await insertStudents(
    app.databaseUrl,
    Array.from({ length: 60 }, (_, nth) => ({ name: `Student ${nth}` })),
  );
  trainer = await signUp(app, 'trainer');
});
afterAll(() => app.close());

type Read = () => Promise<{ status: number; headers: Headers }>;

const doors: Record<string, Read> = {
  'POST /graphql': () => graphql(app.url, QUERY, { token: trainer.token }),
  'GET /graphql': () => graphql(app.url, QUERY, { token: trainer.token, method: 'GET' }),
  'the REST door': () => rest(app.url, REST_LIST, { token: trainer.token }),
};

/** Of the gateway as it counts itself, and of Redis as it counts what reaches it. */
async function work() {
  const metrics = await (await fetch(`${app.url}/metrics`)).text();
  const counted = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(metrics)?.[1]);
  const info = await app.redis.info('stats', 'commandstats');
  const calls = [...info.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)].filter(([, command]) => command !== 'info');
  return {
    trips: counted('stms_redis_round_trips_total'),
    statements: counted('stms_sql_statements_total'),
    socketReads: Number(/^total_reads_processed:(\d+)/m.exec(info)?.[1]),
    commands: new Map(calls.map(([, command, count]) => [command, Number(count)])),
  };
}

/** What one read costs, after others have made it a repeated one. */
async function costOf(read: Read) {
  // The first brings the tags into being, the second is recorded under them, the third is a repetition already.
  for (let nth = 0; nth < 3; nth += 1) await read();
  const before = await work();
  const answer = await read();
  const after = await work();
  const commands = [...after.commands]
    .map(([command, count]) => [command, count - (before.commands.get(command) ?? 0)] as const)
    .filter(([, count]) => count > 0);
  return {
    answer,
    trips: after.trips - before.trips,
    statements: after.statements - before.statements,
    socketReads: after.socketReads - before.socketReads - 1, // our own question
    commands: Object.fromEntries(commands),
  };
}

describe.each(Object.keys(doors))('a repeated read at %s', (door) => {
  it('costs one round trip to Redis and no SQL', async () => {
    const { answer, ...cost } = await costOf(doors[door] as Read);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-cache')).toBe('HIT');
    expect(cost).toEqual({
      trips: 1,
      statements: 0,
      socketReads: 1,
      // One script is sent; the others are what it does: session, revocation, the user's limit, profile and tags.
      commands: { evalsha: 1, hget: 1, exists: 1, incr: 1, pttl: 1, mget: 1 },
    });
  });
});

it.each(['GET /graphql', 'the REST door'])('a 304 at %s costs the same: the session is checked', async (door) => {
  const path = door === 'GET /graphql' ? `/graphql?query=${encodeURIComponent(QUERY)}` : REST_LIST.slice('GET '.length);
  const authorization = `Bearer ${trainer.token}`;
  const first = await fetch(app.url + path, { headers: { authorization } });
  const etag = first.headers.get('etag') ?? '';
  await first.text();
  const { answer, ...cost } = await costOf(() =>
    fetch(app.url + path, { headers: { authorization, 'if-none-match': etag } }),
  );
  expect(answer.status).toBe(304);
  expect(cost).toMatchObject({ trips: 1, statements: 0, socketReads: 1, commands: { evalsha: 1 } });
});

it('a read that was never made costs more: this counts at all', async () => {
  const before = await work();
  await graphql(app.url, QUERY.replace('50', '49'), { token: trainer.token });
  const after = await work();
  expect(after.trips - before.trips).toBeGreaterThan(1);
  expect(after.statements - before.statements).toBeGreaterThan(0);
});
