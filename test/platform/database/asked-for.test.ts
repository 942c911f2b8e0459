import { randomUUID } from 'node:crypto';
import { readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';
import pino from 'pino';
import { connectDatabase, type Database } from '../../../src/platform/database/database';
import { Prisma } from '../../../src/platform/database/generated/client';
import { migrate } from '../../../src/platform/database/migrate';
import { eventually } from '../../support/eventually';
import { startTestPostgres, type TestPostgres } from '../../support/postgres';
import { temporaryFolder } from '../../support/temporary-folder';
import { startTlsFront, type TlsFront } from '../../support/tls-front';

/*
 * What DATABASE_URL asks of a connection holds, or nothing is served on it; and whatever an operator has to mend is an
 * outage with its reason in the log, never a fault.
 */

const UNAVAILABLE = { code: 'SERVICE_UNAVAILABLE', retryAfter: 1 };
const PASSWORD = 'of-the-role';

let postgres: TestPostgres;
let admin: Client;
let socketDir: string;
let opened: Database[];
let lines: { level: number; reason?: string; msg: string }[];

beforeAll(async () => {
  postgres = await startTestPostgres();
  socketDir = new URL(postgres.url).searchParams.get('host') ?? '';
  admin = new Client({ connectionString: postgres.url });
  await admin.connect();
  await admin.query(`CREATE ROLE stms LOGIN PASSWORD '${PASSWORD}'`);
  await admin.query('GRANT ALL ON ALL TABLES IN SCHEMA public TO stms');
  await admin.query('GRANT CREATE ON DATABASE stms TO stms');
  const { rows } = await admin.query<{ file: string }>(`SELECT current_setting('hba_file') AS file`);
  const file = rows[0]?.file ?? '';
  await writeFile(file, `local all stms scram-sha-256\n${await readFile(file, 'utf8')}`);
  await admin.query('SELECT pg_reload_conf()');
});
afterAll(async () => {
  await admin.end();
  await postgres.stop();
});
beforeEach(() => {
  [opened, lines] = [[], []];
});
afterEach(() => Promise.all(opened.map((database) => database.close())));

const urlOf = (more = '', login = `stms:${PASSWORD}`, name = 'stms') =>
  `postgresql://${login}@/${name}?host=${encodeURIComponent(socketDir)}${more}`;

function open(url: string): Database {
  const write = (line: string) => void lines.push(JSON.parse(line) as (typeof lines)[0]);
  const database = connectDatabase({ url, poolSize: 2, logger: pino({ level: 'warn' }, { write }) });
  opened.push(database);
  return database;
}

const count = (database: Database) => database.read<{ n: number }>(Prisma.sql`SELECT count(*)::int AS n FROM users`);

const addUser = (database: Database, id = randomUUID()) =>
  database.transaction((tx) =>
    tx.user.create({ data: { id, email: `${id}@example.org`, role: 'ADMIN', passwordHash: '' } }),
  );

const reasons = () => lines.map(({ reason }) => reason);

it('a socket is named as Google and libpq do, whatever is in its path', async () => {
  const link = path.join(await temporaryFolder(), 'p:r:i');
  await symlink(socketDir, link);
  await migrate(`postgresql://postgres@/stms?host=${link}`);
  expect(await count(open(`postgresql://postgres@/stms?host=${link}`))).toEqual([{ n: 0 }]);
  expect(await count(open(`postgresql://postgres@${encodeURIComponent(link)}/stms`))).toEqual([{ n: 0 }]);
});

describe('a schema', () => {
  const schema = 'Stms-2';

  it('is not served before it is there, and the log says so', async () => {
    const database = open(urlOf(`&schema=${schema}`));
    await expect(count(database)).rejects.toMatchObject(UNAVAILABLE);
    await expect(database.ping()).rejects.toMatchObject(UNAVAILABLE);
    await eventually(() => lines.length > 0);
    expect(reasons()).toEqual([expect.stringContaining(`the schema ${schema} does not exist`)]);
  });

  it('is made by the migrations, and holds for every statement', async () => {
    expect(await migrate(urlOf(`&schema=${schema}`))).not.toEqual([]);
    expect(await migrate(urlOf(`&schema=${schema}`))).toEqual([]);
    const database = open(urlOf(`&schema=${schema}`));
    await addUser(database);
    expect(await count(database)).toEqual([{ n: 1 }]);
    expect(await count(open(postgres.url))).toEqual([{ n: 0 }]);
  });

  it('is not served before its migrations are applied', async () => {
    await admin.query('CREATE SCHEMA unmigrated AUTHORIZATION stms');
    const database = open(urlOf('&schema=unmigrated'));
    await expect(database.ping()).rejects.toMatchObject(UNAVAILABLE);
    await eventually(() => lines.length > 0);
    expect(reasons()).toEqual([expect.stringContaining('migrations of this version: run npm run db:migrate')]);
    await migrate(urlOf('&schema=unmigrated'));
    await eventually(() => database.isUp);
    await admin.query('REVOKE ALL ON unmigrated._prisma_migrations FROM stms');
    await open(urlOf('&schema=unmigrated')).ping();
  });

  it('of the role is none that the URL does not name', async () => {
    await admin.query(`ALTER ROLE stms SET search_path = "${schema}"`);
    try {
      expect(await count(open(urlOf()))).toEqual([{ n: 0 }]);
      await admin.query(`ALTER ROLE stms SET TimeZone = 'UTC'`);
      await expect(count(open(urlOf('&pgbouncer=true')))).rejects.toMatchObject(UNAVAILABLE);
      await eventually(() => reasons().some((reason) => reason?.includes(`the schema is ${schema} here, not public`)));
    } finally {
      await admin.query('ALTER ROLE stms RESET ALL');
    }
  });
});

it('the parameters of a connection are those that were asked for', async () => {
  const database = open(urlOf('&application_name=ours&connection_limit=1&options=-c%20geqo%3Doff'));
  const sql = `SELECT current_setting('application_name') AS name, current_setting('geqo') AS geqo FROM pg_sleep(0.01)`;
  const all = await Promise.all([1, 2, 3].map(() => database.read(Prisma.raw(sql))));
  expect(all.flat()).toEqual(Array(3).fill({ name: 'ours', geqo: 'off' }));
  const { rows } = await admin.query(`SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'ours'`);
  expect(rows).toEqual([{ n: 2 }]); // and the probe's
});

describe('a refusal to connect is an outage, and logged once', () => {
  it.each([
    ['another password', () => urlOf('', 'stms:another'), 'password authentication failed for user "stms"'],
    ['no password', () => urlOf('', 'stms'), 'client password must be a string'],
    ['a database that is not there', () => urlOf('', undefined, 'nowhere'), 'database "nowhere" does not exist'],
    ['a socket that is not there', () => 'postgresql://stms@/stms?host=/nowhere', 'connect ENOENT'],
    ['a port that nobody listens on', () => 'postgresql://stms@127.0.0.1:1/stms', 'connect ECONNREFUSED'],
    [
      'options that it does not know',
      () => urlOf('&options=-c%20nonsense%3D1'),
      'unrecognized configuration parameter',
    ],
  ])('%s', async (_what, url, reason) => {
    const database = open(url());
    await expect(count(database)).rejects.toMatchObject(UNAVAILABLE);
    await expect(addUser(database)).rejects.toMatchObject(UNAVAILABLE);
    await expect(database.ping()).rejects.toMatchObject(UNAVAILABLE);
    await eventually(() => lines.length > 0);
    expect(reasons()).toEqual([expect.stringContaining(reason)]);
    expect(database.reason).toContain(reason);
    expect(JSON.stringify(lines)).not.toContain(PASSWORD);
  });

  it.each([
    ['NOLOGIN', 'LOGIN', 'is not permitted to log in'],
    [`PASSWORD 'rotated'`, `PASSWORD '${PASSWORD}'`, 'password authentication failed'],
  ])('ALTER ROLE … %s under connections that end', async (change, back, reason) => {
    const database = open(urlOf());
    await count(database);
    await admin.query(`ALTER ROLE stms ${change}`);
    await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'stms'`);
    for (let nth = 0; nth < 10; nth += 1) {
      await expect(count(database)).rejects.toMatchObject(UNAVAILABLE);
      await expect(addUser(database)).rejects.toMatchObject(UNAVAILABLE);
    }
    await eventually(() => reasons().some((logged) => logged?.includes(reason)));
    await admin.query(`ALTER ROLE stms ${back}`);
    await eventually(() =>
      count(database).then(
        () => true,
        () => false,
      ),
    );
    expect(reasons().filter((logged) => logged?.includes(reason))).toHaveLength(1);
  });

  it.each(['53100', '58030', 'XX002'])('a disk that is full or broken, or damaged data (%s)', async (code) => {
    const database = open(urlOf());
    await admin.query(
      `CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN RAISE EXCEPTION 'refused with %', '${code}' USING ERRCODE = '${code}'; END $$;
       CREATE OR REPLACE TRIGGER refuse BEFORE INSERT ON users EXECUTE FUNCTION refuse()`,
    );
    await expect(addUser(database)).rejects.toMatchObject(UNAVAILABLE);
    await admin.query('DROP TRIGGER refuse ON users');
    expect(reasons()).toEqual([`refused with ${code}`]);
  });

  it('a right that the role lacks', async () => {
    const database = open(urlOf());
    await count(database);
    await admin.query('REVOKE ALL ON users FROM stms');
    await expect(count(database)).rejects.toMatchObject(UNAVAILABLE);
    await expect(addUser(database)).rejects.toMatchObject(UNAVAILABLE);
    await admin.query('GRANT ALL ON users TO stms');
    expect(reasons()).toEqual([expect.stringContaining('permission denied for table users')]);
  });
});

describe('TLS', () => {
  let front: TlsFront;
  beforeAll(async () => {
    front = await startTlsFront(path.join(socketDir, '.s.PGSQL.5432'), await temporaryFolder(), true);
  });
  afterAll(() => front.stop());

  const over = (more: string, host = 'localhost') => `postgresql://stms:${PASSWORD}@${host}:${front.port}/stms?${more}`;

  it.each([
    ['verify-full, with its CA', () => over(`sslmode=verify-full&sslrootcert=${front.certificate}`)],
    ['verify-ca, under another name', () => over(`sslmode=verify-ca&sslrootcert=${front.certificate}`, '127.0.0.1')],
    ['no-verify', () => over('sslmode=no-verify', '127.0.0.1')],
    ['require, by the rules of libpq', () => over('sslmode=require&uselibpqcompat=true')],
  ])('is there: %s', async (_what, url) => {
    expect(await count(open(url()))).toEqual([{ n: 0 }]);
  });

  it.each([
    ['a certificate that nobody has signed', () => over('sslmode=require'), 'self-signed certificate'],
    ['an address that is not in it', () => over(`sslrootcert=${front.certificate}`, '127.0.0.1'), 'does not match'],
    ['a server that speaks none', () => urlOf('&sslmode=require'), 'does not support SSL'],
  ])('is not there for %s', async (_what, url, reason) => {
    const database = open(url());
    await expect(count(database)).rejects.toMatchObject(UNAVAILABLE);
    await expect(addUser(database)).rejects.toMatchObject(UNAVAILABLE);
    await eventually(() => lines.length > 0);
    expect(reasons()).toEqual([expect.stringContaining(reason)]);
  });
});
