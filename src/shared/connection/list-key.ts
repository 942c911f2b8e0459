import { createHash } from 'node:crypto';

const READABLE_LENGTH = 200;

/**
 * The Redis key of one page of a list: its arguments in a fixed order, percent-encoded to printable ASCII without commas.
 * Long ones are hashed, so that clients cannot fill Redis with keys.
 */
export function listKey(list: string, args: Record<string, string | number | null | undefined>): string {
  const parts = Object.entries(args)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`);
  const text = parts.join(':');
  return `${list}:${text.length <= READABLE_LENGTH ? text : createHash('sha256').update(text).digest('hex')}`;
}
