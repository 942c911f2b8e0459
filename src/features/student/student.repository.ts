import type { Json } from '../../platform/cache/source';
import type { Database, Tx } from '../../platform/database/database';
import { Prisma } from '../../platform/database/generated/client';
import { and, toPage, where, type NamePlace, type Page } from '../../platform/database/list-page';
import { countRows, type CountedList } from '../../platform/database/row-counts';
import { searchCount, searchPage } from '../../platform/database/search-page';
import { searchText } from '../../platform/database/search-text';

export interface StudentRecord {
  id: string;
  name: string;
  email: string;
  course: string;
  phone: string | null;
  organizationId: string | null;
  createdAt: Date;
  updatedAt: Date;
}

export type NewStudent = Omit<StudentRecord, 'organizationId' | 'createdAt' | 'updatedAt'>;

/** A record as it is cached and shown. */
export type StudentEntity = Json<StudentRecord> & { role: 'STUDENT' };

export interface StudentFilter {
  /** Part of name or e-mail, in any case. */
  search?: string;
  /** The whole course, as it is written. */
  course?: string;
  /** Enrolled in this course. */
  courseId?: string;
  /** With `courseId`: nobody, unless this trainer gives the course. */
  courseTrainerId?: string;
  /** Members of this organization. */
  organizationId?: string;
}

export interface StudentPageQuery extends StudentFilter {
  first: number;
  /** The last one already seen. */
  after?: NamePlace;
}

/** Undefined stays as it is. */
export interface StudentChanges {
  name?: string;
  course?: string;
  phone?: string | null;
}

const COLUMNS = Prisma.sql`id, name, email, course, phone, organization_id AS "organizationId",
  created_at AS "createdAt", updated_at AS "updatedAt"`;

const ENTITY = Prisma.sql`'STUDENT' AS role, ${COLUMNS}`;

const FIELDS = {
  id: true,
  name: true,
  email: true,
  course: true,
  phone: true,
  organizationId: true,
  createdAt: true,
  updatedAt: true,
} as const;

const conditionsOf = ({ course, courseId, courseTrainerId, organizationId }: StudentFilter) => [
  course === undefined ? undefined : Prisma.sql`course = ${course}`,
  courseId && Prisma.sql`id IN (SELECT student_id FROM enrollments WHERE course_id = ${courseId}::uuid)`,
  courseTrainerId &&
    Prisma.sql`EXISTS (SELECT FROM courses WHERE courses.id = ${courseId}::uuid
      AND trainer_id = ${courseTrainerId}::uuid AND archived_at IS NULL)`,
  organizationId && Prisma.sql`organization_id = ${organizationId}::uuid`,
];

/** The kept count of the list; null where it has none. */
function keptCount({ course, courseId, courseTrainerId, organizationId }: StudentFilter): CountedList | null {
  const [narrowed, ...more] = [course, courseId, courseTrainerId, organizationId].filter(Boolean);
  if (more.length > 0 || courseTrainerId) return null;
  if (courseId) return { list: 'enrollments', item: courseId };
  return organizationId ? { list: 'organization_students', item: organizationId } : { list: 'students', item: narrowed };
}

export class StudentRepository {
  constructor(private readonly database: Database) {}

  /** Those that exist, in any order. */
  byIds(ids: readonly string[]): Promise<StudentEntity[]> {
    return this.database.read(Prisma.sql`SELECT ${ENTITY} FROM students WHERE id = ANY (${[...ids]}::uuid[])`);
  }

  /** As `PersonRole.selectRecords`. */
  selectRecords(ids: readonly string[]): Prisma.Sql {
    return Prisma.sql`SELECT to_jsonb(student) AS record FROM (
      SELECT ${ENTITY} FROM students WHERE id = ANY (${[...ids]}::uuid[])) AS student`;
  }

  /** By name, then id. */
  async page({ first, after, search, ...filter }: StudentPageQuery): Promise<Page<StudentEntity>> {
    const query = searchPage({
      table: Prisma.sql`students`,
      columns: ENTITY,
      filter: and(...conditionsOf(filter)),
      search,
      after,
      limit: first + 1,
    });
    const rows = await this.database.read<StudentEntity>(query);
    return toPage(rows, first);
  }

  /** Of all, and narrowed by one thing: without counting rows. Of a search: its matches are counted, through the index. */
  async count({ search, ...filter }: StudentFilter): Promise<number> {
    const kept = search === undefined && keptCount(filter);
    if (kept) return countRows(this.database, kept);
    const conditions = conditionsOf(filter);
    const query =
      search === undefined
        ? Prisma.sql`SELECT count(*)::float8 AS "rows" FROM students ${where(...conditions)}`
        : searchCount(Prisma.sql`students`, search, and(...conditions));
    const [total] = await this.database.read<{ rows: number }>(query);
    return total?.rows ?? 0;
  }

  /** The user of the same id and e-mail must be there already. */
  async insert(tx: Tx, student: NewStudent): Promise<StudentRecord> {
    return tx.student.create({ data: { ...student, searchText: studentSearchText(student) }, select: FIELDS });
  }

  /** As `insert`, in one statement; those that are there already stay as they are. */
  async insertMany(tx: Tx, students: readonly NewStudent[]): Promise<void> {
    const data = students.map((student) => ({ ...student, searchText: studentSearchText(student) }));
    await tx.student.createMany({ data, skipDuplicates: true });
  }

  /** Locks the row until the transaction ends. @returns null if there is none */
  async update(
    tx: Tx,
    id: string,
    changes: StudentChanges,
  ): Promise<{ before: StudentRecord; after: StudentRecord } | null> {
    const [before] = await tx.$queryRaw<StudentRecord[]>`
      SELECT ${COLUMNS} FROM students WHERE id = ${id}::uuid FOR UPDATE`;
    if (!before) return null;
    const searchText = studentSearchText({ name: changes.name ?? before.name, email: before.email });
    const after = await tx.student.update({ where: { id }, data: { ...changes, searchText }, select: FIELDS });
    return { before, after };
  }

  /** @returns the record as it is now, and its former organization; null if there is no such student */
  async setOrganization(tx: Tx, id: string, organizationId: string) {
    const [before] = await tx.$queryRaw<StudentRecord[]>`
      SELECT ${COLUMNS} FROM students WHERE id = ${id}::uuid FOR UPDATE`;
    if (!before) return null;
    const after = await tx.student.update({ where: { id }, data: { organizationId }, select: FIELDS });
    return { former: before.organizationId, after };
  }
}

const studentSearchText = ({ name, email }: { name: string; email: string }) => searchText(name, email);
