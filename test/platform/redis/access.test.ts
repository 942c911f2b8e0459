import { Redis } from 'ioredis';
import { pino } from 'pino';
import type { HostPort, RedisAddress } from '../../../src/config/config';
import { RedisStore } from '../../../src/platform/redis/redis-store';
import { startTestRedisCluster, type TestRedisCluster } from '../../support/redis-cluster';
import { MASTER_NAME, startTestSentinels, type TestSentinels } from '../../support/redis-sentinels';

const PASSWORD = 'of the servers';
const SENTINEL_PASSWORD = 'of the sentinels';
const PATIENCE_MS = 10_000;
/** Longer than it takes to get in, on most days. */
const SHUT_OUT_MS = 1_000;

async function whenUp(target: RedisAddress, ms: number): Promise<void> {
  const store = new RedisStore(target, '', pino({ level: 'silent' }));
  try {
    await store.whenUp(ms);
    await store.trip((client) => client.set('session:a', '1', 'EX', 60));
  } finally {
    await store.close();
  }
}

async function command(port: number, ...words: (string | number)[]): Promise<unknown> {
  const client = new Redis({ port });
  try {
    const [command = '', ...args] = words;
    return await client.call(String(command), ...args);
  } finally {
    client.disconnect();
  }
}

describe('a cluster whose nodes want a name and a password', () => {
  let cluster: TestRedisCluster;
  let nodes: HostPort[];
  beforeAll(async () => {
    cluster = await startTestRedisCluster();
    ({ nodes } = cluster);
    for (const { port } of nodes) {
      await command(port, 'ACL', 'SETUSER', 'stms', 'on', `>${PASSWORD}`, '~*', '&*', '+@all');
      await command(port, 'CONFIG', 'SET', 'requirepass', 'another');
    }
  });
  afterAll(() => cluster.stop());

  it('connects with both', async () => {
    const access = { username: 'stms', password: PASSWORD, tls: false };
    await whenUp({ kind: 'cluster', nodes, access }, PATIENCE_MS);
  });

  it.each([
    ['nothing', {}],
    ['the password alone', { password: PASSWORD }],
  ])('shuts out who has %s', async (_what, login) => {
    const shutOut = whenUp({ kind: 'cluster', nodes, access: { ...login, tls: false } }, SHUT_OUT_MS);
    await expect(shutOut).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  });
});

describe('sentinels with a password, and a master with another', () => {
  let redis: TestSentinels;
  const target = (access: object) =>
    ({
      kind: 'sentinel',
      name: MASTER_NAME,
      sentinels: redis.sentinels,
      access: { tls: false, ...access },
    }) satisfies RedisAddress;

  beforeAll(async () => {
    redis = await startTestSentinels();
    const master = await redis.master();
    for (const { port } of redis.sentinels) {
      await command(port, 'SENTINEL', 'SET', MASTER_NAME, 'auth-pass', PASSWORD);
      await command(port, 'ACL', 'SETUSER', 'default', `>${SENTINEL_PASSWORD}`, 'resetpass', `>${SENTINEL_PASSWORD}`);
    }
    for (const { port } of [redis.other(master), master]) {
      await command(port, 'CONFIG', 'SET', 'masterauth', PASSWORD, 'requirepass', PASSWORD);
    }
  });
  afterAll(() => redis.stop());

  it('connects with both', () =>
    whenUp(target({ password: PASSWORD, sentinelPassword: SENTINEL_PASSWORD }), PATIENCE_MS));

  it.each([
    ['the master’s alone', { password: PASSWORD }],
    ['the sentinels’ alone', { sentinelPassword: SENTINEL_PASSWORD }],
  ])('shut out who has %s', async (_what, login) => {
    await expect(whenUp(target(login), SHUT_OUT_MS)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  });
});
