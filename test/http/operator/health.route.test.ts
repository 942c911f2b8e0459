import fastify, { type FastifyInstance } from 'fastify';
import { Pool } from 'pg';
import { registerHealth, type HealthParts } from '../../../src/http/operator/health.route';
import { readRedisFacts } from '../../../src/platform/redis/redis-facts';
import type { RedisStore } from '../../../src/platform/redis/redis-store';
import { startTestPostgres, type TestPostgres } from '../../support/postgres';
import { startTestRedis, type TestRedis } from '../../support/redis';
import { openTestStore } from '../../support/redis-store';

let redis: TestRedis;
let postgres: TestPostgres;
let store: RedisStore;
let pool: Pool;
let app: FastifyInstance;
let parts: HealthParts;
let state: ReturnType<HealthParts['state']>;

beforeAll(async () => {
  [redis, postgres] = await Promise.all([startTestRedis(), startTestPostgres()]);
});
afterAll(() => Promise.all([redis.stop(), postgres.stop()]));

beforeEach(async () => {
  store = await openTestStore(redis.url);
  pool = new Pool({ connectionString: postgres.url });
  pool.on('error', () => undefined);
  state = 'ready';
  parts = {
    version: '1.2.3',
    startedAt: Date.now() - 90_500,
    state: () => state,
    redis: { facts: () => readRedisFacts(store) },
    database: { ping: () => pool.query('SELECT 1') },
    cacheCounters: { hits: 0, misses: 0 },
    page: null,
  };
  app = fastify();
  registerHealth(app, parts);
});
afterEach(async () => {
  await app.close();
  await store.close();
  await pool.end();
});

const get = async (url: string) => {
  const response = await app.inject({ url });
  const retryAfter = response.headers['retry-after'];
  return { status: response.statusCode, retryAfter, body: response.json<Record<string, unknown>>() };
};

describe('/health', () => {
  it('is ok with both databases, and shows what they report', async () => {
    await store.client.set('a', '1');
    await store.client.get('a');
    await store.client.get('b');
    parts.cacheCounters.hits = 3;
    parts.cacheCounters.misses = 1;
    expect(await get('/health')).toEqual({
      status: 200,
      body: {
        status: 'ok',
        version: '1.2.3',
        uptimeSeconds: expect.any(Number) as number,
        redis: {
          connected: true,
          latencyMs: expect.any(Number),
          usedMemoryBytes: expect.any(Number),
          keys: 1,
          hitRatio: 0.5,
          connectedClients: 1,
        },
        database: { connected: true, latencyMs: expect.any(Number) },
        cache: { hits: 3, misses: 1, hitRatio: 0.75 },
      },
    });
  });

  it('has no hit ratio before the first read', async () => {
    expect((await get('/health')).body['cache']).toEqual({ hits: 0, misses: 0, hitRatio: null });
  });

  it('is degraded, with 200, while PostgreSQL hangs', async () => {
    postgres.pause();
    try {
      const { status, body } = await get('/health');
      expect(status).toBe(200);
      expect(body).toMatchObject({
        status: 'degraded',
        redis: { connected: true },
        database: { connected: false, latencyMs: null },
      });
    } finally {
      postgres.resume();
    }
  });

  it('is down, with 503 and null for what is unknown, while Redis hangs', async () => {
    redis.pause();
    try {
      const { status, retryAfter, body } = await get('/health');
      expect(status).toBe(503);
      expect(retryAfter).toBe('1');
      expect(body).toMatchObject({ status: 'down', database: { connected: true } });
      expect(body['redis']).toEqual({
        connected: false,
        latencyMs: null,
        usedMemoryBytes: null,
        keys: null,
        hitRatio: null,
        connectedClients: null,
      });
    } finally {
      redis.resume();
    }
  });

  it('asks Redis once for callers at the same time', async () => {
    let asked = 0;
    const { facts } = parts.redis;
    parts.redis.facts = () => {
      asked += 1;
      return facts();
    };
    await Promise.all([get('/health'), get('/health'), get('/readyz')]);
    expect(asked).toBe(1);
    await get('/health');
    expect(asked).toBe(2);
  });

  it('answers HEAD, and must not be kept', async () => {
    const response = await app.inject({ method: 'HEAD', url: '/health' });
    expect(response.statusCode).toBe(200);
    expect(response.body).toBe('');
    expect(response.headers['cache-control']).toBe('no-store');
  });
});

describe('/readyz', () => {
  it.each(['starting', 'draining'] as const)('is 503 while %s', async (now) => {
    state = now;
    expect(await get('/readyz')).toEqual({ status: 503, retryAfter: '1', body: { status: now } });
  });

  it('stays ready without PostgreSQL, for cached reads go on', async () => {
    postgres.pause();
    try {
      expect(await get('/readyz')).toEqual({ status: 200, body: { status: 'ready' } });
    } finally {
      postgres.resume();
    }
  });

  it('is 503 without Redis', async () => {
    redis.pause();
    try {
      expect(await get('/readyz')).toEqual({ status: 503, retryAfter: '1', body: { status: 'down' } });
    } finally {
      redis.resume();
    }
  });
});

it('/livez asks nobody', async () => {
  state = 'draining';
  redis.pause();
  try {
    expect(await get('/livez')).toEqual({ status: 200, body: { status: 'ok' } });
  } finally {
    redis.resume();
  }
});
