import { normalized } from '../unicode';

/** Separates the parts of a search text, so that no search matches across two. It is a space in the parts and in terms. */
const SEPARATOR = '\u0001';

/**
 * Folds case and compatibility forms, letter by letter. Lower case comes first for ẞ, then upper case for ß, ς and ı. It is
 * done here because PostgreSQL's lower() depends on the server's locale, and only folds ASCII under "C".
 */
export const foldCase = (text: string): string =>
  Array.from(normalized(text, 'NFKC'), (c) => c.toLowerCase().toUpperCase().toLowerCase()).join('');

/** A part of a search text, or a term. */
export const foldSearched = (text: string): string => foldCase(text).replaceAll(SEPARATOR, ' ');

/** The value of a row's `search_text`, by which it is found. */
export const searchText = (...parts: string[]): string => parts.map(foldSearched).join(SEPARATOR);

/** Replaces the first part of a search text. */
export const withFirstPart = (text: string, first: string): string =>
  [foldSearched(first), ...text.split(SEPARATOR).slice(1)].join(SEPARATOR);

/** LIKE pattern for "contains this term"; `%`, `_` and `\` are literal. */
export const containsPattern = (term: string): string => `%${foldSearched(term).replace(/[\\%_]/g, '\\$&')}%`;

/** Letters of a gram, as grams() in the migrations makes them. */
const GRAM = 3;

/** A run of letters of a term, and the tsquery for texts that have it. */
export interface Gram {
  letters: string;
  query: string;
}

/**
 * The lookups in the index: all three-character grams of the term. A shorter term is the start of a gram, because every
 * character of a text starts one.
 */
export function gramsOf(term: string): Gram[] {
  const letters = Array.from(foldSearched(term));
  if (letters.length < GRAM) return [{ letters: letters.join(''), query: `${lexeme(letters.join(''))}:*` }];
  const starts = letters.slice(0, letters.length - GRAM + 1).map((_, start) => start);
  const runs = starts.map((start) => letters.slice(start, start + GRAM).join(''));
  return [...new Set(runs)].map((run) => ({ letters: run, query: lexeme(run) }));
}

const lexeme = (text: string) => `'${text.replace(/['\\]/g, '$&$&')}'`;
