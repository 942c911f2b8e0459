import { createHash } from 'node:crypto';
import type { RedisClient } from './connect';

/**
 * A Lua script that runs atomically inside Redis, on the keys of one slot. It is sent by its SHA-1; a server that does
 * not know it yet (first use, restart, SCRIPT FLUSH) is given the text once.
 */
export class LuaScript<Reply> {
  private readonly sha: string;

  constructor(private readonly lua: string) {
    this.sha = createHash('sha1').update(lua).digest('hex');
  }

  async run(client: RedisClient, keys: string[], args: (string | number)[]): Promise<Reply> {
    try {
      return await this.sendSha(client, keys, args);
    } catch (error) {
      if (!isNoScript(error)) throw error;
      return this.sendText(client, keys, args);
    }
  }

  /**
   * As `run`, with commands behind the script in the same write. Where the script was not known, they ran before it, so
   * they are sent again behind its text.
   *
   * @param next only reads
   */
  async runBefore<Next>(
    client: RedisClient,
    keys: string[],
    args: (string | number)[],
    next: () => Promise<Next>,
  ): Promise<[Reply, Next]> {
    try {
      return await Promise.all([this.sendSha(client, keys, args), next()]);
    } catch (error) {
      if (!isNoScript(error)) throw error;
      return Promise.all([this.sendText(client, keys, args), next()]);
    }
  }

  private sendSha(client: RedisClient, keys: string[], args: (string | number)[]): Promise<Reply> {
    return client.evalsha(this.sha, keys.length, ...keys, ...args) as Promise<Reply>;
  }

  private sendText(client: RedisClient, keys: string[], args: (string | number)[]): Promise<Reply> {
    return client.eval(this.lua, keys.length, ...keys, ...args) as Promise<Reply>;
  }
}

/** A script and what it is run with. */
export interface ScriptCall<Reply> {
  script: LuaScript<Reply>;
  keys: string[];
  args: (string | number)[];
}

const isNoScript = (error: unknown) => error instanceof Error && error.message.startsWith('NOSCRIPT');
