import { Prisma } from '../../../src/platform/database/generated/client';
import { AccountRepository } from '../../../src/features/account/account.repository';
import { newId } from '../../../src/platform/database/ids';
import { insertAccount, profileOf } from '../../support/accounts';
import { connectTestDatabase, type ConnectedDatabase } from '../../support/connected';

const TAKEN = { code: 'CONFLICT', fields: [{ path: 'input.email', message: 'is already registered' }] };

let connected: ConnectedDatabase;
let accounts: AccountRepository;

beforeAll(async () => {
  connected = await connectTestDatabase();
  accounts = new AccountRepository(connected.database);
});
afterAll(() => connected.drop());

const addStudent = (email: string) => insertAccount(connected.database, 'STUDENT', { email });
const addTrainer = (email: string) => insertAccount(connected.database, 'TRAINER', { email });
const addAdmin = (email: string) => insertAccount(connected.database, 'ADMIN', { email });

it('gives an e-mail address away once, whatever the role', async () => {
  await addStudent('ann@example.org');
  for (const add of [addStudent, addTrainer, addAdmin]) {
    await expect(add('ann@example.org')).rejects.toMatchObject(TAKEN);
  }
});

it('gives it away once among many who ask at the same time, and leaves nothing of the others', async () => {
  const asked = [addStudent, addTrainer, addAdmin, addStudent, addTrainer].map((add) => add('race@example.org'));
  const outcomes = await Promise.allSettled(asked);
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
  expect(refused).toHaveLength(4);
  for (const reason of refused) expect(reason).toMatchObject(TAKEN);
  const [left] = await connected.database.read(Prisma.sql`
      SELECT count(*)::int AS "rows" FROM (
        SELECT email FROM students UNION ALL SELECT email FROM trainers UNION ALL SELECT email FROM admins) AS profile
      WHERE email = 'race@example.org'`);
  expect(left).toEqual({ rows: 1 });
});

const NOTHING = { gender: null, bio: null, location: null };

it.each([
  [
    'student',
    addStudent,
    { role: 'STUDENT', branch: 'Logic', phone: null, ...NOTHING, rollNo: null, year: null, dateOfBirth: null },
  ],
  ['trainer', addTrainer, { role: 'TRAINER', expertise: 'Go', phone: null, ...NOTHING }],
  ['administrator', addAdmin, { role: 'ADMIN', phone: null }],
])('reads the profile of a %s in one statement, without the hash', async (role, add, own) => {
  const email = `${role}@example.org`;
  const id = await add(email);
  const before = connected.database.statements;
  expect(await profileOf(connected.database, id)).toEqual({
    id,
    name: 'Ann',
    email,
    createdAt: expect.any(String),
    updatedAt: expect.any(String),
    notifications: null,
    organizationId: null,
    ...own,
  });
  expect(connected.database.statements - before).toBe(1);
  expect(await accounts.byEmail(email)).toEqual({ id, role: own.role, passwordHash: 'hash' });
});

it('finds nothing for unknown accounts', async () => {
  expect(await profileOf(connected.database, newId())).toBeNull();
  expect(await accounts.passwordHash(newId())).toBeNull();
  expect(await accounts.byEmail('nobody@example.org')).toBeNull();
});

it('replaces a hash by a better one unless the password was changed meanwhile', async () => {
  const id = await addStudent('rehash@example.org');
  expect(await accounts.rehash(id, 'hash', 'better')).toBe(true);
  await connected.database.transaction((tx) => accounts.setPasswordHash(tx, id, 'of a new password'));
  expect(await accounts.rehash(id, 'better', 'of the old password')).toBe(false);
  expect(await accounts.passwordHash(id)).toBe('of a new password');
});
