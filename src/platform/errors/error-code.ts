/**
 * The `code` of an error of Node, of PostgreSQL or of a library; undefined for anything else.
 *
 * Errors of Node are not always instances of this realm's `Error`, so only the property is checked.
 */
export const errorCode = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
