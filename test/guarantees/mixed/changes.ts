import type { Caller } from '../../support/campus';
import type { Question } from './asking';
import type { Names } from './twins';

type OfPeople = 'name' | 'branch' | 'expertise' | 'register';
type OfLectures = 'enter' | 'move' | 'retitle' | 'cancel';
type OfCourse = 'enroll' | 'leave' | 'admit' | 'expel' | 'rename' | 'hand over';
export type ChangeKind = OfPeople | OfLectures | OfCourse;

const NAMES = ['Ann Ash', 'Person 3', 'Zoe Zahn'];
const TOPICS = ['Algebra', 'Botany', 'Chess'];

let registered = 0;

/**
 * A change as one viewer tries it; many are refused.
 *
 * @param nth chooses among the few values there are
 * @param lecture whose id it is about, if any
 */
export function changeOf(kind: ChangeKind, viewer: Caller, nth: number, lecture: string, names: Names): Question {
  const topic = TOPICS[nth % TOPICS.length];
  switch (kind) {
    case 'name':
      return updateProfile({ name: NAMES[nth % NAMES.length] });
    case 'branch':
      return updateProfile({ branch: topic });
    case 'expertise':
      return updateProfile({ expertise: topic });
    case 'enter': {
      const input = {
        title: 'New',
        ...hourOf(nth),
        ...(viewer === 'admin' && { trainerId: names.id('otherTrainer') }),
      };
      return mutation('$input: CreateLectureInput!', 'createLecture(input: $input) { id trainer { name } }', { input });
    }
    case 'move':
      return updateLecture(lecture, hourOf(nth));
    case 'retitle':
      return updateLecture(lecture, { title: `Title ${nth}`, location: nth % 2 ? 'Hall' : null });
    case 'cancel':
      return mutation('$id: ID!', 'cancelLecture(id: $id)', { id: lecture });
    case 'register': {
      const email = `new-${(registered += 1)}@example.org`;
      const input = { name: NAMES[nth % NAMES.length], email, password: 'correct horse battery', branch: topic };
      return mutation('$input: RegisterStudentInput!', 'registerStudent(input: $input) { user { id } }', { input });
    }
    default:
      return changeOfCourse(kind, nth, names);
  }
}

/** Of the course whose members alone may join its lectures, and of who they are. */
function changeOfCourse(kind: OfCourse, nth: number, names: Names): Question {
  const id = names.id('ofMembers');
  const student = names.id(nth % 2 ? 'student' : 'otherStudent');
  switch (kind) {
    case 'enroll':
      return mutation('$code: String!', 'enroll(code: $code) { id isEnrolled }', { code: 'CODE-1234' });
    case 'leave':
      return mutation('$id: ID!', 'unenroll(courseId: $id)', { id });
    case 'admit':
      return mutation('$id: ID!, $student: ID!', 'enrollStudents(courseId: $id, studentIds: [$student]) { id }', {
        ...{ id, student },
      });
    case 'expel':
      return mutation('$id: ID!, $student: ID!', 'unenroll(courseId: $id, studentId: $student)', { id, student });
    case 'rename':
      return updateCourse(id, { title: TOPICS[nth % TOPICS.length] });
    case 'hand over':
      return updateCourse(id, { trainerId: names.id(nth % 2 ? 'trainer' : 'otherTrainer') });
  }
}

const updateCourse = (id: string, input: Record<string, unknown>) =>
  mutation('$id: ID!, $input: UpdateCourseInput!', 'updateCourse(id: $id, input: $input) { id title }', { id, input });

const updateProfile = (input: Record<string, unknown>) =>
  mutation('$input: UpdateProfileInput!', 'updateProfile(input: $input) { id name }', { input });

const updateLecture = (id: string, input: Record<string, unknown>) =>
  mutation('$id: ID!, $input: UpdateLectureInput!', 'updateLecture(id: $id, input: $input) { id title }', {
    id,
    input,
  });

const mutation = (takes: string, field: string, variables: Record<string, unknown>): Question => ({
  transport: 'POST /graphql',
  text: `mutation (${takes}) { ${field} }`,
  variables,
});

/** Within the moments that are asked about, without, or today. */
function hourOf(nth: number): { startsAt: string; endsAt: string } {
  const day = ['2026-05-03', '2026-07-01', new Date().toISOString().slice(0, 10)][nth % 3];
  return { startsAt: `${day}T10:00:00Z`, endsAt: `${day}T11:00:00Z` };
}
