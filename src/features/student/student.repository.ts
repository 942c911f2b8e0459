import { selectByIds } from '../../platform/database/columns';
import { and, where } from '../../platform/database/conditions';
import type { Database, Tx } from '../../platform/database/database';
import { Prisma } from '../../platform/database/generated/client';
import { countRows, readCount, type CountedList } from '../../platform/database/row-counts';
import { KeptSearches } from '../../platform/database/kept-searches';
import { foldCase } from '../../platform/database/search-text';
import { unlessTaken } from '../../platform/database/violations';
import {
  rowOf,
  selected,
  STUDENT_COLUMNS,
  STUDENT_FIELDS,
  studentSearchText,
  type NewStudentRecord,
  type StudentChanges,
  type StudentEntity,
  type StudentFilter,
  type StudentPageQuery,
  type StudentRecord,
} from './student.record';

const conditionsOf = ({ branch, year, courseId, courseTrainerId, organizationId }: StudentFilter) =>
  and(
    branch === undefined ? undefined : Prisma.sql`branch = ${branch}`,
    year === undefined ? undefined : Prisma.sql`year = ${year}`,
    courseId && Prisma.sql`id IN (SELECT student_id FROM enrollments WHERE course_id = ${courseId}::uuid)`,
    courseTrainerId &&
      Prisma.sql`EXISTS (SELECT FROM courses WHERE courses.id = ${courseId}::uuid
        AND trainer_id = ${courseTrainerId}::uuid AND archived_at IS NULL)`,
    organizationId && Prisma.sql`organization_id = ${organizationId}::uuid`,
  );

/** The kept count of the list; null where it has none. */
function keptCount({ search, ...narrowed }: StudentFilter): CountedList | null {
  const given = Object.entries(narrowed).filter(([, value]) => value !== undefined);
  if (search !== undefined || given.length > 1) return null;
  const [by, item] = given[0] ?? ['branch', undefined];
  return { list: KEPT_LISTS[by as keyof typeof narrowed] ?? 'students', item };
}

const KEPT_LISTS: Partial<Record<keyof StudentFilter, string>> = {
  year: 'students_by_year',
  courseId: 'enrollments',
  organizationId: 'organization_students',
};

const TABLE = Prisma.sql`students`;

export class StudentRepository {
  readonly columns = STUDENT_COLUMNS;
  private readonly searches: KeptSearches;

  constructor(private readonly database: Database) {
    this.searches = new KeptSearches(database, { table: TABLE, columns: STUDENT_COLUMNS.row });
  }

  /** Those that exist, in any order. */
  byIds(ids: readonly string[]): Promise<StudentEntity[]> {
    return this.database.read(this.select(ids));
  }

  /** The statement of `byIds`. */
  select(ids: readonly string[]): Prisma.Sql {
    return selectByIds(TABLE, STUDENT_COLUMNS, ids);
  }

  /** By name, then id. */
  page({ first, after, search, ...narrowed }: StudentPageQuery): Promise<string> {
    return this.searches.page({ search, filter: conditionsOf(narrowed), after, first });
  }

  /**
   * The length of a list. That of all students, or by one field, is kept and not counted. Matches of a search are counted,
   * unless their number is kept.
   */
  async count({ search, ...narrowed }: StudentFilter): Promise<number> {
    const kept = keptCount({ search, ...narrowed });
    if (kept) return countRows(this.database, kept);
    const filter = conditionsOf(narrowed);
    if (search !== undefined) return this.searches.count(search, filter);
    return readCount(this.database, Prisma.sql`SELECT count(*)::float8 AS "rows" FROM students ${where(filter)}`);
  }

  /** @returns those of the roll numbers that are taken, in the form in which they are compared */
  async takenRollNos(rollNos: readonly string[]): Promise<Set<string>> {
    const keys = rollNos.map(foldCase);
    const rows = await this.database.read<{ key: string }>(Prisma.sql`
      SELECT roll_no_key AS key FROM students WHERE roll_no_key = ANY (${keys}::text[])`);
    return new Set(rows.map(({ key }) => key));
  }

  /**
   * The user of the same id and e-mail must be there already.
   *
   * @throws AppError CONFLICT when the roll number is taken
   */
  async insert(tx: Tx, student: NewStudentRecord): Promise<StudentRecord> {
    const create = () => tx.student.create({ data: rowOf(student), select: STUDENT_FIELDS });
    return selected(await unlessTaken(ROLL_NO, create));
  }

  /**
   * As `insert`, in one statement; existing rows stay as they are. Leaves out students whose roll number is taken, even by
   * a registration at the same moment. Their users stay.
   *
   * @returns those of the ids that exist afterwards
   */
  async insertMany(tx: Tx, students: readonly NewStudentRecord[]): Promise<Set<string>> {
    await tx.student.createMany({ data: students.map(rowOf), skipDuplicates: true });
    const ids = students.map(({ id }) => id);
    const rows = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM students WHERE id = ANY (${ids}::uuid[])`;
    return new Set(rows.map(({ id }) => id));
  }

  /**
   * Locks the row until the transaction ends.
   *
   * @returns null if there is none
   * @throws AppError CONFLICT when the roll number is taken
   */
  async update(
    tx: Tx,
    id: string,
    changes: StudentChanges,
  ): Promise<{ before: StudentRecord; after: StudentRecord } | null> {
    const before = await this.lock(tx, id);
    if (!before) return null;
    const { dateOfBirth, rollNo, ...others } = changes;
    const { name = before.name, rollNo: numbered = before.rollNo } = changes;
    const data = {
      ...others,
      ...(rollNo !== undefined && { rollNo, rollNoKey: rollNo && foldCase(rollNo) }),
      dateOfBirth: dateOfBirth && new Date(dateOfBirth),
      searchText: studentSearchText({ name, email: before.email, rollNo: numbered }),
    };
    const update = () => tx.student.update({ where: { id }, data, select: STUDENT_FIELDS });
    const after = await unlessTaken(ROLL_NO, update);
    return { before, after: selected(after) };
  }

  /** Keeps others from changing the student until the transaction ends. @returns null if there is none */
  async lock(tx: Tx, id: string): Promise<StudentRecord | null> {
    const [student] = await tx.$queryRaw<StudentRecord[]>`
      SELECT ${STUDENT_COLUMNS.record} FROM students WHERE id = ${id}::uuid FOR UPDATE`;
    return student ?? null;
  }

  /** @returns the record as it is now, and its former organization; null if there is no such student */
  async setOrganization(tx: Tx, id: string, organizationId: string) {
    const before = await this.lock(tx, id);
    if (!before) return null;
    const after = await tx.student.update({ where: { id }, data: { organizationId }, select: STUDENT_FIELDS });
    return { former: before.organizationId, after: selected(after) };
  }
}

const ROLL_NO = {
  index: 'roll_no_key',
  field: { path: 'input.rollNo', message: 'is another student’s' },
  message: 'This roll number is another student’s.',
};
