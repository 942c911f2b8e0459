/** Stands between the parts of a search text: nobody types it, so no search matches across two parts. */
const SEPARATOR = '\u0001';

/**
 * Folds case and compatibility forms, letter by letter: upper case first, for ß, ς and ı. Done here because lower() of
 * PostgreSQL depends on the server's locale, and under "C" it knows ASCII only.
 */
const fold = (text: string) => Array.from(text.normalize('NFKC'), (c) => c.toUpperCase().toLowerCase()).join('');

/** What a row is found by: the value of its `search_text`. */
export const searchText = (...parts: string[]): string => parts.map(fold).join(SEPARATOR);

/** LIKE pattern for "contains this term"; `%`, `_` and `\` stand for themselves. */
export const containsPattern = (term: string): string => `%${fold(term).replace(/[\\%_]/g, '\\$&')}%`;
