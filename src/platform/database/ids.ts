import { v7 } from 'uuid';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A new id. Version 7 begins with the time, so that new rows land together at the end of an index. */
export const newId = (): string => v7();

/** Whether PostgreSQL can be asked for this id; it answers malformed ones with an error. */
export const isUuid = (text: string): boolean => UUID.test(text);
