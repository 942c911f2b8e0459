import { randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { migrate } from '../../src/platform/database/migrate';
import { lockHolder } from '../../src/platform/embedded/postgres-lock';
import { startEmbeddedPostgres } from '../../src/platform/embedded/postgres';

const PREFIX = 'stms-test-';
const HOUR_MS = 3_600_000;

/**
 * One PostgreSQL for the whole run, with a migrated database that every test file copies (test/support/database.ts).
 * It ends with the jest process, even if that is killed.
 */
export default async function globalSetup(): Promise<void> {
  await removeLeftovers();
  const postgres = await startEmbeddedPostgres({
    dataDir: path.join(tmpdir(), PREFIX + randomBytes(6).toString('hex')),
    progress: () => undefined,
    logger: pino({ level: 'silent' }),
    durable: false,
  });
  globalThis.testPostgres = postgres;
  await migrate(postgres.url);
  process.env['STMS_TEST_DATABASE'] = postgres.url; // inherited by jest's workers
}

/** Data of runs that were killed: of more than an hour ago and with no server on them. */
async function removeLeftovers(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  for (const folder of names.map((name) => path.join(tmpdir(), name))) {
    const made = await stat(folder).catch(() => undefined);
    if (!made || Date.now() - made.ctimeMs < HOUR_MS || (await lockHolder(path.join(folder, 'postgres')))) continue;
    await rm(folder, { recursive: true, force: true }).catch(() => undefined); // another user's
  }
}
