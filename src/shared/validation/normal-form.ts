import { domainToASCII, domainToUnicode } from 'node:url';
import { foldSearched } from '../../platform/database/search-text';
import { normalized } from '../../platform/unicode';

/*
 * The normal form in which each kind of value is stored, compared, counted and cached. Normalizing twice changes nothing. The
 * normal form of ids is in platform/database/ids, that of time zones in config/time-zone.
 */

/** In code points, so that one emoji is one character. */
export const lengthOf = (text: string): number => [...text].length;

/** Zero-width spaces, soft hyphens, direction marks. Values that differ only in them are the same. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

export const withoutInvisible = (text: string): string => text.replace(INVISIBLE, '');

/**
 * The most UTF-16 units that normalization makes one character of, and more. What is longer need not be normalized to be known
 * as too long.
 */
export const UNITS_OF_CHARACTER_MAX = 8;
export const EMAIL_MAX = 254;

/** An e-mail address: trimmed, without invisible characters, NFKC, lower case, an international domain in its letters. */
export function normalizeEmail(email: string): string {
  const visible = withoutInvisible(email).trim();
  if (visible.length > EMAIL_MAX * UNITS_OF_CHARACTER_MAX) return email; // no address
  const text = normalized(visible, 'NFKC').trim();
  const at = text.lastIndexOf('@') + 1;
  return lowerCase(text.slice(0, at)) + domainInLetters(lowerCase(text.slice(at)));
}

/**
 * Lower case. `Σ` has two lower-case forms, so its form depends on its place in the word, not on the input. What stands before
 * is looked at only where there is one.
 */
const lowerCase = (text: string): string =>
  normalized(text.toLowerCase(), 'NFKC')
    .replaceAll('ς', 'σ')
    .replace(/σ(?<=\p{L}\p{M}*σ)(?![\p{L}\p{M}])/gu, 'ς');

/** Its ASCII is only letters, digits, dots and hyphens, because Node would read `/`, `%` or `:` as parts of a URL. */
const INTERNATIONAL = /^(?=.*(?:[^\0-\x7f]|xn--))(?:[a-z0-9.-]|[^\0-\x7f])+$/su;

/** A domain has at most 253 characters in ASCII, so at most as many letters. Converting longer text takes quadratic time. */
const DOMAIN_LETTERS_MAX = 253;

/** `xn--bcher-kva.example` and `bücher.example` are one domain. Text that is not a domain stays unchanged. */
function domainInLetters(domain: string): string {
  if (lengthOf(domain) > DOMAIN_LETTERS_MAX || !INTERNATIONAL.test(domain)) return domain;
  const ascii = domainToASCII(domain);
  const letters = domainToUnicode(ascii);
  // Some versions of node decode labels that no other spelling leads to, such as `xn--example-`.
  return letters !== '' && domainToASCII(letters) === ascii ? letters : domain;
}

/** Text that people read, such as a name: trimmed, NFC, so that the same name is stored the same way from every keyboard. */
export const normalizeText = (text: string): string => normalized(text.trim(), 'NFC');

/** Optional text: undefined stays undefined; null, empty text and space are null. */
export const normalizeOptional = optional(normalizeText);

/**
 * A phone number: without invisible characters, NFKC, and single spaces where there was any space. Punctuation and
 * prefixes stay: what they mean depends on the country.
 */
export const normalizePhone = (phone: string): string =>
  normalized(withoutInvisible(phone), 'NFKC').replace(/\s+/gu, ' ').trim();

/** As `normalizeOptional`. */
export const normalizeOptionalPhone = optional(normalizePhone);

/** The folded term of a search; undefined for empty text and space. */
export const normalizeSearch = (search: string | null | undefined): string | undefined =>
  (search && foldSearched(search).trim()) || undefined;

function optional(normalize: (text: string) => string) {
  return (text: string | null | undefined): string | null | undefined =>
    text === undefined ? undefined : text === null ? null : normalize(text) || null;
}
