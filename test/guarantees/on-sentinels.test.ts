import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { createApp } from '../../src/app/create-app';
import type { App } from '../../src/app/lifecycle';
import { isReadyConfig } from '../../src/app/ready-config';
import { loadConfig } from '../../src/config/env';
import { createLogger } from '../../src/platform/logging/logger';
import type { RedisServer } from '../platform/cache/redis-server';
import { JWT_SECRET, signIn, signUp, type Account } from '../support/app';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { dataOf, graphql, untilServed } from '../support/graphql';
import { MASTER_NAME, startTestSentinels, type TestSentinels } from '../support/redis-sentinels';
import { rest } from '../support/rest';
import { select } from '../support/rows';

/*
 * Gateways behind Redis Sentinel keep what they promise on one server, and through a failover. What a replica had not
 * heard of when it became the master is lost; nothing that was cached before a failover may be believed after it.
 */

let database: TestDatabase;
let redis: TestSentinels;
let apps: App[];
let here: { url: string; databaseUrl: string };
let there: { url: string; databaseUrl: string };
let trainer: Account;
let lectureId: string;

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startTestSentinels()]);
  const config = loadConfig({
    NODE_ENV: 'test',
    PORT: '0',
    LOG_LEVEL: 'silent',
    SHUTDOWN_DELAY: '0ms',
    JWT_SECRET,
    DATABASE_URL: database.url,
    REDIS_SENTINELS: redis.sentinels.map(({ host, port }) => `${host}:${port}`).join(),
    REDIS_SENTINEL_NAME: MASTER_NAME,
    RATE_LIMIT_LOGIN: '5/15m',
    RATE_LIMIT_REGISTER: 'off',
    // The requests of reads write nothing then, so that a replica would not refuse them.
    RATE_LIMIT_USER: 'off',
  });
  if (!isReadyConfig(config)) throw new Error('no sentinels');
  redis.pauseFirst(); // whoever asks it first must go on to the next
  apps = await Promise.all([1, 2].map(() => createApp(config, '0.0.0-test', createLogger(config.logLevel))));
  const [first = '', second = ''] = await Promise.all(apps.map((app) => app.listen()));
  [here, there] = [first, second].map((url) => ({ url, databaseUrl: database.url })) as [typeof here, typeof there];
  await ready();
  redis.resumeFirst();
  trainer = await signUp(here, 'trainer');
  const made = await ask(
    'mutation { createLecture(input: { title: "Sets", startsAt: "2031-01-01T09:00:00Z", endsAt: "2031-01-01T10:00:00Z" }) { id } }',
  );
  lectureId = dataOf<{ createLecture: { id: string } }>(made).createLecture.id;
});

afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()));
  await Promise.all([database.drop(), redis.stop()]);
});

const ask = (query: string, at = here, { token } = trainer) => graphql(at.url, query, { token });

const READS = [
  (at: typeof here) => graphql(at.url, '{ lectures { nodes { id title } } }', { token: trainer.token }),
  (at: typeof here) => rest(at.url, 'GET /api/auth/lecture/all', { token: trainer.token }),
];

/** The same over both transports of both gateways. */
const readAll = () => Promise.all(reads().map((read) => read()));
const reads = () => [here, there].flatMap((at) => READS.map((read) => () => read(at)));

const ready = async () => {
  for (const { url } of [here, there]) await eventually(async () => (await fetch(`${url}/readyz`)).ok);
};

const rename = async (title: string, at = here) => {
  const change = `mutation { updateLecture(id: "${lectureId}", input: { title: "${title}" }) { title } }`;
  expect(dataOf(await ask(change, at))).toEqual({ updateLecture: { title } });
};

/** As by a writer whose word of it the replica never got. */
const renameUnheard = (title: string) => select(database.url, `UPDATE lectures SET title = '${title}' RETURNING id`);

async function expectTitle(title: string) {
  const answers = reads().map((read) => untilServed<Awaited<ReturnType<typeof read>>>(read));
  for (const { status, text } of await Promise.all(answers)) {
    expect(status).toBe(200);
    expect(text).toContain(title);
  }
}

/** So that the replica has heard of all that was written by now. */
const replicated = (master: RedisServer) => withRedis(master, (one) => one.wait(1, 2_000));

async function withRedis<T>(server: RedisServer, ask: (one: Redis) => Promise<T>): Promise<T> {
  const one = new Redis({ port: server.port });
  try {
    return await ask(one);
  } finally {
    one.disconnect();
  }
}

test('sign-in, caches, changes and limits, though one of the sentinels is silent', async () => {
  await eventually(async () => (await readAll()).every(({ headers }) => headers.get('x-cache') === 'HIT'));
  await rename('Groups', there);
  await expectTitle('Groups');

  const other = await signIn(there, trainer.email);
  dataOf(await ask('mutation { logout }', there, other));
  expect((await ask('{ me { id } }', here, other)).status).toBe(401);

  const input = { email: 'nobody@example.org', password: 'a wrong password' };
  const login = 'mutation ($input: LoginInput!) { login(input: $input) { token } }';
  const codes = [];
  for (let nth = 0; nth < 6; nth += 1) {
    const { body } = await graphql((nth % 2 ? here : there).url, login, { variables: { input } });
    codes.push(body.errors?.[0]?.extensions.code);
  }
  expect(codes.at(4)).toBe('UNAUTHENTICATED');
  expect(codes.at(5)).toBe('RATE_LIMITED');
});

test('a master that was frozen and replaced meanwhile is left at once', async () => {
  await expectTitle('Groups');
  const old = await redis.master();
  await replicated(old);
  old.pause();
  await eventually(async () => (await redis.master()) !== old);
  await sleep(100); // for the word of it to arrive
  old.resume(); // and takes itself for the master, until a sentinel tells it otherwise
  await ready();

  await rename('Rings', there);
  const visitor = await signIn(here, trainer.email);
  await expectTitle('Rings');
  const successor = await redis.master();
  const session = `session:${trainer.id}`;
  expect(await withRedis(successor, (one) => one.hlen(session))).toBe(2);
  expect(await withRedis(old, (one) => one.hlen(session))).not.toBe(2);
  expect((await ask('{ me { id } }', there, visitor)).status).toBe(200);

  // What the sentinels do to it after some seconds.
  await withRedis(old, (one) => one.replicaof('127.0.0.1', successor.port));
});

test('a master that is killed: 503, no later than promised, then sessions as before, and nothing stale', async () => {
  const old = await redis.master();
  await eventually(() =>
    withRedis(redis.other(old), async (one) => (await one.info('replication')).includes('master_link_status:up')),
  );
  await eventually(async () => (await readAll()).every(({ headers }) => headers.get('x-cache') === 'HIT'));
  await replicated(old);
  await old.kill();
  await renameUnheard('Fields');

  const refused = await readAll();
  expect(refused.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual(Array(4).fill([503, '1']));
  await eventually(async () => (await redis.master()) !== old);
  await ready();

  await expectTitle('Fields');
  await rename('Fields of sets', there);
  await expectTitle('Fields of sets');
});
