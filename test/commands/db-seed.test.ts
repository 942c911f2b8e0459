import { Client } from 'pg';
import { DEMO_LOGINS } from '../../src/app/features';
import { StudentRepository } from '../../src/features/student/student.repository';
import { connectTestDatabase, type ConnectedDatabase } from '../support/connected';
import { eventually } from '../support/eventually';
import { startProgram } from '../support/gateway';

let connected: ConnectedDatabase;

beforeAll(async () => {
  connected = await connectTestDatabase();
});
afterAll(() => connected.drop());

const PRODUCTION = {
  NODE_ENV: 'production',
  REDIS_URL: 'redis://127.0.0.1:1',
  JWT_SECRET: 'a secret of the tests, of 32 bytes and more',
  TRAINER_REGISTRATION: 'closed',
};

const startSeeding = (env: Record<string, string> = {}) =>
  startProgram({ DATABASE_URL: connected.url, ...env }, { args: ['dist/commands/db-seed.js'] });

async function seed(env: Record<string, string> = {}) {
  const command = startSeeding(env);
  return { code: await command.exited, says: command.output() };
}

const students = () => new StudentRepository(connected.database).count({});

it('waits for a database that takes longer than a request would wait', async () => {
  const holder = new Client(connected.url);
  await holder.connect();
  await holder.query('BEGIN; LOCK TABLE users IN SHARE MODE');
  const command = startSeeding();
  const attempts = () => command.output().split('Loading demo accounts').length - 1;
  await eventually(() => attempts() > 1);
  await holder.end();
  expect([await command.exited, await students()]).toEqual([0, 200]);
  await connected.database.transaction((tx) => tx.$executeRaw`TRUNCATE users CASCADE`);
});

it('loads no accounts with published passwords into production unless asked to', async () => {
  expect(await seed(PRODUCTION)).toEqual({ code: 64, says: expect.stringContaining('DEMO_DATA=true') });
  expect(await students()).toBe(0);
  expect(await seed({ ...PRODUCTION, DEMO_DATA: 'true' })).toMatchObject({ code: 0 });
  expect(await students()).toBe(200);
});

it('prints who can sign in, each time', async () => {
  for (const { code, says } of [await seed(), await seed()]) {
    expect(code).toBe(0);
    for (const { role, email, password } of DEMO_LOGINS) {
      expect(says).toMatch(new RegExp(`^ *${role} +${email} / ${password}$`, 'm'));
    }
  }
  expect(await students()).toBe(200);
});
