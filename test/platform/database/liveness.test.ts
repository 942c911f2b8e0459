import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { Prisma } from '../../../src/platform/database/generated/client';
import { connectDatabase, type Database } from '../../../src/platform/database/database';
import { eventually } from '../../support/eventually';
import { startTestPostgres, type TestPostgres } from '../../support/postgres';

const UNAVAILABLE = { code: 'SERVICE_UNAVAILABLE', retryAfter: 1 };

let postgres: TestPostgres;
let database: Database;
let alarms: string[] = [];
const logger = pino({ level: 'error' }, { write: (line: string) => alarms.push(line) });

beforeAll(async () => {
  postgres = await startTestPostgres();
  database = connectDatabase({ url: postgres.url, poolSize: 3, logger });
});
afterAll(async () => {
  await database.close();
  await postgres.stop();
});
beforeEach(async () => {
  await eventually(answers);
  alarms = [];
});

const query = (sql: string) => database.read(Prisma.raw(sql));

const inTransaction = (sql: string) => database.transaction((tx) => tx.$queryRawUnsafe(sql));

const answers = () =>
  query('SELECT 1').then(
    () => true,
    () => false,
  );

const backends = async () => JSON.stringify(await query('SELECT pg_backend_pid()'));

const addUser = (id: string) =>
  `INSERT INTO users (id, email, role, password_hash) VALUES ('${id}', '${id}@example.org', 'ADMIN', '')`;

/** A call that has been sent and is not answered for seconds. */
async function sent(call: () => Promise<unknown>): Promise<Promise<unknown>[]> {
  const answer = call();
  answer.catch(() => undefined); // looked at later
  await eventually(async () => JSON.stringify(await query(RUNNING)).includes('pg_sleep'));
  return [answer];
}
const RUNNING = `SELECT query FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid()`;

describe('a server that stops answering', () => {
  it('is a 503 for whatever waits, and for what comes then', async () => {
    const [read] = await sent(() => query('SELECT pg_sleep(4)::text'));
    postgres.pause();
    try {
      await expect(read).rejects.toMatchObject(UNAVAILABLE);
      await expect(query('SELECT 1')).rejects.toMatchObject(UNAVAILABLE);
      await expect(inTransaction('SELECT 1')).rejects.toMatchObject(UNAVAILABLE);
      await expect(database.ping()).rejects.toMatchObject(UNAVAILABLE);
      expect(database.isUp).toBe(false);
    } finally {
      postgres.resume();
    }
    await eventually(answers);
    expect(database.isUp).toBe(true);
  });

  it('is noticed by calls on idle connections too', async () => {
    await Promise.all([query('SELECT 1'), query('SELECT 1'), query('SELECT 1')]);
    postgres.pause();
    try {
      const calls = [query('SELECT 1'), inTransaction('SELECT 1'), database.ping(), database.runningTransactions()];
      const outcomes = await Promise.allSettled(calls);
      expect(outcomes.map((outcome) => outcome.status)).toEqual(outcomes.map(() => 'rejected'));
    } finally {
      postgres.resume();
    }
  });

  it('is not served by its old connections again', async () => {
    const before = await backends();
    postgres.pause();
    await expect(query('SELECT 1')).rejects.toMatchObject(UNAVAILABLE);
    postgres.resume();
    await eventually(answers);
    expect(await backends()).not.toBe(before);
  });

  it('commits nothing of a transaction whose caller got 503 before it was done', async () => {
    const id = '00000000-0000-7000-8000-000000000001';
    let goOn = () => undefined as void;
    const outcome = database.transaction(async (tx) => {
      await tx.$executeRawUnsafe(addUser(id));
      postgres.pause();
      await new Promise<void>((resolve) => (goOn = resolve));
    });
    await expect(outcome).rejects.toMatchObject(UNAVAILABLE);
    postgres.resume();
    goOn();
    await eventually(answers);
    expect(await query(`SELECT id FROM users WHERE id = '${id}'`)).toEqual([]);
  });
});

