import type { FastifyInstance, FastifyReply } from 'fastify';
import { within } from '../../platform/deadline';
import type { CacheCounters } from '../../platform/metrics/cache-metrics';
import type { RedisFacts } from '../../platform/redis/redis-facts';
import { wantsPage } from '../pages/wants-page';
import { FOR_OPERATORS } from '../server/route-config';

/** After this time PostgreSQL counts as down, because /health itself has to answer. A trip to Redis has its own bound. */
const PING_MS = 250;
/** The same as in every other 503. */
const RETRY_AFTER_SECONDS = '1';

export interface HealthParts {
  version: string;
  /** Milliseconds since the epoch. */
  startedAt: number;
  state: () => 'starting' | 'ready' | 'draining';
  redis: { facts(): Promise<RedisFacts> };
  database: { ping(): Promise<unknown> };
  cacheCounters: CacheCounters;
  /** The page to which browsers that open /health are redirected; null without one. */
  page: string | null;
}

type Probe<T> = { ok: true; latencyMs: number; value: T } | { ok: false };

/** GET (and HEAD) /health, /livez and /readyz. */
export function registerHealth(app: FastifyInstance, parts: HealthParts): void {
  const probeRedis = sharedProbe(() => parts.redis.facts());
  const probeDatabase = sharedProbe(() => within(parts.database.ping(), PING_MS, () => new Error('no answer in time')));

  app.get('/health', FOR_OPERATORS, async (request, reply) => {
    if (parts.page) reply.header('vary', [reply.getHeader('vary') ?? [], 'Accept'].flat().join(', '));
    if (parts.page && wantsPage(request)) return reply.header('cache-control', 'no-store').redirect(parts.page);
    const [redis, database] = await Promise.all([probeRedis(), probeDatabase()]);
    return answer(reply, redis.ok, {
      status: !redis.ok ? 'down' : database.ok ? 'ok' : 'degraded',
      version: parts.version,
      uptimeSeconds: Math.floor((Date.now() - parts.startedAt) / 1000),
      redis: describeRedis(redis),
      database: { connected: database.ok, latencyMs: database.ok ? database.latencyMs : null },
      cache: { ...parts.cacheCounters, hitRatio: ratio(parts.cacheCounters.hits, parts.cacheCounters.misses) },
    });
  });

  app.get('/livez', FOR_OPERATORS, (_request, reply) => answer(reply, true, { status: 'ok' }));

  // A replica needs PostgreSQL to become ready, not to stay ready. Without it, cached reads go on. A restart would end them.
  app.get('/readyz', FOR_OPERATORS, async (_request, reply) => {
    const state = parts.state();
    if (state !== 'ready') return answer(reply, false, { status: state });
    const { ok } = await probeRedis();
    return answer(reply, ok, { status: ok ? 'ready' : 'down' });
  });
}

function answer(reply: FastifyReply, ok: boolean, body: object): FastifyReply {
  reply.header('cache-control', 'no-store');
  if (ok) return reply.send(body);
  return reply.code(503).header('retry-after', RETRY_AFTER_SECONDS).send(body);
}

function describeRedis(probe: Probe<RedisFacts>): object {
  if (!probe.ok) {
    const unknown = { usedMemoryBytes: null, keys: null, hitRatio: null, connectedClients: null };
    return { connected: false, latencyMs: null, ...unknown };
  }
  const { usedMemoryBytes, keys, hits, misses, connectedClients } = probe.value;
  const { latencyMs } = probe;
  return { connected: true, latencyMs, usedMemoryBytes, keys, hitRatio: ratio(hits, misses), connectedClients };
}

const ratio = (hits: number, misses: number) => (hits + misses === 0 ? null : hits / (hits + misses));

/** Concurrent callers share one probe. These routes have no limits, and must not become a way to flood a database. */
function sharedProbe<T>(ask: () => Promise<T>): () => Promise<Probe<T>> {
  let running: Promise<Probe<T>> | undefined;
  return () => {
    running ??= probe(ask).finally(() => (running = undefined));
    return running;
  };
}

async function probe<T>(ask: () => Promise<T>): Promise<Probe<T>> {
  const started = performance.now();
  try {
    const value = await ask();
    return { ok: true, latencyMs: Math.round((performance.now() - started) * 100) / 100, value };
  } catch {
    return { ok: false };
  }
}
