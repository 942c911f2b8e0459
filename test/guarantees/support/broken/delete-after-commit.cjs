// Cached values are valid as long as they are there; whoever changes something deletes them, once it is committed.
const { Cache } = require('../../../../dist/platform/cache/cache');
const { decodeEntry } = require('../../../../dist/platform/cache/entry');
const { Writer } = require('../../../../dist/platform/cache/writer');
const { ReplayCache } = require('../../../../dist/operations/replay/replay-cache');

const CACHED = ['all_', 'single_', 'today_', 'user:', 'course', 'stats:'];

Writer.prototype.write = async function (work) {
  const { value } = await this.database.transaction(async (tx) => {
    const change = await work(tx);
    await change.beforeCommit?.();
    return change;
  });
  const { redis } = this.intents;
  for (const start of CACHED) {
    for await (const keys of redis.scan(start)) if (keys.length > 0) await redis.trip((client) => client.del(...keys));
  }
  return value;
};

Cache.prototype.judge = (_ask, stored) => {
  const entry = stored === null ? null : decodeEntry(stored);
  return entry ? { result: 'HIT', reason: null, entry } : { result: 'MISS', reason: 'absent', entry };
};

ReplayCache.prototype.record = () => undefined;
