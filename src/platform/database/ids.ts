import { v7 } from 'uuid';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A new id. Version 7 begins with the time, so that new rows land together at the end of an index. */
export const newId = (): string => v7();

/**
 * The id in a text, in lower case as ids are issued; null if the text is not an id. PostgreSQL also accepts braces and
 * missing dashes. Here they are malformed, because a row has exactly one cache key and one tag.
 */
export const parseUuid = (text: string): string | null => (UUID.test(text) ? text.toLowerCase() : null);
