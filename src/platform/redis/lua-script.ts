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
      return (await client.evalsha(this.sha, keys.length, ...keys, ...args)) as Reply;
    } catch (error) {
      if (!isNoScript(error)) throw error;
      return (await client.eval(this.lua, keys.length, ...keys, ...args)) as Reply;
    }
  }
}

const isNoScript = (error: unknown) => error instanceof Error && error.message.startsWith('NOSCRIPT');
