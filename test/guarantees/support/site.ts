import { signUp } from '../../support/app';
import { startGateway, type TestGateway } from '../../support/gateway';
import { startTestPostgres, type TestPostgres } from '../../support/postgres';
import { startTestRedis, type TestRedis } from '../../support/redis';
import { select } from '../../support/rows';
import { hangUp } from '../../support/http';
import type { People, Seen } from './traffic';

/** Databases that may be stopped, and as many replicas as are wanted. */
export interface Site {
  redis: TestRedis;
  postgres: TestPostgres;
  /** What a replica is started with. */
  env: Record<string, string>;
  /** @param args of node, such as a file that is loaded first */
  start(args?: string[]): Promise<TestGateway>;
  /** New accounts, made at that replica. */
  people(gateway: TestGateway): Promise<People>;
  /** Titles of the writes that are in the database. */
  standing(seen: readonly Seen[]): Promise<string[]>;
  close(): Promise<void>;
}

/** Limits are on, and never reached. */
const ENV = {
  NODE_ENV: 'test',
  HOST: '127.0.0.1',
  PORT: '0',
  JWT_SECRET: 'one secret for all replicas of this test',
  RATE_LIMIT_LOGIN: '100000/1h',
  RATE_LIMIT_LOGIN_IP: '100000/1h',
  RATE_LIMIT_REGISTER: '100000/1h',
  RATE_LIMIT_USER: '1000000/1h',
};

/** @param more variables of the replicas */
export async function openSite(more: Record<string, string> = {}): Promise<Site> {
  // What PostgreSQL has acknowledged must survive its death here: it is what is counted.
  const [redis, postgres] = await Promise.all([startTestRedis(), startTestPostgres({ durable: true })]);
  const env = { ...ENV, DATABASE_URL: postgres.url, REDIS_URL: redis.url, ...more };
  const replicas: TestGateway[] = [];
  return {
    redis,
    postgres,
    env,
    async start(args = []) {
      const replica = await startGateway(env, { args: [...args, 'dist/main.js'] });
      replicas.push(replica);
      return replica;
    },
    async people({ url }) {
      const app = { url, databaseUrl: postgres.url };
      return { trainer: await signUp(app, 'trainer'), visitor: await signUp(app, 'student') };
    },
    async standing(seen) {
      const rows = await select<{ title: string }>(postgres.url, 'SELECT title FROM lectures');
      const titles = new Set(rows.map(({ title }) => title));
      return seen.filter(({ habit, title }) => habit === 'write' && titles.has(title)).map(({ title }) => title);
    },
    async close() {
      hangUp();
      await Promise.all(replicas.map((replica) => replica.kill()));
      await Promise.all([redis.stop(), postgres.stop()]);
    },
  };
}
