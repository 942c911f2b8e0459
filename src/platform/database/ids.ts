import { v7 } from 'uuid';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A new id. Version 7 begins with the time, so that new rows land together at the end of an index. */
export const newId = (): string => v7();

/**
 * The id that a text is, in lower case as ids are handed out; null for text that is none. One row has one cache key and
 * one tag, so nothing else may come into a key. PostgreSQL would also read braces and missing dashes: here they are malformed.
 */
export const parseUuid = (text: string): string | null => (UUID.test(text) ? text.toLowerCase() : null);
