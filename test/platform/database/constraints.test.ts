import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../support/database';

/*
 * What the database itself refuses, whoever writes.
 */
const USER = '00000000-0000-7000-8000-000000000001';
const TRAINER = '00000000-0000-7000-8000-000000000002';
const OTHER = '00000000-0000-7000-8000-000000000003';

let testDatabase: TestDatabase;
let client: Client;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  client = new Client({ connectionString: testDatabase.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await testDatabase.drop();
});
beforeEach(async () => {
  await client.query('BEGIN');
  await user(USER, 'ann@example.org', 'STUDENT');
  await user(TRAINER, 'tom@example.org', 'TRAINER');
  await trainer();
});
afterEach(() => client.query('ROLLBACK'));

const user = (id: string, email: string, role: string) =>
  client.query(`INSERT INTO users (id, email, role, password_hash) VALUES ($1, $2, $3::role, '')`, [id, email, role]);

const student = ({
  id = USER,
  email = 'ann@example.org',
  name = 'Ann',
  branch = 'Logic',
  phone = '1',
  role = 'STUDENT',
}) =>
  client.query(
    `INSERT INTO students (id, email, name, branch, phone, role, search_text) VALUES ($1, $2, $3, $4, $5, $6::role, '')`,
    [id, email, name, branch, phone, role],
  );

const trainer = ({ id = TRAINER, email = 'tom@example.org', expertise = 'Go' } = {}) =>
  client.query(`INSERT INTO trainers (id, email, name, expertise, search_text) VALUES ($1, $2, 'Tom', $3, '')`, [
    id,
    email,
    expertise,
  ]);

const lecture = ({ title = 'Sets', description = '', location = 'Here', ends = '10:00', trainerId = TRAINER }) =>
  client.query(
    `INSERT INTO lectures (id, title, description, location, starts_at, ends_at, trainer_id)
     VALUES ($1, $2, $3, $4, '2026-01-01 09:00Z', ('2026-01-01 ' || $5 || 'Z')::timestamptz, $6)`,
    [OTHER, title, description, location, ends, trainerId],
  );

const letters = (count: number) => '𝄞'.repeat(count); // four bytes, one character each

it('takes what is just allowed', async () => {
  await user(OTHER, `${letters(250)}@b.c`, 'ADMIN');
  await student({ name: letters(200), branch: letters(200), phone: letters(32) });
  await trainer({ expertise: letters(200), id: TRAINER }).catch(() => undefined);
});

it('takes a lecture with the longest texts', async () => {
  await lecture({ title: letters(200), description: letters(5000), location: letters(200) });
});

it.each([
  ['an e-mail in capitals', 'users_email_normalised', () => user(OTHER, 'Ann@example.com', 'ADMIN')],
  ['an e-mail with space around', 'users_email_normalised', () => user(OTHER, ' ann@example.com', 'ADMIN')],
  ['an e-mail too long', 'users_email_length', () => user(OTHER, `${letters(251)}@b.c`, 'ADMIN')],
  ['an e-mail twice', 'users_email_key', () => user(OTHER, 'ann@example.org', 'ADMIN')],
  ['an empty name', 'students_name_length', () => student({ name: '' })],
  ['a name too long', 'students_name_length', () => student({ name: letters(201) })],
  ['a branch too long', 'students_branch_length', () => student({ branch: letters(201) })],
  ['a phone number too long', 'students_phone_length', () => student({ phone: letters(33) })],
  ['a student that is no user', 'students_id_email_role_fkey', () => student({ id: OTHER })],
  ['a student with another e-mail than the user', 'students_id_email_role_fkey', () => student({ email: 'b@b.c' })],
  [
    'a student who is a trainer',
    'students_id_email_role_fkey',
    () => student({ id: TRAINER, email: 'tom@example.org' }),
  ],
  ['a trainer among the students', 'students_role', () => student({ role: 'TRAINER' })],
  ['a trainer who is a student', 'trainers_id_email_role_fkey', () => trainer({ id: USER, email: 'ann@example.org' })],
  ['a lecture that ends when it begins', 'lectures_ends_after_start', () => lecture({ ends: '09:00' })],
  ['a lecture without a title', 'lectures_title_length', () => lecture({ title: '' })],
  ['a description too long', 'lectures_description_length', () => lecture({ description: letters(5001) })],
  ['a location too long', 'lectures_location_length', () => lecture({ location: letters(201) })],
  ['a lecture of nobody', 'lectures_trainer_id_fkey', () => lecture({ trainerId: USER })],
])('refuses %s', async (_, constraint, insert) => {
  await expect(insert()).rejects.toMatchObject({ constraint });
});

it('keeps a trainer who has lectures', async () => {
  await lecture({});
  await expect(client.query('DELETE FROM users WHERE id = $1', [TRAINER])).rejects.toMatchObject({
    constraint: 'lectures_trainer_id_fkey',
  });
});

it('changes the e-mail of a profile with that of its user, and deletes it with it', async () => {
  await student({});
  await client.query(`UPDATE users SET email = 'new@example.org' WHERE id = $1`, [USER]);
  expect((await client.query('SELECT email FROM students')).rows).toEqual([{ email: 'new@example.org' }]);
  await client.query('DELETE FROM users WHERE id = $1', [USER]);
  expect((await client.query('SELECT email FROM students')).rows).toEqual([]);
});
