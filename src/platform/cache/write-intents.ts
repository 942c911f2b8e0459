import type { Logger } from '../logging/logger';
import { LuaScript } from '../redis/lua-script';
import type { RedisStore } from '../redis/redis-store';
import { Generation } from './generation';
import { hasIntents, intentsOf, newToken, tagKey, TAG_TTL_MS, type Tag, type Tags } from './tag';

const HEAL_AFTER_MS = 200;

/** The part of PostgreSQL's transaction state that write intents need. */
export interface TransactionLog {
  transactionStatus(xid: string): Promise<'in progress' | 'committed' | 'aborted' | 'never begun' | null>;
  runningTransactions(): Promise<string[]>;
}

/** ARGV: new token, intent, lifetime. */
const DECLARE = new LuaScript<string>(`
  local now = redis.call('GET', KEYS[1])
  local intents = now and string.match(now, '!(.*)$')
  return redis.call('SET', KEYS[1], ARGV[1] .. '!' .. (intents and (intents .. ',') or '') .. ARGV[2], 'PX', ARGV[3])
`);

/** Removes all intents of a transaction from a tag. ARGV: new token, transaction, lifetime. */
const RELEASE = new LuaScript<string>(`
  local now = redis.call('GET', KEYS[1])
  local left = {}
  for intent in string.gmatch(now and string.match(now, '!(.*)$') or '', '[^,]+') do
    if string.match(intent, '^%d+') ~= ARGV[2] then left[#left + 1] = intent end
  end
  local intents = #left > 0 and ('!' .. table.concat(left, ',')) or ''
  return redis.call('SET', KEYS[1], ARGV[1] .. intents, 'PX', ARGV[3])
`);

/**
 * Removes one intent from a tag, only if it is still there. A tag that was lost in the meantime has lost other intents, too,
 * and must not be declared clean. A cache generation keeps its run. ARGV: new token, intent, lifetime.
 */
const HEAL = new LuaScript<number>(`
  local now = redis.call('GET', KEYS[1])
  local left, found = {}, false
  for intent in string.gmatch(now and string.match(now, '!(.*)$') or '', '[^,]+') do
    if intent == ARGV[2] then found = true else left[#left + 1] = intent end
  end
  if not found then return 0 end
  local run = string.match(now, '^[^!]*%.') or ''
  local intents = #left > 0 and ('!' .. table.concat(left, ',')) or ''
  redis.call('SET', KEYS[1], run .. ARGV[1] .. intents, 'PX', ARGV[3])
  return 1
`);

/**
 * A write intent says that a writer is about to commit, so that no entry under the tag may be used. It is declared before
 * COMMIT and released after it. A writer that dies in between leaves its intent behind. A reader that meets an intent older
 * than 200 ms asks PostgreSQL for the outcome of the transaction. If the transaction has ended, the reader removes the intent.
 * The same holds for a transaction that PostgreSQL has never begun: a former primary had, and it can no longer commit.
 *
 * No script uses two keys, because tags may be in different slots of a cluster.
 */
export class WriteIntents {
  healed = 0;
  private readonly generation: Generation;
  private readonly healing = new Set<string>();

  constructor(
    private readonly redis: RedisStore,
    private readonly transactions: TransactionLog,
    private readonly logger: Logger,
  ) {
    this.generation = new Generation(redis, transactions);
  }

  /** @throws AppError SERVICE_UNAVAILABLE: then the transaction must be rolled back */
  async declare(tags: Tags, xid: string): Promise<void> {
    const intent = `${xid}@${Date.now()}`;
    await this.redis.trip((client) =>
      Promise.all(tags.map((name) => DECLARE.run(client, [tagKey(name)], [newToken(), intent, TAG_TTL_MS]))),
    );
  }

  /**
   * Also removes an entry that has the name of its tag, such as a profile. The gateway would not use it any more, but other
   * readers of Redis cannot know that.
   *
   * @throws AppError SERVICE_UNAVAILABLE: the intent then stays until a reader releases it
   */
  async release(tags: Tags, xid: string): Promise<void> {
    await this.redis.trip((client) =>
      Promise.all(
        tags.flatMap((name) => [client.del(name), RELEASE.run(client, [tagKey(name)], [newToken(), xid, TAG_TTL_MS])]),
      ),
    );
  }

  /** Whether `version` is a generation of the current run of the server. */
  isCurrentGeneration(version: string | null | undefined): version is string {
    return this.generation.isCurrent(version);
  }

  /**
   * Begins a new generation after Redis has lost its data. Values that were read before must be read again.
   *
   * @param seen the version that the caller has read; null for none
   * @throws AppError SERVICE_UNAVAILABLE
   */
  beginGeneration(seen: string | null): Promise<void> {
    return this.generation.begin(seen);
  }

  /** Releases overdue intents of dead writers, without making the caller wait. */
  healLater(name: Tag, version: string): void {
    if (!hasIntents(version)) return;
    for (const { xid, setAt } of intentsOf(version)) {
      // An intent from the future comes from a fast clock. Ask PostgreSQL at once.
      if (Math.abs(Date.now() - setAt) < HEAL_AFTER_MS) continue;
      const job = `${name} ${xid}@${setAt}`;
      if (this.healing.has(job)) continue;
      this.healing.add(job);
      void this.heal(name, xid, setAt)
        .catch((error: unknown) => this.logger.debug({ err: error, tag: name }, 'write intent not released yet'))
        .finally(() => setTimeout(() => this.healing.delete(job), HEAL_AFTER_MS / 4).unref());
    }
  }

  private async heal(name: Tag, xid: string, setAt: number): Promise<void> {
    if ((await this.transactions.transactionStatus(xid)) === 'in progress') return;
    const healed = await this.redis.trip((client) =>
      HEAL.run(client, [tagKey(name)], [newToken(), `${xid}@${setAt}`, TAG_TTL_MS]),
    );
    if (healed === 0) return; // another reader was first
    this.healed += 1;
    this.logger.info({ tag: name, xid }, 'released the write intent of a dead writer');
  }
}
