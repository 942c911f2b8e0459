import { randomInt } from 'node:crypto';
import { foldCase } from '../platform/database/search-text';
import { IsText, normalizeText } from './validation/text';

/*
 * Codes for enrolling in a course and joining an organization. They are stored as written, and compared without case and
 * surrounding space.
 */

/** Letters and digits that cannot be confused: no 0 O 1 I L. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
/** 31^9 is more than 2^44. */
const GROUPS = 3;
const GROUP_LENGTH = 3;

const SHORTEST = 4;
const LONGEST = 64;

/** A random code that cannot be guessed: `7KQ-W3M-XHB`. */
export const newCode = (): string =>
  Array.from({ length: GROUPS }, () =>
    Array.from({ length: GROUP_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join(''),
  ).join('-');

/** A code that somebody chooses. */
export const IsCode = (): PropertyDecorator => IsText(LONGEST, SHORTEST);

/** The form in which codes are compared. */
export const codeKey = (code: string): string => foldCase(normalizeText(code));

/** As `codeKey`, for a code that a user tries; null for text that cannot be a code. */
export function parseCode(text: string): string | null {
  const length = [...normalizeText(text)].length;
  const isPossible = length >= SHORTEST && length <= LONGEST && !text.includes('\0') && text.isWellFormed();
  return isPossible ? codeKey(text) : null;
}
