import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { v7 as newId } from 'uuid';
import { CHECKOUT } from '../../support/gateway';
import { createEmptyDatabase, type TestDatabase } from '../../support/database';

/*
 * Replicas of version 1.0 go on while the migrations of 2.0 are applied, and beside replicas of 2.0 afterwards: after each
 * migration the statements of 1.0 work, and what either version writes the other reads. A migration that ends this, a
 * contract step, belongs to a later version; its name ends with `_contract`.
 */
const FOLDER = path.join(CHECKOUT, 'prisma/migrations');
const OF_1_0 = '20261122000000_init';
const STEPS = readdirSync(FOLDER)
  .filter((name) => /^\d/.test(name) && name > OF_1_0 && !name.endsWith('_contract'))
  .sort();

let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  database = await createEmptyDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const apply = (name: string) => client.query(readFileSync(path.join(FOLDER, name, 'migration.sql'), 'utf8'));

async function run<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
  return (await client.query<Row>(sql, values)).rows;
}

async function addUser(role: string): Promise<{ id: string; email: string }> {
  const id = newId();
  const email = `${id}@example.org`;
  await run('INSERT INTO users (id, email, role, password_hash) VALUES ($1, $2, $3, $4)', [id, email, role, 'hash']);
  return { id, email };
}

/** What version 1.0 sends, by its repositories. */
const former = {
  async student(course: string): Promise<string> {
    const { id, email } = await addUser('STUDENT');
    await run(
      `INSERT INTO students (id, email, name, phone, course, search_text, updated_at)
      VALUES ($1, $2, 'Ann', NULL, $3, $4, now())
      RETURNING id, email, name, course, phone, created_at, updated_at`,
      [id, email, course, `ann\u0001${email}`],
    );
    return id;
  },
  moves: (id: string, course: string) =>
    run('UPDATE students SET course = $2, updated_at = now() WHERE id = $1 RETURNING id', [id, course]),
  courseOf: async (id: string) =>
    (await run<{ course: string }>('SELECT id, email, name, course, phone FROM students WHERE id = $1', [id]))[0]
      ?.course,
  inCourse: async (course: string) =>
    (await run<{ id: string }>('SELECT id FROM students WHERE course = $1 ORDER BY name, id', [course])).map(
      ({ id }) => id,
    ),
  counted: async (course: string) =>
    (
      await run<{ rows: number }>(
        `SELECT coalesce(sum("rows"), 0)::float8 AS "rows" FROM row_counts WHERE list = 'students' AND item = $1`,
        [course],
      )
    )[0]?.rows,
  async trainer(): Promise<string> {
    const { id, email } = await addUser('TRAINER');
    await run(
      `INSERT INTO trainers (id, email, name, phone, expertise, search_text, updated_at)
      VALUES ($1, $2, 'Tess', NULL, 'Go', $3, now()) RETURNING id, email, name, expertise, phone, created_at, updated_at`,
      [id, email, `tess\u0001${email}\u0001go`],
    );
    await run(`UPDATE trainers SET name = 'Tessa', search_text = $2, updated_at = now() WHERE id = $1`, [
      ...[id, `tessa\u0001${email}\u0001go`],
    ]);
    return id;
  },
  async admin(): Promise<string> {
    const { id, email } = await addUser('ADMIN');
    await run(`INSERT INTO admins (id, email, name, updated_at) VALUES ($1, $2, 'Ada', now()) RETURNING id`, [
      id,
      email,
    ]);
    await run(`UPDATE admins SET name = 'Adam', updated_at = now() WHERE id = $1 RETURNING id`, [id]);
    return id;
  },
  async lecture(trainerId: string): Promise<string> {
    const id = newId();
    await run(
      `INSERT INTO lectures (id, title, description, location, starts_at, ends_at, trainer_id, updated_at)
      VALUES ($1, 'T', NULL, 'Hall', now(), now() + interval '1 hour', $2, now())
      RETURNING id, title, description, location, starts_at, ends_at, trainer_id, created_at, updated_at`,
      [id, trainerId],
    );
    await run(`UPDATE lectures SET title = 'U', location = NULL, updated_at = now() WHERE id = $1 RETURNING id`, [id]);
    return id;
  },
  lecturesOf: async (trainerId: string) =>
    (
      await run<{ id: string }>('SELECT id FROM lectures WHERE trainer_id = $1 ORDER BY starts_at, id', [trainerId])
    ).map(({ id }) => id),
  cancel: (id: string) => run('DELETE FROM lectures WHERE id = $1', [id]),
};

