import { hash, parseOptions, verify } from '@node-rs/argon2';
import { randomBytes } from 'node:crypto';
import { commonPasswords } from './common-passwords';
import { whenCoreIsFree } from './hash-queue';

/*
 * Threats this file answers:
 * - A stolen users table: Argon2id with the parameters OWASP names first for 19 MiB.
 * - Finding out which addresses have an account from the time that a refusal takes: without an account, a hash that belongs
 *   to no password is verified instead.
 * - A flood of sign-ins: hashing waits for a free core, and the overflow is refused at once.
 * - Guessable passwords: the most common ones are refused, as are the user's own name and e-mail address. There are no
 *   other rules, because they make people choose `Password1!` (NIST SP 800-63B).
 */

/** Argon2id is the package's default. */
const OPTIONS = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const;

/** A hash that no password matches: its salt and digest are random. Verifying takes as long as with any other. */
const NOBODYS_HASH = [
  '$argon2id$v=19',
  `m=${OPTIONS.memoryCost},t=${OPTIONS.timeCost},p=${OPTIONS.parallelism}`,
  ...[16, 32].map((bytes) => randomBytes(bytes).toString('base64').replace(/=+$/, '')),
].join('$');

/** The same password typed on another keyboard or system is the same password (NFKC, as NIST SP 800-63B advises). */
// eslint-disable-next-line no-restricted-syntax -- only validated text comes here: passwords of 128 characters, names, addresses
const normalize = (password: string) => password.normalize('NFKC');

/** @throws AppError SERVICE_UNAVAILABLE when too many wait for hashing */
export const hashPassword = (password: string): Promise<string> =>
  whenCoreIsFree(() => hash(normalize(password), OPTIONS));

/**
 * Takes the same time with and without a hash.
 *
 * @throws AppError SERVICE_UNAVAILABLE when too many wait for hashing
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const matches = await whenCoreIsFree(() => verify(stored ?? NOBODYS_HASH, normalize(password)));
  return matches && stored !== null;
}

/** Whether the hash was made with other parameters than the current ones. */
export function isOutdated(stored: string): boolean {
  const { memoryCost, timeCost, parallelism } = parseOptions(stored);
  return memoryCost !== OPTIONS.memoryCost || timeCost !== OPTIONS.timeCost || parallelism !== OPTIONS.parallelism;
}

/**
 * Why a password may not be chosen, as the end of a sentence; null if it may.
 *
 * @param owner whose password it would be
 */
export function passwordFault(password: string, { name, email }: { name: string; email: string }): string | null {
  if (commonPasswords().has(fold(password))) return 'is among the most common passwords';
  const own = [name, email, email.slice(0, email.lastIndexOf('@'))].flatMap((text) => [fold(text), lettersOf(text)]);
  const isOwn = own.includes(fold(password)) || own.includes(lettersOf(password) || fold(password));
  return isOwn ? 'must not be your name or e-mail address' : null;
}

/** Guesses are tried in all cases. */
const fold = (text: string): string => normalize(text).toLowerCase();

/** `Ada.Lovelace!` and `ada lovelace` are one guess. */
const lettersOf = (text: string): string => fold(text).replace(/[^\p{L}\p{M}\p{N}]/gu, '');
