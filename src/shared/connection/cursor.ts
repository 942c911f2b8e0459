import { badInput } from '../../platform/errors/app-error';
import { parseUuid } from '../../platform/database/ids';
import type { NamePlace, TimePlace } from '../../platform/database/list-page';
import { isGiven } from '../given';

/*
 * A cursor is the position of a row in its list, not a page number, so inserted and deleted rows before it shift nothing. It
 * contains only data of its row, so it is encoded and not signed.
 */

/** @param list which list the cursor belongs to; another list refuses it */
export const encodeNameCursor = (list: string, { name, id }: NamePlace): string => encode([list, name, id]);

/** @param row `startsAt` as a Date, or as ISO text from the cache */
export const encodeTimeCursor = (list: string, { startsAt, id }: { startsAt: Date | string; id: string }): string =>
  encode([list, new Date(startsAt).getTime(), id]);

/**
 * @returns undefined without a cursor: the start of the list
 * @throws AppError BAD_USER_INPUT on `after` for text that is not a cursor of this list
 */
export function decodeNameCursor(list: string, cursor: string | null | undefined): NamePlace | undefined {
  if (!isGiven(cursor)) return undefined;
  const [name, id] = decode(list, cursor);
  // Halves of surrogate pairs are not valid names: neither a key nor PostgreSQL can store them.
  if (typeof name !== 'string' || name.includes('\0') || !name.isWellFormed()) throw malformed();
  return { name, id };
}

/** As `decodeNameCursor`. */
export function decodeTimeCursor(list: string, cursor: string | null | undefined): TimePlace | undefined {
  if (!isGiven(cursor)) return undefined;
  const [milliseconds, id] = decode(list, cursor);
  if (typeof milliseconds !== 'number') throw malformed();
  const startsAt = new Date(milliseconds);
  if (!isStorable(startsAt)) throw malformed();
  return { startsAt, id };
}

const encode = (parts: [list: string, key: string | number, id: string]) =>
  Buffer.from(JSON.stringify(parts)).toString('base64url');

function decode(list: string, cursor: string): [key: unknown, id: string] {
  const parts = parse(Buffer.from(cursor, 'base64url'));
  if (!Array.isArray(parts) || parts.length !== 3) throw malformed();
  const [of, key, idText] = parts as unknown[];
  const id = typeof idText === 'string' ? parseUuid(idText) : null;
  if (of !== list || id === null) throw malformed();
  return [key, id];
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true });

function parse(json: Buffer): unknown {
  try {
    return JSON.parse(UTF_8.decode(json));
  } catch {
    return undefined;
  }
}

/** Whether the year has four digits, as the database adapter requires. */
const isStorable = (date: Date) => date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9999;

const malformed = () => badInput('after', 'is not a cursor of this list');
