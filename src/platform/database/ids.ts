import { v7 } from 'uuid';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A new id. Version 7 begins with the time, so that new rows land together at the end of an index. */
export const newId = (): string => v7();

/**
 * Whether a text is an id as they are handed out: lower case, with dashes. PostgreSQL answers what is no uuid with an
 * error, and reads other spellings of the same id too; but then one row would have several cache keys.
 */
export const isUuid = (text: string): boolean => UUID.test(text);
