import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { v7 as newId } from 'uuid';
import { searchText } from '../../src/platform/database/search-text';

/*
 * Rows put into the database behind the gateway's back, much quicker than through its transports. Insert them before anything
 * reads: the gateway learns nothing of them. Without a password hash nobody can sign in to an account.
 */

/** @returns their ids, in the order given */
export async function insertStudents(
  databaseUrl: string,
  students: { name: string; email?: string; branch?: string }[],
): Promise<string[]> {
  const rows = students.map(({ name, email = anyEmail(), branch = 'Algebra' }) => ({
    ...{ id: newId(), role: 'STUDENT', password_hash: 'none', search_text: searchText(name, email) },
    ...{ name, email, branch },
  }));
  await insert(databaseUrl, 'users', rows, ['id', 'email', 'role', 'password_hash']);
  return insert(databaseUrl, 'students', rows, ['id', 'email', 'name', 'branch', 'search_text']);
}

/** @returns their ids, in the order given */
export async function insertTrainers(
  databaseUrl: string,
  trainers: { name: string; email?: string; expertise?: string }[],
): Promise<string[]> {
  const rows = trainers.map(({ name, email = anyEmail(), expertise = 'Go' }) => ({
    ...{ id: newId(), role: 'TRAINER', password_hash: 'none', search_text: searchText(name, email, expertise) },
    ...{ name, email, expertise },
  }));
  await insert(databaseUrl, 'users', rows, ['id', 'email', 'role', 'password_hash']);
  return insert(databaseUrl, 'trainers', rows, ['id', 'email', 'name', 'expertise', 'search_text']);
}

export async function insertAdmin(
  databaseUrl: string,
  admin: { name: string; email: string; passwordHash: string },
): Promise<void> {
  const rows = [{ ...admin, id: newId(), role: 'ADMIN', password_hash: admin.passwordHash }];
  await insert(databaseUrl, 'users', rows, ['id', 'email', 'role', 'password_hash']);
  await insert(databaseUrl, 'admins', rows, ['id', 'email', 'name']);
}

/** Lectures of an hour each. @returns their ids, in the order given */
export function insertLectures(
  databaseUrl: string,
  lectures: { trainerId: string; startsAt: Date | string; title?: string }[],
): Promise<string[]> {
  const rows = lectures.map(({ trainerId, startsAt, title = 'A lecture' }) => ({
    ...{ id: newId(), title, starts_at: new Date(startsAt), trainer_id: trainerId },
    ends_at: new Date(new Date(startsAt).getTime() + 3_600_000),
  }));
  return insert(databaseUrl, 'lectures', rows, ['id', 'title', 'starts_at', 'ends_at', 'trainer_id']);
}

/** Courses whose trainers are there already. @returns their ids, in the order given */
export function insertCourses(
  databaseUrl: string,
  courses: { trainerId: string; title: string; organizationId?: string; code?: string }[],
): Promise<string[]> {
  const rows = courses.map(({ trainerId, title, organizationId, code = randomBytes(8).toString('hex') }) => ({
    ...{
      id: newId(),
      title,
      description: '',
      credits: 0,
      trainer_id: trainerId,
      organization_id: organizationId ?? null,
    },
    ...{ enrollment_code: code, enrollment_code_key: code.toLowerCase(), search_text: searchText(title, '') },
  }));
  return insert(databaseUrl, 'courses', rows, [
    ...(['id', 'title', 'description', 'credits', 'trainer_id', 'organization_id'] as const),
    ...(['enrollment_code', 'enrollment_code_key', 'search_text'] as const),
  ]);
}

/** Students and courses that are there already. */
export async function insertEnrollments(databaseUrl: string, courseId: string, studentIds: string[]): Promise<void> {
  const sql = 'INSERT INTO enrollments (course_id, student_id) SELECT $1, unnest($2::uuid[])';
  await select(databaseUrl, sql, [courseId, studentIds]);
}

/** The rows of a query, for a look at what the gateway has stored. */
export async function select<Row extends object>(databaseUrl: string, sql: string, values: unknown[] = []) {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

async function insert<Row extends { id: string }>(
  databaseUrl: string,
  table: string,
  rows: Row[],
  columns: (keyof Row & string)[],
): Promise<string[]> {
  const list = columns.join(', ');
  const sql = `INSERT INTO ${table} (${list}) SELECT ${list} FROM jsonb_populate_recordset(null::${table}, $1)`;
  await select(databaseUrl, sql, [JSON.stringify(rows)]);
  return rows.map(({ id }) => id);
}

const anyEmail = () => `${randomBytes(8).toString('hex')}@example.org`;