it('is closed even if the server does not answer', async () => {
  const other = connectDatabase({ url: postgres.url, poolSize: 2, logger });
  const [waiting] = await sent(() => other.read(Prisma.sql`SELECT pg_sleep(4)::text`));
  postgres.pause();
  try {
    await other.close();
    await expect(waiting).rejects.toMatchObject(UNAVAILABLE);
  } finally {
    postgres.resume();
  }
});

it('leaves no connection behind when it is closed while it asks the server', async () => {
  const other = connectDatabase({ url: postgres.url, poolSize: 2, logger });
  await other.ping();
  const [asked] = await Promise.allSettled([other.ping(), other.close()]);
  expect(asked.status).toBe('rejected');
  await sleep(300); // time for a connection that should not be
  const probes = await query(`SELECT pid FROM pg_stat_activity WHERE application_name = 'stms-gateway probe'`);
  expect(probes).toHaveLength(1); // our own
});

describe('a server that is killed', () => {
  it('is a 503, and is used again once it is back', async () => {
    const [read] = await sent(() => query('SELECT pg_sleep(4)::text'));
    await postgres.kill();
    await expect(read).rejects.toMatchObject(UNAVAILABLE);
    await expect(query('SELECT 1')).rejects.toMatchObject(UNAVAILABLE);
    await expect(inTransaction('SELECT 1')).rejects.toMatchObject(UNAVAILABLE);
    await postgres.restart();
    await eventually(answers);
    await expect(inTransaction('SELECT 1')).resolves.toBeDefined();
  });
});

describe('a server that lives', () => {
  afterEach(() => expect(alarms).toEqual([]));

  it('may take long for a statement', async () => {
    await expect(query('SELECT pg_sleep(0.7)::text')).resolves.toBeDefined();
    await expect(inTransaction('SELECT pg_sleep(0.7)::text')).resolves.toBeDefined();
  });

  it('may not take longer than five seconds', async () => {
    await expect(query('SELECT pg_sleep(60)::text')).rejects.toMatchObject(UNAVAILABLE);
  });

  it('is not taken for dead when a lock is held for long', async () => {
    await database.transaction(async (tx) => {
      await tx.$executeRawUnsafe('LOCK TABLE users');
      await expect(inTransaction('LOCK TABLE users')).rejects.toMatchObject(UNAVAILABLE);
    });
  });

  it('is not taken for dead when all connections are busy', async () => {
    const busy = Array.from({ length: 3 }, () => query('SELECT pg_sleep(3)::text'));
    await expect(query('SELECT 1')).rejects.toMatchObject(UNAVAILABLE);
    await expect(inTransaction('SELECT 1')).rejects.toMatchObject(UNAVAILABLE);
    await expect(Promise.all(busy)).resolves.toHaveLength(3);
  });

  it('may cut every connection, that of the probe too', async () => {
    await database.ping();
    const [read] = await sent(() => query('SELECT pg_sleep(4)::text'));
    await query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()');
    await expect(read).rejects.toMatchObject(UNAVAILABLE);
    await sleep(300); // past any probe that the broken read gave rise to
    await expect(query('SELECT 1')).resolves.toBeDefined();
  });

  it('says what is wrong with a statement', async () => {
    await expect(query('SELECT * FROM nowhere')).rejects.toThrow('nowhere');
    await expect(query('SELECT * FROM nowhere')).rejects.not.toMatchObject(UNAVAILABLE);
  });
});

it('counts the statements it sends', async () => {
  const before = database.statements;
  await query('SELECT 1');
  expect(database.statements - before).toBe(1);
  await inTransaction('SELECT 1');
  expect(database.statements - before).toBe(4); // BEGIN, SELECT, COMMIT
  await database.ping();
  expect(database.statements - before).toBe(4);
});
