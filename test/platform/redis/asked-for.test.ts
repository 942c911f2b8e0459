import { Redis } from 'ioredis';
import { pino } from 'pino';
import type { RedisAddress } from '../../../src/config/config';
import { RedisStore } from '../../../src/platform/redis/redis-store';
import { eventually } from '../../support/eventually';
import { temporaryFolder } from '../../support/temporary-folder';
import { startTlsFront, type TlsFront } from '../../support/tls-front';
import { startRedisServer, type RedisServer } from '../cache/redis-server';
import { startTestRedis, type TestRedis } from '../../support/redis';

/* What REDIS_URL asks of a connection holds, or nothing is kept there, and the log says why. */

const PASSWORD = 'of-the-user';

let redis: RedisServer;
let admin: Redis;
let opened: RedisStore[];
let lines: { reason?: string; msg: string }[];

beforeAll(async () => {
  redis = await startRedisServer('--databases', '16');
  admin = new Redis({ port: redis.port });
  await admin.call('ACL', 'SETUSER', 'stms', 'on', `>${PASSWORD}`, '~*', '&*', '+@all');
});
afterAll(async () => {
  admin.disconnect();
  await redis.stop();
});
beforeEach(() => {
  [opened, lines] = [[], []];
});
afterEach(() => Promise.all(opened.map((store) => store.close())));

const open = (url: string, keyPrefix?: string) => openTarget({ kind: 'url', url }, keyPrefix);

function openTarget(target: RedisAddress, keyPrefix = ''): RedisStore {
  const write = (line: string) => void lines.push(JSON.parse(line) as (typeof lines)[0]);
  const store = new RedisStore(target, keyPrefix, pino({ level: 'warn' }, { write }));
  opened.push(store);
  return store;
}

const urlOf = (path = '', login = `stms:${PASSWORD}`) => `redis://${login}@127.0.0.1:${redis.port}${path}`;

async function keeps(store: RedisStore, key: string): Promise<void> {
  await store.whenUp(5_000);
  await store.trip((client) => client.set(key, '1'));
}

/** Times it has tried again until now do not count: one line a reason. */
async function staysDown(store: RedisStore, reason: string): Promise<void> {
  await eventually(() => lines.length > 0);
  await expect(store.whenUp(600)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  expect(lines).toEqual([expect.objectContaining({ msg: 'redis is down', reason: expect.stringContaining(reason) })]);
  expect(store.reason).toContain(reason);
  expect(JSON.stringify(lines)).not.toContain(PASSWORD);
}

it('keeps its keys in the database that was asked for, also on the next connection', async () => {
  const store = open(urlOf('/15'));
  await keeps(store, 'first');
  await admin.call('CLIENT', 'KILL', 'USER', 'stms');
  await eventually(() => !store.isUp);
  await keeps(store, 'second');
  expect(await admin.keys('*')).toEqual([]);
  const looking = new Redis({ port: redis.port, db: 15 });
  expect((await looking.keys('*')).sort()).toEqual(['first', 'second']);
  looking.disconnect();
});

it('is not up where the server lacks the database, and keeps nothing in another', async () => {
  const store = open(urlOf('/16'));
  await staysDown(store, 'the database of REDIS_URL cannot be used: ERR DB index is out of range');
  expect(await admin.keys('*')).toEqual([]);
});

it.each([
  ['another password', () => urlOf('', 'stms:another'), 'WRONGPASS'],
  ['another user', () => urlOf('', `nobody:${PASSWORD}`), 'WRONGPASS'],
  ['a port that nobody listens on', () => 'redis://127.0.0.1:1', 'ECONNREFUSED'],
  ['a socket that is not there', () => 'unix:///nowhere', 'ENOENT'],
])('is not up with %s', (_what, url, reason) => staysDown(open(url()), reason));

it.each([
  ['nobody listens', () => 1, 'All sentinels are unreachable'],
  ['a server is no sentinel', () => redis.port, "ERR unknown command 'sentinel'"],
])('is not up where %s in place of sentinels', (_what, port, reason) => {
  const sentinels = [{ host: '127.0.0.1', port: port() }];
  return staysDown(openTarget({ kind: 'sentinel', sentinels, name: 'master', access: { tls: false } }), reason);
});

it('is not up for a user who may not use the keys behind the prefix, or run scripts', async () => {
  await admin.call('ACL', 'SETUSER', 'few', 'on', `>${PASSWORD}`, '~ours:*', '&*', '+@all');
  const url = urlOf('', `few:${PASSWORD}`);
  await keeps(open(url, 'ours:'), 'fourth');
  await staysDown(open(url, 'others:'), 'NOPERM this user has no permissions to access one of the keys');
  lines = [];
  await admin.call('ACL', 'SETUSER', 'few', '-@scripting');
  await staysDown(open(url, 'ours:'), 'NOPERM');
  await admin.flushall();
});

it('is not up where scripts are disabled', async () => {
  const disabled = await startRedisServer('--rename-command', 'EVAL', '');
  await staysDown(open(disabled.url), "ERR unknown command 'eval'");
  await disabled.stop();
});

it('says so while a script of somebody else blocks all others', async () => {
  const store = open(urlOf());
  await store.whenUp(5_000);
  await admin.config('SET', 'lua-time-limit', '1');
  const other = new Redis({ port: redis.port });
  const script = other.eval('while true do end', 0).catch(() => undefined);
  const isBusy = (error: Error) => error.message.startsWith('BUSY');
  await eventually(() => admin.ping().then(() => false, isBusy));
  await expect(store.trip((client) => client.get('a'))).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  await admin.script('KILL');
  await script;
  other.disconnect();
  expect(lines).toEqual([
    expect.objectContaining({ msg: 'redis refuses commands', reason: expect.stringContaining('BUSY') as string }),
  ]);
});

it('logs again when the reason changes', async () => {
  await admin.call('CONFIG', 'SET', 'requirepass', 'now');
  try {
    const store = open(`redis://127.0.0.1:${redis.port}`);
    await staysDown(store, 'NOAUTH');
    await admin.call('ACL', 'SETUSER', 'default', 'nopass');
    await keeps(store, 'third');
    await admin.call('ACL', 'SETUSER', 'default', 'resetpass', '>now');
    await admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await eventually(() => lines.filter(({ reason }) => reason?.includes('NOAUTH')).length === 2);
  } finally {
    await admin.call('ACL', 'SETUSER', 'default', 'nopass');
    await admin.flushall();
  }
});

it('says so when a right is missing', async () => {
  const store = open(urlOf());
  await store.whenUp(5_000);
  await admin.call('ACL', 'SETUSER', 'stms', '-set');
  const set = () => store.trip((client) => client.set('a', '1'));
  await expect(set()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryAfter: 1 });
  await expect(set()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', retryAfter: 1 });
  await admin.call('ACL', 'SETUSER', 'stms', '+@all');
  expect(lines).toEqual([
    expect.objectContaining({
      msg: 'redis refuses commands',
      reason: expect.stringContaining('NOPERM') as string,
    }),
  ]);
});

describe('TLS', () => {
  let behind: TestRedis;
  let front: TlsFront;
  beforeAll(async () => {
    behind = await startTestRedis();
    front = await startTlsFront(behind.url.slice('unix://'.length), await temporaryFolder(), false);
  });
  afterAll(() => Promise.all([front.stop(), behind.stop()]));

  it('is not up with a certificate that nobody has signed', () =>
    staysDown(open(`rediss://localhost:${front.port}`), 'self-signed certificate'));
});
