import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import pino from 'pino';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../../src/platform/embedded/postgres';
import { serverUser } from '../../../src/platform/embedded/server-user';
import { StartError } from '../../../src/platform/embedded/start-error';
import { eventually } from '../../support/eventually';
import { descendantsOf, signalAll } from '../../support/processes';
import { temporaryFolder } from '../../support/temporary-folder';

const asRoot = process.getuid?.() === 0;

const start = (dataDir: string): Promise<EmbeddedPostgres> =>
  startEmbeddedPostgres({ dataDir, progress: () => undefined, logger: pino({ level: 'silent' }), durable: false });

async function query(postgres: EmbeddedPostgres, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows.flatMap((row) => Object.values(row));
  } finally {
    await client.end();
  }
}

let before: string;

beforeAll(async () => {
  before = path.join(await temporaryFolder(), 'data');
  await (await start(before)).stop();
});

/** A data folder that a server was started on before, and has left. */
async function usedFolder(): Promise<string> {
  const dataDir = path.join(await temporaryFolder(), 'data');
  await promisify(execFile)('cp', ['-a', before, dataDir]); // with their owners
  return dataDir;
}

test('data outlive a stop and a kill', async () => {
  const dataDir = await usedFolder();
  const first = await start(dataDir);
  await query(first, 'CREATE TABLE kept AS SELECT 42 AS answer');
  await first.stop();
  expect(existsSync(first.socketDir)).toBe(false);

  const second = await start(dataDir);
  expect(await query(second, 'SELECT answer FROM kept')).toEqual([42]);
  signalAll([second.pid, ...descendantsOf(second.pid)], 'SIGKILL');
  await second.stop();

  const third = await start(dataDir);
  expect(await query(third, 'SELECT answer FROM kept')).toEqual([42]);
  await third.stop();
});

test('two first starts at once on the same folder: one gets it, the other fails with one sentence', async () => {
  const dataDir = path.join(await temporaryFolder(), 'data');
  const outcomes = await Promise.allSettled([start(dataDir), start(dataDir)]);
  const winners = outcomes.filter((outcome) => outcome.status === 'fulfilled').map(({ value }) => value);
  const losers = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as unknown);

  expect(losers).toEqual([expect.any(StartError)]);
  expect(String(losers[0])).toMatch(
    /Another gateway uses the data in .* stop it, or set DATA_DIR to another folder\.$/,
  );
  expect(winners).toHaveLength(1);
  for (const winner of winners) {
    expect(await query(winner, 'SELECT 1 AS one')).toEqual([1]);
    await winner.stop();
  }
  expect(await readdir(dataDir)).toEqual(['postgres']);
});

test('a lock left by a kill, its number meanwhile given to another program, does not stop the next start', async () => {
  const dataDir = await usedFolder();
  const data = path.join(dataDir, 'postgres');

  const { uid, gid } = await serverUser(data);
  const bystander = spawn('sleep', ['1000'], { uid, gid, stdio: 'ignore' });
  await writeFile(path.join(data, 'postmaster.pid'), `${bystander.pid}\n${data}\n1760000000\n5432\n/tmp\n\n\nready\n`);
  try {
    const postgres = await start(dataDir);
    expect(await query(postgres, 'SELECT 1 AS one')).toEqual([1]);
    await postgres.stop();
  } finally {
    bystander.kill();
  }
});

test('what a start killed half-way left behind is cleared away', async () => {
  const dataDir = path.join(await temporaryFolder(), 'data');
  await mkdir(path.join(dataDir, 'postgres.new-abcdef/base'), { recursive: true });
  await chmod(dataDir, 0o711);
  await (await start(dataDir)).stop();
  expect(await readdir(dataDir)).toEqual(['postgres']);
});

describe('a started server', () => {
  let postgres: EmbeddedPostgres;

  beforeAll(async () => {
    process.env['PGPORT'] = '6543'; // a developer's shell, which must not lead its clients astray
    process.env['PGSSLMODE'] = 'require';
    postgres = await start(path.join(await temporaryFolder(), 'data'));
  });
  afterAll(async () => {
    delete process.env['PGPORT'];
    delete process.env['PGSSLMODE'];
    await postgres.stop();
  });

  test('is not root, listens on no port, and lets nobody else at its socket', async () => {
    const folder = await stat(postgres.socketDir);
    expect(folder.mode & 0o777).toBe(0o700);
    expect(folder.uid).not.toBe(0);
    expect(await query(postgres, 'SHOW listen_addresses')).toEqual(['']);
  });

  test('matches text without regard to case beyond ASCII', async () => {
    expect(await query(postgres, "SELECT 'ÉLODIE ŁUKASZ ЮЛИЯ' ILIKE '%élodie łukasz юлия%' AS same")).toEqual([true]);
  });

  test('orders text by code point, and reckons in UTC', async () => {
    const sorted = await query(postgres, "SELECT x FROM (VALUES ('é'), ('Z'), ('a')) AS t(x) ORDER BY x");
    expect(sorted).toEqual(['Z', 'a', 'é']);
    expect(await query(postgres, 'SHOW TimeZone')).toEqual(['UTC']);
  });
});

test('a draft that another start is still writing does not stop the one that won', async () => {
  const dataDir = path.join(await temporaryFolder(), 'data');
  await mkdir(dataDir);
  await chmod(dataDir, 0o711);
  const draft = path.join(dataDir, 'postgres.new-abcdef');
  await mkdir(draft);
  const files = 'n=0; while :; do { true > $0/$((n += 1)); } 2> /dev/null || mkdir -p $0; done';
  const writer = spawn('/bin/sh', ['-c', files, draft], { stdio: 'ignore' });
  await eventually(() => existsSync(path.join(draft, '500'))); // so many that a new one appears while they are removed
  try {
    const postgres = await start(dataDir);
    expect(await query(postgres, 'SELECT 1 AS one')).toEqual([1]);
    await postgres.stop();
  } finally {
    writer.kill('SIGKILL');
    await once(writer, 'close');
  }
});

test('data of another PostgreSQL version are refused with its reason', async () => {
  const dataDir = await usedFolder();
  await writeFile(path.join(dataDir, 'postgres/PG_VERSION'), '9\n');
  await expect(start(dataDir)).rejects.toThrow(/does not start on .*initialized by PostgreSQL version 9/);
});

test('a data folder that cannot be made is one sentence', async () => {
  const file = path.join(await temporaryFolder(), 'file');
  await writeFile(file, '');
  await expect(start(path.join(file, 'data'))).rejects.toThrow(
    new StartError(`The data folder ${file}/data is not writable: change its owner, or set DATA_DIR.`),
  );
});

test('where a closed folder keeps its user out, PostgreSQL lives elsewhere and is found there again', async () => {
  const closed = await temporaryFolder();
  await chmod(closed, 0o700);
  const dataDir = path.join(closed, 'data');
  const first = await start(dataDir);
  try {
    expect(first.dataDir.startsWith(closed)).toBe(!asRoot); // whoever is not root is its user, and is not kept out
    await query(first, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();

    const second = await start(dataDir);
    expect(await query(second, 'SELECT answer FROM kept')).toEqual([42]);
    await second.stop();
  } finally {
    await rm(first.dataDir, { recursive: true });
  }
});

test('data that a later chmod put out of reach are not silently replaced by new ones', async () => {
  const dataDir = await usedFolder();
  await chmod(path.dirname(dataDir), 0o700);
  if (asRoot) await expect(start(dataDir)).rejects.toThrow(/can no longer reach it/);
  else await (await start(dataDir)).stop();
});
