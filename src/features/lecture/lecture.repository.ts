import { where } from '../../platform/database/conditions';
import type { Database, Tx } from '../../platform/database/database';
import { Prisma } from '../../platform/database/generated/client';
import { linesOf, readLines, toPage, type Lines, type TimePlace } from '../../platform/database/list-page';
import { readCount } from '../../platform/database/row-counts';
import { isForeignKeyViolation } from '../../platform/database/violations';
import { LECTURE_COLUMNS, type LectureEntity, type LectureRecord } from './lecture.record';
import { behind, conditionsOf, countStatement, pageOfMember, rowsOf, SHOWN, type LectureFilter } from './lecture.sql';

/** Whether the lecture's course is archived; lists do not need it, because they leave such lectures out. */
interface Archivable {
  isArchived: boolean;
}

export type { LectureFilter };

export interface LecturePageQuery extends LectureFilter {
  first: number;
  /** The last record of the previous page. */
  after?: TimePlace;
}

/** Undefined fields stay as they are. */
export type LectureChanges = {
  [Field in keyof Omit<LectureRecord, 'id' | 'createdAt' | 'updatedAt'>]?: LectureRecord[Field];
};

const IS_ARCHIVED = Prisma.sql`EXISTS (
  SELECT FROM courses WHERE courses.id = lectures.course_id AND archived_at IS NOT NULL) AS "isArchived"`;

export class LectureRepository {
  readonly columns = LECTURE_COLUMNS;

  constructor(private readonly database: Database) {}

  /** Those that exist, in any order, of archived courses too. */
  byIds(ids: readonly string[]): Promise<(LectureEntity & Archivable)[]> {
    return this.database.read(Prisma.sql`
      SELECT ${LECTURE_COLUMNS.record}, ${IS_ARCHIVED} FROM lectures WHERE id = ANY (${[...ids]}::uuid[])`);
  }

  /** The lectures of a virtual room: first those that have not ended, the next to end in front. */
  inRoom(roomId: string): Promise<LectureEntity[]> {
    return this.database.read(Prisma.sql`
      SELECT ${LECTURE_COLUMNS.record} FROM lectures ${where(Prisma.sql`room_id = ${roomId}`, SHOWN)}
      ORDER BY completed_at IS NOT NULL OR ends_at <= now(), abs(extract(epoch FROM ends_at - now())), id LIMIT 100`);
  }

  /** By start time, then id. */
  async page({ first, after, ...filter }: LecturePageQuery): Promise<string> {
    const rows = filter.memberOf
      ? pageOfMember(filter.memberOf, filter, after, first + 1)
      : rowsOf([...conditionsOf(filter), behind(after)], first + 1);
    return toPage(await readLines(this.database, rows), first);
  }

  /** The same page of each trainer's lectures, in one statement. */
  async pagesByTrainer(trainerIds: readonly string[], first: number, after?: TimePlace): Promise<Map<string, string>> {
    const rows = rowsOf([Prisma.sql`trainer_id = trainer.id`, SHOWN, behind(after)], first + 1);
    const pages = await this.database.read<Lines & { id: string }>(Prisma.sql`
      SELECT trainer.id, page.* FROM unnest(${[...trainerIds]}::uuid[]) AS trainer (id)
      CROSS JOIN LATERAL (${linesOf(rows)}) AS page`);
    return new Map(pages.map(({ id, ...lines }) => [id, toPage(lines, first)]));
  }

  /** The first lectures of a list, by start time, then id. */
  first(limit: number, filter: LectureFilter): Promise<LectureEntity[]> {
    return this.database.read(Prisma.sql`
      SELECT ${LECTURE_COLUMNS.record} FROM lectures ${where(...conditionsOf(filter))}
      ORDER BY starts_at, id LIMIT ${limit}`);
  }

  /** The length of a list. That of all lectures, or of one course, is kept and not counted. */
  count(filter: LectureFilter): Promise<number> {
    return readCount(this.database, countStatement(filter));
  }

  /** The number of lectures by trainer, in one statement. Trainers without lectures are left out. */
  async countByTrainers(trainerIds: readonly string[]): Promise<Map<string, number>> {
    const ofThem = Prisma.sql`trainer_id = ANY (${[...trainerIds]}::uuid[])`;
    const rows = await this.database.read<{ id: string; rows: number }>(Prisma.sql`
      SELECT trainer_id AS id, count(*)::float8 AS "rows" FROM lectures ${where(ofThem, SHOWN)} GROUP BY trainer_id`);
    return new Map(rows.map((row) => [row.id, row.rows]));
  }

  async hasLectures(tx: Tx, trainerId: string): Promise<boolean> {
    return (await tx.lecture.findFirst({ where: { trainerId }, select: { id: true } })) !== null;
  }

  /** @returns null if there is no such trainer; then the transaction can only be rolled back */
  insert(tx: Tx, lecture: Omit<LectureRecord, 'createdAt' | 'updatedAt'>): Promise<LectureRecord | null> {
    return unlessNoTrainer(() => tx.lecture.create({ data: lecture }));
  }

  /** Keeps others from changing the lecture until the transaction ends. @returns null if there is none */
  async lock(tx: Tx, id: string): Promise<(LectureRecord & Archivable) | null> {
    const [lecture] = await tx.$queryRaw<(LectureRecord & Archivable)[]>`
      SELECT ${LECTURE_COLUMNS.record}, ${IS_ARCHIVED} FROM lectures WHERE id = ${id}::uuid FOR UPDATE`;
    return lecture ?? null;
  }

  /** The lectures of a course. Nobody moves them until the transaction ends. */
  lockOfCourse(tx: Tx, courseId: string): Promise<Pick<LectureRecord, 'id' | 'trainerId' | 'courseId' | 'startsAt'>[]> {
    return tx.$queryRaw`
      SELECT id, trainer_id AS "trainerId", course_id AS "courseId", starts_at AS "startsAt"
      FROM lectures WHERE course_id = ${courseId}::uuid ORDER BY id FOR SHARE`;
  }

  /** @returns null if there is no such trainer, as `insert`. @throws if there is no such lecture: lock it first */
  update(tx: Tx, id: string, changes: LectureChanges): Promise<LectureRecord | null> {
    return unlessNoTrainer(() => tx.lecture.update({ where: { id }, data: changes }));
  }

  async delete(tx: Tx, id: string): Promise<void> {
    await tx.lecture.delete({ where: { id } });
  }
}

async function unlessNoTrainer(write: () => Promise<LectureRecord>): Promise<LectureRecord | null> {
  try {
    return await write();
  } catch (error) {
    if (isForeignKeyViolation(error, 'lectures_trainer_id_fkey')) return null;
    throw error;
  }
}
