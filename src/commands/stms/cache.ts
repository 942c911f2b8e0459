import { loadOperatorConfig } from '../../config/env';
import { renewTag } from '../../platform/cache/renew';
import { GENERATION } from '../../platform/cache/tag';
import { readRedisFacts } from '../../platform/redis/redis-facts';
import { say, UsageError, type Call } from '../../shared/command/command';
import { printJson, printTable, size } from '../../shared/command/output';
import { withRedis } from '../command-redis';
import { measureKeys } from './cache-keys';
import { TAG_FORMS, tagsTyped } from './cache-tags';

export function cacheStats(call: Call): Promise<void> {
  return withRedis(loadOperatorConfig(), async (redis) => {
    const [kinds, facts] = [await measureKeys(redis), await readRedisFacts(redis)];
    const lookups = facts.hits + facts.misses;
    const hitRatio = lookups === 0 ? null : facts.hits / lookups;
    const { usedMemoryBytes, keys, connectedClients } = facts;
    if (call.isOn('json')) {
      return printJson({ kinds, redis: { usedMemoryBytes, keys, hitRatio, connectedClients } });
    }
    const about = (estimated: boolean) => (estimated ? 'about ' : '');
    printTable(
      ['KIND', 'KEYS', 'MEMORY'],
      kinds.map(({ kind, keys: count, bytes, estimated }) => [
        kind,
        String(count),
        bytes === null ? '-' : about(estimated) + size(bytes),
      ]),
    );
    const share = hitRatio === null ? '-' : `${(hitRatio * 100).toFixed(1)} %`;
    say(`\nRedis: ${size(usedMemoryBytes)}, ${keys} keys, hit ratio ${share}, ${connectedClients} clients.`);
    say('The hit ratio of each cache is in the /metrics of each replica.');
  });
}

/** Invalidates all entries under a tag, on all replicas. */
export async function clearCache(call: Call): Promise<void> {
  const [typed] = call.operands;
  if ((typed === undefined) === !call.isOn('all')) {
    throw new UsageError('Give either a TAG or --all; stms cache clear --help lists the tags.');
  }
  const tags = typed === undefined ? [GENERATION] : tagsTyped(typed);
  if (tags.length === 0) throw new UsageError(`There are no tags of this form; there are ${TAG_FORMS.join(', ')}.`);
  await withRedis(loadOperatorConfig(), async (redis) => {
    const renewed = await Promise.all(tags.map((tag) => renewTag(redis, tag)));
    const cleared = renewed.includes(true);
    if (call.isOn('json')) return printJson({ cleared });
    say(cleared ? 'Cleared.' : 'Nothing was cached under it.');
  });
}
