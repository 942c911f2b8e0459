import { randomBytes } from 'node:crypto';
import type { Logger } from '../logging/logger';
import { LuaScript } from '../redis/lua-script';
import type { RedisStore } from '../redis/redis-store';
import { ERA, isMarked, marksOf, tagKey, type Tag, type Tags } from './tag';

/** A tag outlives every value stored under it and every transaction that may have marked it. */
export const TAG_TTL_MS = 24 * 60 * 60_000;
const HEAL_AFTER_MS = 200;

/** What the marks must know of PostgreSQL. */
export interface TransactionLog {
  transactionStatus(xid: string): Promise<'in progress' | 'committed' | 'aborted' | null>;
  runningTransactions(): Promise<string[]>;
}

const MARK = new LuaScript<string>(`
  local now = redis.call('GET', KEYS[1])
  local marks = now and string.match(now, '!(.*)$')
  local mine = ARGV[2] .. '@' .. ARGV[3]
  return redis.call('SET', KEYS[1], ARGV[1] .. '!' .. (marks and (marks .. ',') or '') .. mine, 'PX', ARGV[4])
`);

const RELEASE = new LuaScript<string>(`
  local now = redis.call('GET', KEYS[1])
  local left = {}
  for xid, ms in string.gmatch(now and string.match(now, '!(.*)$') or '', '(%d+)@(%d+)') do
    if xid ~= ARGV[2] then left[#left + 1] = xid .. '@' .. ms end
  end
  local marks = #left > 0 and ('!' .. table.concat(left, ',')) or ''
  return redis.call('SET', KEYS[1], ARGV[1] .. marks, 'PX', ARGV[3])
`);

/** Sets the era only where it is still what the caller saw, so that of several replicas one decides. */
const REPLACE = new LuaScript<string>(`
  local now = redis.call('GET', KEYS[1])
  if (now or '') ~= ARGV[1] then return now end
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
  return ARGV[2]
`);

export const newToken = (): string => randomBytes(9).toString('base64url');

/**
 * Marks say: a writer is about to commit, trust nothing stored under this tag. Each is set before COMMIT and released
 * after it. A writer that dies in between leaves its mark behind; whoever meets a mark older than 200 ms asks
 * PostgreSQL what became of the transaction and releases it once that is decided.
 *
 * No script spans two keys, so that tags may live in different slots of a cluster.
 */
export class Marks {
  healed = 0;
  private readonly healing = new Set<string>();

  constructor(
    private readonly redis: RedisStore,
    private readonly transactions: TransactionLog,
    private readonly logger: Logger,
  ) {}

  /** @throws AppError SERVICE_UNAVAILABLE: then the transaction must be rolled back */
  async mark(tags: Tags, xid: string): Promise<void> {
    const now = Date.now();
    await this.redis.trip((client) =>
      Promise.all(tags.map((name) => MARK.run(client, [tagKey(name)], [newToken(), xid, now, TAG_TTL_MS]))),
    );
  }

  /** @throws AppError SERVICE_UNAVAILABLE: the mark then stays until a reader heals it */
  async release(tags: Iterable<Tag>, xid: string): Promise<void> {
    await this.redis.trip((client) =>
      Promise.all(
        [...tags].map((name) => {
          const token = name === ERA ? this.eraToken() : newToken();
          return RELEASE.run(client, [tagKey(name)], [token, xid, TAG_TTL_MS]);
        }),
      ),
    );
  }

  /** Whether `version` is an era of the server as it runs now. */
  isCurrentEra(version: string | null | undefined): version is string {
    return version?.startsWith(`${this.redis.epoch}.`) ?? false;
  }

  /**
   * Begins a new era after Redis lost its data. The marks of writers in flight may be among what was lost, so the era is
   * born with a mark of every transaction that runs now: nothing is cached until each of them is decided.
   *
   * @param seen the version the caller met, null for none
   * @returns the era's version now
   */
  async beginEra(seen: string | null): Promise<string> {
    const now = Date.now();
    const running = await this.transactions.runningTransactions();
    const marks = running.map((xid) => `${xid}@${now}`).join(',');
    const era = this.eraToken() + (marks && `!${marks}`);
    return this.redis.trip((client) => REPLACE.run(client, [tagKey(ERA)], [seen ?? '', era, TAG_TTL_MS]));
  }

  /** Looks after marks that are older than they should be; never keeps the caller waiting. */
  healLater(name: Tag, version: string): void {
    if (!isMarked(version)) return;
    for (const mark of marksOf(version)) {
      if (Date.now() - mark.setAt < HEAL_AFTER_MS) continue;
      const job = `${name} ${mark.xid}`;
      if (this.healing.has(job)) continue;
      this.healing.add(job);
      void this.heal(name, mark.xid)
        .catch((error: unknown) => this.logger.debug({ err: error, tag: name }, 'mark not healed yet'))
        .finally(() => setTimeout(() => this.healing.delete(job), HEAL_AFTER_MS / 4).unref());
    }
  }

  private async heal(name: Tag, xid: string): Promise<void> {
    if ((await this.transactions.transactionStatus(xid)) === 'in progress') return;
    await this.release([name], xid);
    this.healed += 1;
    this.logger.info({ tag: name, xid }, 'released the mark of a writer that is gone');
  }

  private eraToken(): string {
    return `${this.redis.epoch}.${newToken()}`;
  }
}
