import { LuaScript } from '../redis/lua-script';
import type { RedisStore } from '../redis/redis-store';
import { GENERATION, newToken, tagKey, TAG_TTL_MS } from './tag';

/** Sets a version only where the other is still what the caller saw. @returns the version now */
const REPLACE = new LuaScript<string | null>(`
  local now = redis.call('GET', KEYS[1])
  if (now or '') ~= ARGV[1] then return now end
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
  return ARGV[2]
`);

/** What is known of PostgreSQL's transactions. */
interface RunningTransactions {
  runningTransactions(): Promise<string[]>;
}

/**
 * The time between two losses of Redis' data. Its version is `{run}.{token}`, with marks behind it as on any tag; `{run}`
 * is the epoch of the server, so that data which a new run has restored from disk is of another era.
 *
 * The marks of writers in flight may be among what was lost, so an era is born with a mark of every transaction that
 * runs: nothing is cached until each of them is decided. Birth takes two steps, for Redis may lose its data once more
 * while PostgreSQL is asked: first a draft, `?{run}.{token}`, then the era in place of just this draft. Whoever marked
 * before the draft runs still, and is among the marks, or has ended, and is seen by every load. Whoever marked after it
 * lost the mark only if the draft was lost too, and then there is no birth.
 */
export class Generation {
  private birth: Promise<void> | undefined;

  constructor(
    private readonly redis: RedisStore,
    private readonly transactions: RunningTransactions,
  ) {}

  isCurrent(version: string | null | undefined): version is string {
    return version?.startsWith(`${this.redis.epoch}.`) ?? false;
  }

  /** @param seen what the caller met, null for nothing @throws AppError SERVICE_UNAVAILABLE */
  begin(seen: string | null): Promise<void> {
    this.birth ??= this.bear(seen).finally(() => (this.birth = undefined));
    return this.birth;
  }

  private async bear(seen: string | null): Promise<void> {
    const run = `?${this.redis.epoch}.`;
    const draft = seen?.startsWith(run) ? seen : await this.replace(seen ?? '', run + newToken());
    if (!draft?.startsWith(run)) return; // another is ahead, or the data were lost again
    const now = Date.now();
    const running = await this.transactions.runningTransactions();
    const intents = running.map((xid) => `${xid}@${now}`).join(',');
    await this.replace(draft, draft.slice(1) + (intents && `!${intents}`));
  }

  private replace(seen: string, version: string): Promise<string | null> {
    return this.redis.trip((client) => REPLACE.run(client, [tagKey(GENERATION)], [seen, version, TAG_TTL_MS]));
  }
}
