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

/** Letters of a gram, as grams() in the migrations makes them. */
const GRAM = 3;

/**
 * What the index of grams is asked for, as a tsquery: the term cut into runs of three letters, the last of which may
 * overlap the one before. All runs would find hardly fewer texts that lack the term, and cost as much more. A shorter
 * term is how some gram of the text begins; every letter of a text begins one.
 */
export function gramQuery(term: string): string {
  const letters = Array.from(fold(term));
  if (letters.length < GRAM) return `${lexeme(letters.join(''))}:*`;
  const last = letters.length - GRAM;
  const places = [...Array.from({ length: Math.ceil(last / GRAM) }, (_, nth) => nth * GRAM), last];
  const grams = places.map((place) => letters.slice(place, place + GRAM).join(''));
  return [...new Set(grams)].map(lexeme).join(' & ');
}

const lexeme = (text: string) => `'${text.replace(/['\\]/g, '$&$&')}'`;
