import { randomInt } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { errorCode } from '../../platform/errors/error-code';
import { CommandError } from '../command/command';

/*
 * Threats this file answers:
 * - Passwords that others see on the screen, or that remain in a terminal's memory: they are written to the file only.
 * - Other users of the machine: only this user may read the file from the start. An existing file or a link is never used.
 * - An account with an unknown password: the password is on the disk before its account is committed.
 */

/** Letters and digits that cannot be confused: no 0 and o, no 1, l and i. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP_LENGTH = 4;

/** `kf7m-x2qp-9dhw-t4cz`: 79 bits, and easy to copy from paper. */
export function makePassword(): string {
  const letter = () => LETTERS[randomInt(LETTERS.length)] ?? '';
  const group = () => Array.from({ length: GROUP_LENGTH }, letter).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

/** A new CSV file of e-mail addresses and the passwords that were made for them. */
export class PasswordFile {
  private readonly written = new Set<string>();

  private constructor(private readonly file: FileHandle) {}

  /** @throws CommandError if there is something at this path already, or it cannot be written */
  static async create(path: string): Promise<PasswordFile> {
    try {
      const file = await open(path, 'wx', 0o600);
      await file.write('email,password\n');
      return new PasswordFile(file);
    } catch (error) {
      if (errorCode(error) === 'EEXIST')
        throw new CommandError('The file for passwords is there already: name a new one.');
      const reason = error instanceof Error ? error.message : 'no reason given';
      throw new CommandError(`Passwords cannot be written: ${reason}`);
    }
  }

  /** Resolves once they are on the disk. An address has no character that CSV would need quotes for. */
  async add(accounts: readonly { email: string; password: string }[]): Promise<void> {
    const fresh = accounts.filter(({ email }) => !this.written.has(email));
    if (fresh.length === 0) return;
    await this.file.write(fresh.map(({ email, password }) => `${email},${password}\n`).join(''));
    await this.file.sync();
    for (const { email } of fresh) this.written.add(email);
  }

  close(): Promise<void> {
    return this.file.close();
  }
}
