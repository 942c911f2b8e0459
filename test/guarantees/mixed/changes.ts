import type { Caller } from '../../support/campus';
import type { Question } from './asking';
import type { Names } from './twins';

export type ChangeKind = 'name' | 'branch' | 'expertise' | 'enter' | 'move' | 'retitle' | 'cancel' | 'register';

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
  }
}

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
