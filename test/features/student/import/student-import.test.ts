import pino from 'pino';
import { v7 as newId } from 'uuid';
import { AccountRepository } from '../../../../src/features/account/account.repository';
import { StudentImport } from '../../../../src/features/student/import/student-import';
import { StudentRepository } from '../../../../src/features/student/student.repository';
import { WriteIntents } from '../../../../src/platform/cache/write-intents';
import { Writer } from '../../../../src/platform/cache/writer';
import { unavailable } from '../../../../src/platform/errors/app-error';
import type { RedisStore } from '../../../../src/platform/redis/redis-store';
import { connectTestDatabase, type ConnectedDatabase } from '../../../support/connected';
import { startTestRedis, type TestRedis } from '../../../support/redis';
import { openTestStore } from '../../../support/redis-store';

let connected: ConnectedDatabase;
let server: TestRedis;
let redis: RedisStore;
let imports: StudentImport;

beforeAll(async () => {
  [connected, server] = await Promise.all([connectTestDatabase(), startTestRedis()]);
  const logger = pino({ level: 'silent' });
  redis = await openTestStore(server.url);
  const writer = new Writer(connected.database, new WriteIntents(redis, connected.database, logger), logger);
  imports = new StudentImport(
    new AccountRepository(connected.database),
    new StudentRepository(connected.database),
    writer,
  );
});
afterAll(async () => {
  await redis.close();
  await Promise.all([connected.drop(), server.stop()]);
});

const student = (email: string, branch: string) => ({
  ...{ id: newId(), name: 'Ada', email, branch, phone: null, passwordHash: 'none' },
});
const withUser = async (email: string) => (await new AccountRepository(connected.database).byEmail(email)) !== null;
const count = (branch: string) => new StudentRepository(connected.database).count({ branch });
const nothing = async () => undefined;

it('adds once what is added again: its acknowledgement may have been lost', async () => {
  const students = [student('a@again.example', 'Again'), student('b@again.example', 'Again')];
  const all = { added: students, rollNoTaken: [] };
  expect(await imports.add(students, nothing)).toEqual(all);
  expect(await imports.add(students, nothing)).toEqual(all);
  expect(await count('Again')).toBe(2);
});

it('leaves out who has registered meanwhile, and reports who will be there before it commits', async () => {
  await imports.add([student('a@race.example', 'Race')], nothing);
  const fresh = student('b@race.example', 'Race');
  const reported: unknown[] = [];
  const outcome = await imports.add([student('a@race.example', 'Race'), fresh], async (present) => {
    reported.push(present, await count('Race'));
  });
  expect([outcome, reported]).toEqual([{ added: [fresh], rollNoTaken: [] }, [[fresh], 1]]);
  expect(await count('Race')).toBe(2);
});

it('makes no account for a student whose roll number is taken, and says whose it is', async () => {
  await imports.add([{ ...student('a@rolls.example', 'Rolls'), rollNo: 'R-1' }], nothing);
  const late = { ...student('b@rolls.example', 'Rolls'), rollNo: 'r-1' };
  const fresh = { ...student('c@rolls.example', 'Rolls'), rollNo: 'R-2' };
  const reported: unknown[] = [];
  const outcome = await imports.add([late, fresh], async (present) => void reported.push(present));
  expect([outcome, reported]).toEqual([{ added: [fresh], rollNoTaken: [late] }, [[fresh]]]);
  expect(await count('Rolls')).toBe(2);
  expect(await Promise.all([late.email, fresh.email].map(withUser))).toEqual([false, true]);
});

it('waits for a server that is briefly unavailable', async () => {
  let tries = 0;
  const { added } = await imports.add([student('a@away.example', 'Away')], async () => {
    tries += 1;
    if (tries === 1) throw unavailable('once');
  });
  expect([added.length, tries, await count('Away')]).toEqual([1, 2, 1]);
});

it('adds nobody where the passwords cannot be written', async () => {
  const adding = imports.add([student('a@disk.example', 'Disk')], () => Promise.reject(new Error('no space left')));
  await expect(adding).rejects.toThrow('no space left');
  expect(await count('Disk')).toBe(0);
});
