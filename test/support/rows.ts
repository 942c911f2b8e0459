import { randomBytes } from 'node:crypto';
import pino from 'pino';
import { v7 as newId } from 'uuid';
import { AccountRepository } from '../../src/features/auth/account.repository';
import { LectureRepository } from '../../src/features/lecture/lecture.repository';
import { connectDatabase, type Database, type Tx } from '../../src/platform/database/database';

/** One transaction may not take longer than five seconds. */
const ROWS_AT_ONCE = 250;

/*
 * Rows put into the database behind the gateway's back, much quicker than through its doors. Insert them before anything
 * reads: the gateway learns nothing of them. Nobody can sign in to these accounts.
 */

/** @returns their ids, in the order given */
export function insertStudents(
  databaseUrl: string,
  students: { name: string; email?: string; course?: string }[],
): Promise<string[]> {
  return insertAll(databaseUrl, students, (database) => {
    const accounts = new AccountRepository(database);
    return (tx, id, { name, email = anyEmail(), course = 'Algebra' }) =>
      accounts.insertStudent(tx, { id, name, email, course, phone: null, passwordHash: 'none' });
  });
}

/** @returns their ids, in the order given */
export function insertTrainers(
  databaseUrl: string,
  trainers: { name: string; email?: string; expertise?: string }[],
): Promise<string[]> {
  return insertAll(databaseUrl, trainers, (database) => {
    const accounts = new AccountRepository(database);
    return (tx, id, { name, email = anyEmail(), expertise = 'Go' }) =>
      accounts.insertTrainer(tx, { id, name, email, expertise, phone: null, passwordHash: 'none' });
  });
}

/** Lectures of an hour each. @returns their ids, in the order given */
export function insertLectures(
  databaseUrl: string,
  lectures: { trainerId: string; startsAt: Date | string; title?: string }[],
): Promise<string[]> {
  return insertAll(databaseUrl, lectures, (database) => {
    const repository = new LectureRepository(database);
    return (tx, id, { trainerId, title = 'A lecture', ...lecture }) => {
      const startsAt = new Date(lecture.startsAt);
      const endsAt = new Date(startsAt.getTime() + 3_600_000);
      return repository.insert(tx, { id, title, description: null, location: null, startsAt, endsAt, trainerId });
    };
  });
}

type Insert<Row> = (tx: Tx, id: string, row: Row) => Promise<unknown>;

async function insertAll<Row>(databaseUrl: string, rows: Row[], prepare: (database: Database) => Insert<Row>) {
  const database = connectDatabase({ url: databaseUrl, poolSize: 1, logger: pino({ level: 'silent' }) });
  const insert = prepare(database);
  const ids = rows.map(() => newId());
  try {
    for (let first = 0; first < rows.length; first += ROWS_AT_ONCE) {
      await database.transaction(async (tx) => {
        for (const [nth, row] of rows.slice(first, first + ROWS_AT_ONCE).entries()) {
          await insert(tx, ids[first + nth] ?? '', row);
        }
      });
    }
    return ids;
  } finally {
    await database.close();
  }
}

const anyEmail = () => `${randomBytes(8).toString('hex')}@example.org`;
