import type { Database } from '../../platform/database/database';
import { Prisma } from '../../platform/database/generated/client';
import type { TrainerStats } from './trainer-stats.type';

export type TrainerCounts = Pick<TrainerStats, 'courses' | 'students'>;

export class TrainerStatsRepository {
  constructor(private readonly database: Database) {}

  /** The totals of each trainer's courses, in the order of the ids; one statement. */
  async counts(trainerIds: readonly string[]): Promise<TrainerCounts[]> {
    const rows = await this.database.read<TrainerCounts & { id: string }>(Prisma.sql`
      SELECT trainer_id AS id, count(DISTINCT courses.id)::float8 AS courses, count(DISTINCT student_id)::float8 AS students
      FROM courses LEFT JOIN enrollments ON course_id = courses.id
      WHERE trainer_id = ANY (${[...trainerIds]}::uuid[]) AND archived_at IS NULL GROUP BY trainer_id`);
    const found = new Map(rows.map(({ id, ...counts }) => [id, counts]));
    return trainerIds.map((id) => found.get(id) ?? { courses: 0, students: 0 });
  }
}
