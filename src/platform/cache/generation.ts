import { LuaScript } from '../redis/lua-script';
import type { RedisStore } from '../redis/redis-store';
import { GENERATION, newToken, tagKey, TAG_TTL_MS } from './tag';

/** Sets a version if the stored one is still what the caller saw. @returns the version now */
const REPLACE = new LuaScript<string | null>(`
  local now = redis.call('GET', KEYS[1])
  if (now or '') ~= ARGV[1] then return now end
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
  return ARGV[2]
`);

/** The part of PostgreSQL's transaction state that a generation needs. */
interface RunningTransactions {
  runningTransactions(): Promise<string[]>;
}

/**
 * The cache generation: the time between two losses of Redis' data. Its version is `{run}.{token}`, with write intents
 * behind it as on any tag. `{run}` is the epoch of the server, so data that a new run has restored from disk belongs to
 * another generation.
 *
 * Write intents may be among the lost data. So a generation begins with an intent of every running transaction, and nothing
 * is cached until each of them has ended.
 *
 * It begins in two steps, because Redis may lose its data again while PostgreSQL is queried. The first step is a draft,
 * `?{run}.{token}`. The second replaces exactly this draft by the generation. Consider a writer that declared its intents
 * before the draft. If it still runs, it is among the new intents. If it has ended, every load sees its change. A writer that
 * declared its intents after the draft can only lose them together with the draft. Then no generation begins.
 */
export class Generation {
  private beginning: Promise<void> | undefined;

  constructor(
    private readonly redis: RedisStore,
    private readonly transactions: RunningTransactions,
  ) {}

  isCurrent(version: string | null | undefined): version is string {
    return version?.startsWith(`${this.redis.epoch}.`) ?? false;
  }

  /** @param seen the version that the caller has read; null for none @throws AppError SERVICE_UNAVAILABLE */
  begin(seen: string | null): Promise<void> {
    this.beginning ??= this.beginOnce(seen).finally(() => (this.beginning = undefined));
    return this.beginning;
  }

  private async beginOnce(seen: string | null): Promise<void> {
    const run = `?${this.redis.epoch}.`;
    const draft = seen?.startsWith(run) ? seen : await this.replace(seen ?? '', run + newToken());
    if (!draft?.startsWith(run)) return; // another process was first, or the data was lost again
    const now = Date.now();
    const running = await this.transactions.runningTransactions();
    const intents = running.map((xid) => `${xid}@${now}`).join(',');
    await this.replace(draft, draft.slice(1) + (intents && `!${intents}`));
  }

  private replace(seen: string, version: string): Promise<string | null> {
    return this.redis.trip((client) => REPLACE.run(client, [tagKey(GENERATION)], [seen, version, TAG_TTL_MS]));
  }
}
