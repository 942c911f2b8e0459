import { randomBytes } from 'node:crypto';
import { chmod, link, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../errors/error-code';
import { StartError } from './start-error';

const MINIMUM_BYTES = 32;

/**
 * The random signing secret of a gateway that was given none. It is created once, and kept in the data folder so that
 * sessions survive a restart.
 *
 * Threats this function answers:
 * - Another user of the machine reads it: the file has mode 0600.
 * - Two first starts create two secrets, and refuse each other's tokens: a link makes the file appear complete, and only once.
 * - An empty file becomes a guessable key: a short secret is refused.
 *
 * @param dataDir an existing folder
 * @throws StartError if the file exists but is too short
 */
export async function keptJwtSecret(dataDir: string): Promise<string> {
  const file = secretFileIn(dataDir);
  const kept = (await read(file)) ?? (await create(file));
  if (Buffer.byteLength(kept) < MINIMUM_BYTES) {
    throw new StartError(`${file} is too short for a secret: delete it, and the next start creates a new one.`);
  }
  return kept;
}

async function read(file: string): Promise<string | undefined> {
  try {
    const secret = await readFile(file, 'utf8');
    await chmod(file, 0o600);
    return secret;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw new StartError(`${file} cannot be read: change its owner, or set JWT_SECRET.`);
  }
}

async function create(file: string): Promise<string> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, randomBytes(48).toString('base64url'), { mode: 0o600, flag: 'wx', flush: true });
  try {
    await link(draft, file);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    await rm(draft);
  }
  return readFile(file, 'utf8');
}

export const secretFileIn = (dataDir: string): string => path.join(dataDir, 'jwt-secret');