const branchOf = async (id: string) =>
  (await run<{ branch: string }>('SELECT branch FROM students WHERE id = $1', [id]))[0]?.branch;

/** What 1.0 does all day. @param step for values that no other step has */
async function work(step: string): Promise<{ student: string; trainer: string; lecture: string }> {
  const student = await former.student(`A of ${step}`);
  expect([await former.courseOf(student), await former.counted(`A of ${step}`)]).toEqual([`A of ${step}`, 1]);
  await former.moves(student, `B of ${step}`);
  expect(await former.inCourse(`B of ${step}`)).toEqual([student]);
  expect([await former.counted(`A of ${step}`), await former.counted(`B of ${step}`)]).toEqual([0, 1]);
  const trainer = await former.trainer();
  const [lecture, cancelled] = [await former.lecture(trainer), await former.lecture(trainer)];
  await former.cancel(cancelled);
  expect(await former.lecturesOf(trainer)).toEqual([lecture]);
  await former.admin();
  return { student, trainer, lecture };
}

it('there are steps, and 1.0 works before any of them', async () => {
  expect(STEPS).not.toEqual([]);
  await apply(OF_1_0);
  await work('the former version');
});

it.each(STEPS)('%s: 1.0 works after it, and reads what it wrote before', async (step) => {
  const before = await former.student(`before ${step}`);
  await apply(step);
  expect([await former.courseOf(before), await former.counted(`before ${step}`)]).toEqual([`before ${step}`, 1]);
  await former.moves(before, `after ${step}`);
  expect(await former.inCourse(`after ${step}`)).toEqual([before]);
  await work(step);
});

it('what either version writes, both read', async () => {
  const { student, trainer, lecture } = await work('both');
  expect(await branchOf(student)).toBe('B of both');
  await run('UPDATE students SET branch = $2 WHERE id = $1', [student, 'C of both']);
  expect(await former.inCourse('C of both')).toEqual([student]);
  expect([await former.counted('B of both'), await former.counted('C of both')]).toEqual([0, 1]);

  // Kept searches know what 1.0 writes.
  const noted = await run('SELECT change, name FROM search_changes WHERE strpos(search_text, $1) > 0 ORDER BY id', [
    trainer,
  ]);
  expect(noted).toHaveLength(3);
  expect(noted).toEqual(
    expect.arrayContaining([
      { change: 1, name: 'Tess' },
      { change: -1, name: 'Tess' },
      { change: 1, name: 'Tessa' },
    ]),
  );

  const { id, email } = await addUser('STUDENT');
  await run(
    `INSERT INTO students (id, email, name, branch, roll_no, roll_no_key, search_text)
    VALUES ($1, $2, 'Ben', 'D of both', 'R', 'r', $3)`,
    [id, email, `ben\u0001${email}\u0001r`],
  );
  expect([await former.courseOf(id), await former.counted('D of both')]).toEqual(['D of both', 1]);
  await former.moves(id, 'E of both');
  expect(await branchOf(id)).toBe('E of both');

  // A lecture of 1.0 is one without a course, in a place.
  expect(await run('SELECT course_id, mode, completed_at FROM lectures WHERE id = $1', [lecture])).toEqual([
    { course_id: null, mode: 'OFFLINE', completed_at: null },
  ]);
  const course = newId();
  await run(
    `INSERT INTO courses (id, title, description, trainer_id, enrollment_code, enrollment_code_key, search_text)
    VALUES ($1, 'Course', '', $2, 'CODE', 'code', $3)`,
    [course, trainer, 'course\u0001tessa'],
  );
  await run(`UPDATE lectures SET course_id = $2, mode = 'VIRTUAL', room_id = 'room' WHERE id = $1`, [lecture, course]);
  expect(await former.lecturesOf(trainer)).toEqual([lecture]);
  await run(`UPDATE lectures SET title = 'V', updated_at = now() WHERE id = $1 RETURNING id`, [lecture]);

  // Accounts that 1.0 made are found by 2.0.
  const unfound = await run('SELECT id FROM admins WHERE search_text NOT LIKE lower(name) || chr(1) || email');
  expect(unfound).toEqual([]);
});
