import type { Json } from '../../platform/cache/source';
import type { Database, Tx } from '../../platform/database/database';
import { Prisma } from '../../platform/database/generated/client';
import { toPage, where, type Page, type TimePlace } from '../../platform/database/list-page';
import { countRows } from '../../platform/database/row-counts';
import { isForeignKeyViolation } from '../../platform/database/violations';

export interface LectureRecord {
  id: string;
  title: string;
  description: string | null;
  location: string | null;
  startsAt: Date;
  endsAt: Date;
  trainerId: string;
  createdAt: Date;
  updatedAt: Date;
}

/** A record as it is cached and shown. */
export type LectureEntity = Json<LectureRecord>;

export interface LectureFilter {
  /** Begins then or later. */
  from?: Date;
  /** Begins before then. */
  to?: Date;
  trainerId?: string;
}

export interface LecturePageQuery extends LectureFilter {
  first: number;
  /** The last one already seen. */
  after?: TimePlace;
}

/** Undefined stays as it is. */
export interface LectureChanges {
  title?: string;
  description?: string | null;
  location?: string | null;
  startsAt?: Date;
  endsAt?: Date;
}

const COLUMNS = Prisma.sql`id, title, description, location, starts_at AS "startsAt", ends_at AS "endsAt",
  trainer_id AS "trainerId", created_at AS "createdAt", updated_at AS "updatedAt"`;

/** "Behind this place", in the order of all lists of lectures. */
const behind = (place: TimePlace | undefined) =>
  place && Prisma.sql`(starts_at, id) > (${place.startsAt}, ${place.id}::uuid)`;

const conditionsOf = ({ from, to, trainerId }: LectureFilter) => [
  from && Prisma.sql`starts_at >= ${from}`,
  to && Prisma.sql`starts_at < ${to}`,
  trainerId === undefined ? undefined : Prisma.sql`trainer_id = ${trainerId}::uuid`,
];

export class LectureRepository {
  constructor(private readonly database: Database) {}

  /** Those that exist, in any order. */
  byIds(ids: readonly string[]): Promise<LectureEntity[]> {
    return this.database.read(Prisma.sql`SELECT ${COLUMNS} FROM lectures WHERE id = ANY (${[...ids]}::uuid[])`);
  }

  /** By begin, then id. */
  async page({ first, after, ...filter }: LecturePageQuery): Promise<Page<LectureEntity>> {
    const conditions = where(...conditionsOf(filter), behind(after));
    const rows = await this.database.read<LectureEntity>(Prisma.sql`
      SELECT ${COLUMNS} FROM lectures ${conditions} ORDER BY starts_at, id LIMIT ${first + 1}`);
    return toPage(rows, first);
  }

  /** The same page of each trainer's lectures, in one statement. */
  async pagesByTrainer(
    trainerIds: readonly string[],
    first: number,
    after?: TimePlace,
  ): Promise<Map<string, Page<LectureEntity>>> {
    const conditions = where(Prisma.sql`trainer_id = trainer.id`, behind(after));
    const rows = await this.database.read<LectureEntity>(Prisma.sql`
      SELECT lecture.* FROM unnest(${[...trainerIds]}::uuid[]) AS trainer (id)
      CROSS JOIN LATERAL (
        SELECT ${COLUMNS} FROM lectures ${conditions} ORDER BY starts_at, lectures.id LIMIT ${first + 1}
      ) AS lecture
      ORDER BY "startsAt", id`);
    const ofTrainer = (id: string) => rows.filter((row) => row.trainerId === id);
    return new Map(trainerIds.map((id) => [id, toPage(ofTrainer(id), first)]));
  }

  /** All that begin from `from` up to, not including, `to`; by begin, then id. */
  onDay(from: Date, to: Date): Promise<LectureEntity[]> {
    return this.database.read(Prisma.sql`
      SELECT ${COLUMNS} FROM lectures ${where(...conditionsOf({ from, to }))} ORDER BY starts_at, id`);
  }

  /** Of all: without counting rows. */
  async count(filter: LectureFilter): Promise<number> {
    const conditions = conditionsOf(filter);
    if (conditions.every((condition) => !condition)) return countRows(this.database, { list: 'lectures' });
    const [total] = await this.database.read<{ rows: number }>(Prisma.sql`
      SELECT count(*)::float8 AS "rows" FROM lectures ${where(...conditions)}`);
    return total?.rows ?? 0;
  }

  /** In one statement; trainers without lectures are left out. */
  async countByTrainers(trainerIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.database.read<{ id: string; rows: number }>(Prisma.sql`
      SELECT trainer_id AS id, count(*)::float8 AS "rows" FROM lectures
      WHERE trainer_id = ANY (${[...trainerIds]}::uuid[]) GROUP BY trainer_id`);
    return new Map(rows.map((row) => [row.id, row.rows]));
  }

  async hasLectures(tx: Tx, trainerId: string): Promise<boolean> {
    return (await tx.lecture.findFirst({ where: { trainerId }, select: { id: true } })) !== null;
  }

  /** @returns null if there is no such trainer; then the transaction can only be rolled back */
  async insert(tx: Tx, lecture: Omit<LectureRecord, 'createdAt' | 'updatedAt'>): Promise<LectureRecord | null> {
    try {
      return await tx.lecture.create({ data: lecture });
    } catch (error) {
      if (isForeignKeyViolation(error, 'lectures_trainer_id_fkey')) return null;
      throw error;
    }
  }

  /** Keeps others from changing the lecture until the transaction ends. @returns null if there is none */
  async lock(tx: Tx, id: string): Promise<LectureRecord | null> {
    const [lecture] = await tx.$queryRaw<LectureRecord[]>`
      SELECT ${COLUMNS} FROM lectures WHERE id = ${id}::uuid FOR UPDATE`;
    return lecture ?? null;
  }

  /** @throws if there is none: lock it first */
  update(tx: Tx, id: string, changes: LectureChanges): Promise<LectureRecord> {
    return tx.lecture.update({ where: { id }, data: changes });
  }

  async delete(tx: Tx, id: string): Promise<void> {
    await tx.lecture.delete({ where: { id } });
  }
}
