import { Prisma } from '../../platform/database/generated/client';
import { pick, type DemoData, type DemoKit } from '../../shared/demo';
import { demoCourses } from '../course/course.demo';
import { demoStudents } from '../student/student.demo';

/** A course has a quarter of the students, or a fifth, a seventh, a ninth or a twelfth. */
const SIZES = [4, 5, 7, 9, 12] as const;
/** The courses of the demo login: the first two, and every third of the others. */
const isOwnCourse = (nth: number) => nth < 2 || nth % 3 === 0;

const rows = demoCourses.flatMap(({ id, title }, nth) => {
  const share = pick(SIZES, `size/${title}`);
  const chances = Array.from({ length: share }, (_, chance) => chance);
  return demoStudents
    .filter(({ email }, place) =>
      place === 0 ? isOwnCourse(nth) : pick(chances, `enrollment/${title}/${email}`) === 0,
    )
    .map((student) => ({ course: id, student: student.id }));
});

/** Loaded only while no demo course has students, so that students who were unenrolled stay so. */
async function load({ database }: DemoKit): Promise<void> {
  await database.transaction(async (tx) => {
    const [loaded] = await tx.$queryRaw<object[]>`
      SELECT FROM enrollments WHERE course_id = ANY (${demoCourses.map(({ id }) => id)}::uuid[]) LIMIT 1`;
    if (loaded) return;
    await tx.$executeRaw(Prisma.sql`
      INSERT INTO enrollments (course_id, student_id)
      SELECT courses.id, students.id FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row (course uuid, student uuid)
      JOIN courses ON courses.id = row.course JOIN students ON students.id = row.student
      ON CONFLICT DO NOTHING`);
  });
}

/** Believable enrollments of the demo students. */
export const enrollmentDemo: DemoData = { load };
