import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stms } from '../commands/stms';
import { startRedisServer, type RedisServer } from '../platform/cache/redis-server';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { listeningUrl, startProgram } from '../support/gateway';
import { temporaryFolder } from '../support/temporary-folder';

/* The log, the banner, the doctor and every command give the same reason for a server that cannot be used. */

let redis: RedisServer;
let database: TestDatabase;
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  redis = await startRedisServer('--databases', '16', '--user', 'stms', 'on', 'nopass', '~*', '&*', '+@all');
  database = await createTestDatabase();
  folder = await temporaryFolder();
  await writeFile(path.join(folder, 'students.csv'), 'name,email,branch\nA,a@example.org,Go\n');
  env = {
    DATA_DIR: path.join(folder, 'data'),
    DATABASE_URL: database.url.replace(/\/test_\w+/, '/nowhere'),
    REDIS_URL: `${redis.url.replace('//', '//stms@')}/16`,
    ADMIN_PASSWORD: 'correct horse battery',
  };
});
afterAll(() => Promise.all([redis.stop(), database.drop()]));

const NO_DATABASE = 'database "nowhere" does not exist';
const NO_NUMBER = 'the database of REDIS_URL cannot be used: ERR DB index is out of range';

it('the log has each reason once, the banner what is awaited, and nobody is served', async () => {
  const gateway = startProgram({ ...env, HOST: '127.0.0.1', PORT: '0' });
  await eventually(() => gateway.output().includes('Sessions '));
  const readyz = await fetch(`${listeningUrl(gateway.output())}/readyz`);
  expect(readyz.status).toBe(503);
  expect(gateway.output()).toContain('STMS Gateway is not ready yet and waits for\n');
  expect(gateway.output()).toContain(`    PostgreSQL: ${NO_DATABASE}\n    Redis: ${NO_NUMBER}\n`);
  gateway.signal('SIGTERM');
  expect(await gateway.exited).toBe(0);
  // A busy machine may have had other reasons before.
  for (const reason of [NO_DATABASE, NO_NUMBER]) {
    expect(gateway.output().split(JSON.stringify(reason))).toHaveLength(2);
  }
});

it('the doctor says the same', async () => {
  const { code, out } = await stms(env, 'doctor', '--json');
  const { findings } = JSON.parse(out) as { findings: { check: string; state: string; found: string }[] };
  const faults = findings.filter(({ state }) => state === 'fault').map(({ check, found }) => [check, found]);
  expect([code, faults]).toEqual([
    1,
    [
      ['postgresql', `cannot be used: ${NO_DATABASE}`],
      ['redis', `cannot be used: ${NO_NUMBER}`],
    ],
  ]);
});

/** Every command that needs a server. */
const COMMANDS: (() => string[])[] = [
  () => ['dist/commands/stms.js', 'cache', 'stats'],
  () => ['dist/commands/db-migrate.js'],
  () => ['dist/commands/db-seed.js'],
  () => ['dist/commands/create-admin.js', 'a@example.org', 'A'],
  () => ['dist/commands/stms.js', 'import', 'students', path.join(folder, 'students.csv')],
];

it('every command says what the server says, in whatever Prisma words it', async () => {
  const commands = COMMANDS.map((args, nth) =>
    startProgram({ ...env, ...(nth > 0 && { REDIS_URL: redis.url }) }, { args: args() }),
  );
  expect(await Promise.all(commands.map(({ exited }) => exited))).toEqual(commands.map(() => 69));
  const [cache, ...others] = commands.map((command) => command.complaints());
  expect(cache).toContain(`Redis cannot be used: ${NO_NUMBER}\n`);
  expect(others).toEqual(others.map(() => `PostgreSQL cannot be used: ${NO_DATABASE}\n`));
});

it.each([
  [
    'a faulty address',
    { DATABASE_URL: 'postgresql://u:100%@h/d', REDIS_URL: ' redis://h' },
    ['DATABASE_URL', 'REDIS_URL'],
    COMMANDS,
  ],
  [
    'what cannot be honored',
    { DATABASE_URL: 'postgresql://h/d?pool_timeout=1', REDIS_URL: 'redis://h?a=b' },
    ['pool_timeout', 'REDIS_URL'],
    COMMANDS.slice(0, 2), // one for each server: what is refused is known from the first case
  ],
])('%s is a sentence and 78, from the gateway and from commands', async (_what, faulty, words, asked) => {
  const programs = [['dist/main.js'], ...asked.map((args) => args())].map((args) =>
    startProgram({ ...env, ...faulty }, { args }),
  );
  expect(await Promise.all(programs.map(({ exited }) => exited))).toEqual(programs.map(() => 78));
  for (const program of programs) {
    expect(program.output()).not.toMatch(/\n\s+at /);
    expect(words.some((word) => program.complaints().includes(word))).toBe(true);
  }
});

it('an address of another machine, or a name that nobody has, in HOST is a sentence and 78', async () => {
  const gateways = ['203.0.113.1', 'nowhere.invalid'].map((HOST) => startProgram({ ...env, PORT: '0', HOST }));
  expect(await Promise.all(gateways.map(({ exited }) => exited))).toEqual([78, 78]);
  for (const gateway of gateways) {
    expect(gateway.complaints()).toMatch(/^The gateway cannot listen on HOST and PORT: .*\n$/);
  }
});
