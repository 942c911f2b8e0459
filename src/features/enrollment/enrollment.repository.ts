import type { Database, Tx } from '../../platform/database/database';
import { Prisma } from '../../platform/database/generated/client';
import { countsOf } from '../../platform/database/row-counts';

/** Kept counts by course. */
const ENROLLMENTS = 'enrollments';

/** Who is enrolled in what. */
export class EnrollmentRepository {
  constructor(private readonly database: Database) {}

  /** The courses of each student, in the order of the ids, in one statement. */
  async courseIdsOf(studentIds: readonly string[]): Promise<string[][]> {
    const rows = await this.database.read<{ studentId: string; courseIds: string[] }>(Prisma.sql`
      SELECT student_id AS "studentId", array_agg(course_id::text ORDER BY course_id) AS "courseIds"
      FROM enrollments WHERE student_id = ANY (${[...studentIds]}::uuid[]) GROUP BY student_id`);
    const found = new Map(rows.map(({ studentId, courseIds }) => [studentId, courseIds]));
    return studentIds.map((id) => found.get(id) ?? []);
  }

  /** How many are enrolled in each course, in the order of the ids, without counting rows. */
  async counts(courseIds: readonly string[]): Promise<number[]> {
    const rows = await this.database.read<{ item: string; rows: number }>(countsOf(ENROLLMENTS, courseIds));
    const found = new Map(rows.map(({ item, rows: count }) => [item, count]));
    return courseIds.map((id) => found.get(id) ?? 0);
  }

  async countIn(tx: Tx, courseId: string): Promise<number> {
    const [count] = await tx.$queryRaw<{ rows: number }[]>(countsOf(ENROLLMENTS, [courseId]));
    return count?.rows ?? 0;
  }

  /** Which of these ids are students'. The students are not deleted until the transaction ends. */
  async lockStudents(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM students WHERE id = ANY (${[...ids]}::uuid[]) ORDER BY id FOR KEY SHARE`;
    return new Set(rows.map(({ id }) => id));
  }

  /** Lock the students first. @returns the ids of those who were not enrolled yet */
  async insert(tx: Tx, courseId: string, studentIds: readonly string[]): Promise<string[]> {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO enrollments (course_id, student_id)
      SELECT ${courseId}::uuid, student.id FROM unnest(${[...studentIds]}::uuid[]) AS student (id) ORDER BY student.id
      ON CONFLICT DO NOTHING RETURNING student_id AS id`;
    return rows.map(({ id }) => id);
  }

  /** @returns whether the student was enrolled */
  async delete(tx: Tx, courseId: string, studentId: string): Promise<boolean> {
    const { count } = await tx.enrollment.deleteMany({ where: { courseId, studentId } });
    return count > 0;
  }

  /**
   * The courses of a student, with their trainers: what changes when the student goes. None is handed over until the
   * transaction ends. The key is locked and no more, because a new name of a trainer changes its courses in any order.
   */
  coursesIn(tx: Tx, studentId: string): Promise<{ id: string; trainerId: string }[]> {
    return tx.$queryRaw`
      SELECT courses.id, trainer_id AS "trainerId" FROM enrollments JOIN courses ON courses.id = course_id
      WHERE student_id = ${studentId}::uuid ORDER BY courses.id FOR KEY SHARE OF courses`;
  }
}
