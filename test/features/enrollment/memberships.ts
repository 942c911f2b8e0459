import type { Sight } from '../../guarantees/support/history';
import type { Outcome, Writers } from '../../guarantees/support/writers';
import { codeOf } from '../course/course.freshness';
import { hourFrom } from '../lecture/lecture.campus';

/** A student is out of a course and in it by turns. */
export interface Membership {
  key: string;
  student: string;
  course: string;
  /** Who enrolls the student, and who takes the student out. */
  by: [string, string];
}

/** Several of one course, and several writers of each kind. */
export const MEMBERSHIPS: Membership[] = [
  { key: 'membership-1', student: 'student-1', course: 'course-1', by: ['student-1', 'student-1'] },
  { key: 'membership-2', student: 'student-2', course: 'course-1', by: ['trainer-1', 'trainer-1'] },
  { key: 'membership-3', student: 'student-3', course: 'course-2', by: ['student-3', 'trainer-3'] },
  { key: 'membership-4', student: 'student-4', course: 'course-3', by: ['admin-1', 'student-4'] },
];
const isMember = (version: number): boolean => version % 2 === 1;

export const sight = ({ key }: Membership, isSeen: boolean): Sight => ({
  subject: key,
  holds: (version) => isMember(version) === isSeen,
});

export const of = (course: string): Membership[] => MEMBERSHIPS.filter((one) => one.course === course);
export const memberOf = (student: string): Membership[] => MEMBERSHIPS.filter((one) => one.student === student);

/** Of how many there are, in a course, only none and all tell of each. */
export function counted(course: string, count: number): Sight[] {
  const all = of(course);
  return count === 0 || count === all.length ? all.map((one) => sight(one, count > 0)) : [];
}

const ENROLL = 'mutation ($code: String!) { enroll(code: $code) { id } }';
const ENROLL_STUDENTS = 'mutation ($id: ID!, $ids: [ID!]!) { enrollStudents(courseId: $id, studentIds: $ids) { id } }';
const UNENROLL = 'mutation ($id: ID!, $student: ID) { unenroll(courseId: $id, studentId: $student) }';

export async function change(writers: Writers, membership: Membership, version: number): Promise<Outcome> {
  const outcome = await attempt(writers, membership, version);
  // One that may still be under way: the next would not wait for it.
  if (outcome === 'unknown') await writers.settle('courses', writers.id(membership.course));
  return outcome === 'taken' ? 'done' : outcome;
}

function attempt(writers: Writers, { student, course, by }: Membership, version: number): Promise<Outcome> {
  const name = by[isMember(version) ? 0 : 1];
  const person = writers.person(name);
  const [id, whom] = [writers.id(course), writers.id(student)];
  if (!isMember(version)) return writers.mutate(person, UNENROLL, { id, student: name === student ? null : whom });
  if (name === student) return writers.mutate(person, ENROLL, { code: codeOf(course) });
  return writers.mutate(person, ENROLL_STUDENTS, { id, ids: [whom] });
}

/** A lecture of the course, which tells its room to members alone. @returns its id */
export async function addLecture(writers: Writers, course: string, owner: string): Promise<string> {
  const title = `Of ${course}`;
  const startsAt = new Date(Date.now() + 7 * 24 * 3_600_000);
  const input = { title, courseId: writers.id(course), roomId: course, ...hourFrom(startsAt) };
  await writers.mutate(
    writers.person(owner),
    'mutation ($input: CreateLectureInput!) { createLecture(input: $input) { id } }',
    { input },
  );
  const { rows } = await writers.parts.sql.query<{ id: string }>('SELECT id FROM lectures WHERE title = $1', [title]);
  if (!rows[0]) throw new Error(`the lecture of ${course} was not created`);
  return rows[0].id;
}
