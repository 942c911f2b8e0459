import type { Json } from '../../platform/cache/source';
import { columnsOf, fieldsOf, selectByIds, time } from '../../platform/database/columns';
import { and, where } from '../../platform/database/conditions';
import type { Database, Tx } from '../../platform/database/database';
import { Prisma } from '../../platform/database/generated/client';
import type { NamePlace } from '../../platform/database/list-page';
import { Pages } from '../../platform/database/pages';
import { countRows, readCount } from '../../platform/database/row-counts';
import { searchCount } from '../../platform/database/search-page';
import { searchText } from '../../platform/database/search-text';
import { unlessTaken } from '../../platform/database/violations';
import { codeKey } from '../../shared/code';

export interface CourseRecord {
  id: string;
  title: string;
  description: string;
  credits: number;
  schedule: string | null;
  trainerId: string;
  organizationId: string | null;
  enrollmentCode: string;
  archivedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

/** A record as it is cached. */
export type CourseEntity = Json<CourseRecord>;

export interface CourseFilter {
  /** Part of the title or of the trainer's name; case does not matter. */
  search?: string;
  trainerId?: string;
  organizationId?: string;
  /** This student is enrolled in the courses. */
  studentId?: string;
  isArchived: boolean;
}

export interface CoursePageQuery extends CourseFilter {
  first: number;
  /** The last course of the previous page; its title is the name. */
  after?: NamePlace;
}

/** Undefined fields stay as they are. */
export type CourseChanges = Partial<Omit<CourseRecord, 'id' | 'createdAt' | 'updatedAt'>> & { searchText?: string };

const COLUMNS = columnsOf<CourseEntity>({
  id: 'id',
  title: 'title',
  description: 'description',
  credits: 'credits',
  schedule: 'schedule',
  trainerId: 'trainer_id',
  organizationId: 'organization_id',
  enrollmentCode: 'enrollment_code',
  archivedAt: time('archived_at'),
  createdAt: time('created_at'),
  updatedAt: time('updated_at'),
});

const FIELDS = fieldsOf<CourseRecord>(COLUMNS);

const TABLE = Prisma.sql`courses`;

const conditionsOf = ({ trainerId, organizationId, studentId, isArchived }: CourseFilter) => [
  isArchived ? Prisma.sql`archived_at IS NOT NULL` : Prisma.sql`archived_at IS NULL`,
  trainerId && Prisma.sql`trainer_id = ${trainerId}::uuid`,
  organizationId && Prisma.sql`organization_id = ${organizationId}::uuid`,
  studentId && Prisma.sql`id IN (SELECT course_id FROM enrollments WHERE student_id = ${studentId}::uuid)`,
];

/** The item of the kept count; null where the list has none. */
function keptItem({ search, trainerId, organizationId, studentId, isArchived }: CourseFilter): string | null {
  const narrowings = [search, trainerId, organizationId, studentId].filter((one) => one !== undefined);
  if (narrowings.length === 0) return isArchived ? 'archived' : '';
  if (narrowings.length > 1 || isArchived) return null;
  if (trainerId) return `trainer:${trainerId}`;
  return organizationId ? `organization:${organizationId}` : null;
}

export class CourseRepository {
  readonly columns = COLUMNS;

  private readonly pages: Pages;

  constructor(private readonly database: Database) {
    this.pages = new Pages(database, { table: TABLE, columns: COLUMNS.row, by: Prisma.sql`title` });
  }

  /** Those that exist, in any order; archived ones too. */
  byIds(ids: readonly string[]): Promise<CourseEntity[]> {
    return this.database.read(selectByIds(TABLE, COLUMNS, ids));
  }

  /** By title, then id. */
  page({ first, after, search, ...filter }: CoursePageQuery): Promise<string> {
    return this.pages.page({ search, filter: and(...conditionsOf(filter)), after, first });
  }

  /** The length of a list. That of all courses, of a trainer or of an organization is kept and not counted. */
  async count(filter: CourseFilter): Promise<number> {
    const item = keptItem(filter);
    if (item !== null) return countRows(this.database, { list: 'courses', item });
    const conditions = conditionsOf(filter);
    const query =
      filter.search === undefined
        ? Prisma.sql`SELECT count(*)::float8 AS "rows" FROM courses ${where(...conditions)}`
        : searchCount(TABLE, filter.search, and(...conditions));
    return readCount(this.database, query);
  }

  /**
   * Reads the course with this code. Others cannot change it until the transaction ends.
   *
   * @param key from `codeKey`
   * @returns null if there is none
   */
  async byCode(tx: Tx, key: string): Promise<CourseRecord | null> {
    const [course] = await tx.$queryRaw<CourseRecord[]>`
      SELECT ${COLUMNS.record} FROM courses WHERE enrollment_code_key = ${key} AND archived_at IS NULL FOR SHARE`;
    return course ?? null;
  }

  /** As `lock`, but several transactions may hold it at once. @returns null if there is none */
  async lockShared(tx: Tx, id: string): Promise<CourseRecord | null> {
    const [course] = await tx.$queryRaw<CourseRecord[]>`
      SELECT ${COLUMNS.record} FROM courses WHERE id = ${id}::uuid FOR SHARE`;
    return course ?? null;
  }

  /** Keeps others from changing the course until the transaction ends. @returns null if there is none */
  async lock(tx: Tx, id: string): Promise<(CourseRecord & { searchText: string }) | null> {
    const [course] = await tx.$queryRaw<(CourseRecord & { searchText: string })[]>`
      SELECT ${COLUMNS.record}, search_text AS "searchText" FROM courses WHERE id = ${id}::uuid FOR UPDATE`;
    return course ?? null;
  }

  /**
   * The trainer's name, which stays until the transaction ends: the search text of a course has it. A rename locks the
   * trainer before its courses, so ask for the name before locking a course. @returns null if there is no such trainer
   */
  async trainerName(tx: Tx, trainerId: string): Promise<string | null> {
    const [trainer] = await tx.$queryRaw<{ name: string }[]>`
      SELECT name FROM trainers WHERE id = ${trainerId}::uuid FOR SHARE`;
    return trainer?.name ?? null;
  }

  /** Whether the trainer has any course, archived ones included. */
  async existsForTrainer(tx: Tx, trainerId: string): Promise<boolean> {
    return (await tx.course.findFirst({ where: { trainerId }, select: { id: true } })) !== null;
  }

  /** @throws AppError CONFLICT when the code is taken */
  insert(
    tx: Tx,
    course: Omit<CourseRecord, 'archivedAt' | 'createdAt' | 'updatedAt'>,
    trainerName: string,
  ): Promise<CourseRecord> {
    const enrollmentCodeKey = codeKey(course.enrollmentCode);
    const data = { ...course, enrollmentCodeKey, searchText: searchText(course.title, trainerName) };
    return unlessTaken(CODE, () => tx.course.create({ data, select: FIELDS }));
  }

  /** @throws AppError CONFLICT when the code is taken; Error if there is none: lock it first */
  update(tx: Tx, id: string, changes: CourseChanges): Promise<CourseRecord> {
    const code = changes.enrollmentCode;
    const data = { ...changes, enrollmentCodeKey: code === undefined ? undefined : codeKey(code) };
    return unlessTaken(CODE, () => tx.course.update({ where: { id }, data, select: FIELDS }));
  }
}

const CODE = {
  index: 'courses_enrollment_code_key_key',
  field: { path: 'input.enrollmentCode', message: 'is already taken' },
  message: 'A course has this enrollment code already. Choose another one.',
};
