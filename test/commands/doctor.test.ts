import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { startRedisServer, type RedisServer } from '../platform/cache/redis-server';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../support/database';
import { startTestRedis } from '../support/redis';
import { select } from '../support/rows';
import { stms, type Outcome } from './stms';

const SECRET = 'Zm9yIHRoZSB0ZXN0cyBvbmx5LCBub3QgZm9yIHlvdQ';

let redis: RedisServer;
let database: TestDatabase;
let production: Record<string, string>;

beforeAll(async () => {
  redis = await startRedisServer('--maxmemory', '100mb', '--maxmemory-policy', 'volatile-ttl');
  database = await createTestDatabase();
  production = {
    NODE_ENV: 'production',
    TRAINER_REGISTRATION: 'closed',
    JWT_SECRET: SECRET,
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
  };
});
afterAll(() => Promise.all([redis.stop(), database.drop()]));

interface Finding {
  check: string;
  state: string;
  found: string;
  advice?: string;
}

const examine = (env: Record<string, string>) => stms({ ...production, ...env }, 'doctor', '--json');

const findingsOf = ({ out }: Outcome) => (JSON.parse(out) as { findings: Finding[] }).findings;

/** What is not well, as `check: state`. */
const illsOf = (outcome: Outcome) =>
  findingsOf(outcome)
    .filter(({ state }) => state !== 'ok')
    .map(({ check, state }) => `${check}: ${state}`);

/** A server of ours in the place of another. */
async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

it('finds no fault in a healthy setup, and lists what it checked', async () => {
  const { code, out, err } = await stms(production, 'doctor');
  expect([code, err, out]).toEqual([0, '', expect.stringContaining('\n0 faults, 0 warnings.')]);
  for (const check of ['node', 'environment', 'JWT_SECRET', 'redis maxmemory-policy', 'migrations', 'row counts']) {
    expect(out).toMatch(new RegExp(`^ok +${check} `, 'm'));
  }
  expect(out).not.toContain(SECRET);
});

it('reports all faults of the environment together, and checks everything else', async () => {
  const outcome = await examine({ JWT_SECRET: 'short', HSTS: 'maybe', REDIS_URL: 'localhost' });
  expect(outcome.code).toBe(1);
  expect(illsOf(outcome)).toEqual(['REDIS_URL: fault', 'JWT_SECRET: fault', 'HSTS: fault', 'redis: skipped']);
  expect(findingsOf(outcome)).toContainEqual(expect.objectContaining({ check: 'migrations', state: 'ok' }));
});

it('warns of harmful settings, and says what to do about them', async () => {
  const risky = await startRedisServer('--maxmemory-policy', 'allkeys-lru');
  const secret = 'change-me-change-me-change-me-change-me';
  try {
    const outcome = await examine({ REDIS_URL: risky.url, JWT_SECRET: secret, JWT_SECRET_PREVIOUS: secret });
    expect([outcome.code, illsOf(outcome)]).toEqual([
      0,
      [
        ...['JWT_SECRET: warning', 'JWT_SECRET_PREVIOUS: warning'],
        ...['redis maxmemory-policy: warning', 'redis maxmemory: warning'],
      ],
    ]);
    expect(outcome.out).toContain('CONFIG SET maxmemory-policy volatile-ttl');
    expect(outcome.out).not.toContain('change-me');
  } finally {
    await risky.stop();
  }
});

it('notices a database that was not migrated', async () => {
  const empty = await createEmptyDatabase();
  const outcome = await examine({ DATABASE_URL: empty.url });
  await empty.drop();
  expect([outcome.code, illsOf(outcome)]).toEqual([1, ['migrations: fault', 'row counts: skipped']]);
  expect(outcome.out).toContain('npm run db:migrate');
});

it('notices what went wrong inside the database', async () => {
  const broken = await createTestDatabase();
  await select(
    broken.url,
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
    VALUES ('of-tomorrow', 'any', '29990101000000_tomorrow', now())`,
  );
  await select(broken.url, `INSERT INTO row_counts (list, item, rows) VALUES ('students', '', 7)`);
  await select(
    broken.url,
    `DO $$ BEGIN
       SET LOCAL allow_system_table_mods = on;
       UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'students_grams_idx'::regclass;
     END $$`,
  );
  const outcome = await examine({ DATABASE_URL: broken.url });
  await broken.drop();
  expect([outcome.code, illsOf(outcome)]).toEqual([1, ['migrations: warning', 'indices: fault', 'row counts: fault']]);
  expect(outcome.out).toContain('REINDEX INDEX CONCURRENTLY students_grams_idx;');
});

it('ends even if servers are frozen, and repeats no password', async () => {
  const frozen = await startTestRedis();
  frozen.pause();
  const silent = createServer((socket) => socket.on('error', () => undefined));
  const port = await listening(silent);
  try {
    const DATABASE_URL = `postgresql://ada:hidden-word@127.0.0.1:${port}/stms`;
    const outcome = await examine({ REDIS_URL: frozen.url, DATABASE_URL });
    expect([outcome.code, illsOf(outcome)]).toEqual([1, ['postgresql: fault', 'redis: fault']]);
    expect(outcome.out).not.toContain('hidden-word');
  } finally {
    silent.close();
    await frozen.stop();
  }
});

it('notices a wrong clock', async () => {
  const late = createServer((socket) => {
    const server = connect(redis.port, '127.0.0.1');
    socket.pipe(server);
    // The answer to TIME: seconds and microseconds.
    server.on('data', (data) => {
      const text = data.toString('latin1');
      socket.write(
        text.replace(/(\*2\r\n\$10\r\n)(\d{10})/, (_, head: string, now) => head + String(Number(now) - 90)),
        'latin1',
      );
    });
    for (const one of [socket, server]) one.on('error', () => undefined);
  });
  const outcome = await examine({ REDIS_URL: `redis://127.0.0.1:${await listening(late)}` });
  late.close();
  expect([outcome.code, illsOf(outcome)]).toEqual([0, ['clock of redis: warning']]);
  expect(outcome.out).toMatch(/(89|90|91)\.\d s behind this machine/);
});
