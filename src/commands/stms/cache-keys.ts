import { FEATURES } from '../../app/features';
import type { RedisStore } from '../../platform/redis/redis-store';

/** The kinds of keys by their prefix; the first match counts. */
const KINDS: readonly (readonly [start: string, kind: string])[] = [
  ...FEATURES.flatMap(({ keys }) => keys).map(({ prefix, holds }) => [prefix, holds] as const),
  ['tag:', 'tags'],
  ['session:', 'users with sessions'],
  ['blacklist:', 'revoked sessions'],
  ['rate_limit:', 'limits'],
  ['lock:', 'locks of jobs'],
  ['', 'others'],
];

/** The number of keys of a kind whose memory is measured. The rest is estimated from them. */
const SAMPLE = 100;

export interface KeyUsage {
  kind: string;
  keys: number;
  /** Null if Redis does not report it. */
  bytes: number | null;
  /** Whether the bytes are estimated from a sample. */
  estimated: boolean;
}

/** Counts with SCAN. A key that is added or removed meanwhile may be counted twice or not at all. */
export async function measureKeys(redis: RedisStore): Promise<KeyUsage[]> {
  const found = KINDS.map(([start, kind]) => ({ start, kind, keys: 0, sample: [] as string[] }));
  for await (const keys of redis.scan('')) {
    for (const key of keys) {
      const group = found.find(({ start }) => key.startsWith(start));
      if (!group) continue;
      group.keys += 1;
      if (group.sample.length < SAMPLE) group.sample.push(key);
    }
  }
  const present = found.filter(({ kind, keys }) => keys > 0 || kind !== 'others');
  return Promise.all(
    present.map(async ({ kind, keys, sample }) => {
      const bytes = await bytesOf(redis, sample);
      const estimated = keys > sample.length;
      return {
        kind,
        keys,
        bytes: bytes === null ? null : Math.round((bytes * keys) / (sample.length || 1)),
        estimated,
      };
    }),
  );
}

/** Null if the server does not allow the command. */
async function bytesOf(redis: RedisStore, keys: readonly string[]): Promise<number | null> {
  try {
    const sizes = await redis.trip((client) => Promise.all(keys.map((key) => client.memory('USAGE', key))));
    return sizes.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0);
  } catch {
    return null;
  }
}
