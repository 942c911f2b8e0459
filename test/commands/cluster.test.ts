import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Cluster } from 'ioredis';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { startTestRedisCluster, type TestRedisCluster } from '../support/redis-cluster';
import { select } from '../support/rows';
import { temporaryFolder } from '../support/temporary-folder';
import { stms, stmsJson } from './stms';

let cluster: TestRedisCluster;
let database: TestDatabase;
let client: Cluster;
let env: Record<string, string>;

beforeAll(async () => {
  [cluster, database] = await Promise.all([startTestRedisCluster(), createTestDatabase()]);
  client = new Cluster(cluster.nodes, { keyPrefix: 'stms:' });
  const nodes = cluster.nodes.map(({ host, port }) => `${host}:${port}`).join();
  env = { DATABASE_URL: database.url, REDIS_CLUSTER_NODES: nodes, REDIS_KEY_PREFIX: 'stms:' };
});
afterAll(async () => {
  client.disconnect();
  await Promise.all([cluster.stop(), database.drop()]);
});

it('does on a cluster what it does on one server, wherever the keys lie', async () => {
  const email = 'ada@example.org';
  const identities = [email, ...['a', 'b', 'c', 'd', 'e'].map((device) => `${email}:${device}`)];
  await Promise.all(identities.map((identity) => client.set(`rate_limit:login:${identity}`, '2', 'PX', 60_000)));
  const rows = await stmsJson<{ identity: string; remaining: number }[]>(env, 'limits', 'show', email);
  expect(rows.map(({ identity, remaining }) => [identity, remaining])).toEqual(identities.map((one) => [one, 3]));
  expect(await stmsJson(env, 'limits', 'reset', email)).toEqual({ reset: identities.length });

  const file = path.join(await temporaryFolder(), 'students.csv');
  await writeFile(file, `name,email,branch,password\nAda,${email},Go,correct horse battery`);
  expect(await stmsJson(env, 'import', 'students', file)).toMatchObject({ imported: 1 });
  const version = await client.get('tag:students');
  expect(version).toMatch(/^[\w-]+$/);
  expect(await stmsJson(env, 'cache', 'clear', 'students')).toEqual({ cleared: true });
  expect(await client.get('tag:students')).not.toBe(version);

  const [{ id } = { id: '' }] = await select<{ id: string }>(database.url, 'SELECT id FROM users');
  const soon = Date.now() + 60_000;
  const session = JSON.stringify([Date.now(), Date.now(), soon, soon, null, null]);
  await client.hset(`session:${id}`, '-'.repeat(22), session);
  expect(await stmsJson(env, 'sessions', 'revoke', email, '--id', '-'.repeat(22))).toEqual({ ended: 1 });

  const { kinds } = await stmsJson<{ kinds: { kind: string; keys: number }[] }>(env, 'cache', 'stats');
  expect(kinds).toContainEqual(expect.objectContaining({ kind: 'tags', keys: 2 }));
  expect(kinds).toContainEqual(expect.objectContaining({ kind: 'revoked sessions', keys: 1 }));
  const { code, out } = await stms(env, 'doctor');
  expect([code, out.match(/^ok +redis \d +Redis /gm)?.length]).toEqual([0, 3]);
});
