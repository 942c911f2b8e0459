import pino from 'pino';
import type { RedisAddress } from '../../src/config/config';
import { RedisStore } from '../../src/platform/redis/redis-store';

/** A busy machine needs longer than a request would wait. */
const CONNECT_MS = 30_000;

/** The gateway's own connection to a Redis, once it is up. Call `close` before the server stops. */
export async function openTestStore(target: string | RedisAddress, keyPrefix = ''): Promise<RedisStore> {
  const at = typeof target === 'string' ? ({ kind: 'url', url: target } as const) : target;
  const store = new RedisStore(at, keyPrefix, pino({ level: 'silent' }));
  await store.whenUp(CONNECT_MS);
  return store;
}
