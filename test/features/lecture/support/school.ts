import { signUp, type Account, type TestApp } from '../../../support/app';
import { dataOf, graphql, type Answer } from '../../../support/graphql';

/** A trainer with a course, a student in it, and those outside. */
export interface School {
  trainer: Account;
  otherTrainer: Account;
  student: Account;
  stranger: Account;
  admin: Account;
  courseId: string;
  otherCourseId: string;
}

export type Person = Exclude<keyof School, 'courseId' | 'otherCourseId'>;

export async function openSchool(app: TestApp): Promise<School> {
  const [trainer, otherTrainer, student, stranger, admin] = await Promise.all([
    signUp(app, 'trainer', { name: 'Grace' }),
    signUp(app, 'trainer', { name: 'Emmy' }),
    signUp(app, 'student'),
    signUp(app, 'student'),
    signUp(app, 'admin'),
  ]);
  const courseId = await createCourse(app, trainer);
  const otherCourseId = await createCourse(app, otherTrainer);
  await enrollStudent(app, trainer, courseId, student);
  return { trainer, otherTrainer, student, stranger, admin, courseId, otherCourseId };
}

export const ask = (app: TestApp, by: Account, query: string, variables: object = {}): Promise<Answer> =>
  graphql(app.url, query, { variables: variables as Record<string, unknown>, token: by.token });

export async function createCourse(app: TestApp, by: Account, title = 'Algebra'): Promise<string> {
  const query = 'mutation ($input: CreateCourseInput!) { createCourse(input: $input) { id } }';
  const answer = await ask(app, by, query, { input: { title, description: 'About it' } });
  return dataOf<{ createCourse: { id: string } }>(answer).createCourse.id;
}

export const enrollStudent = (app: TestApp, by: Account, courseId: string, { id }: Account): Promise<Answer> =>
  ask(
    app,
    by,
    'mutation ($courseId: ID!, $studentIds: [ID!]!) { enrollStudents(courseId: $courseId, studentIds: $studentIds) { id } }',
    { courseId, studentIds: [id] },
  );

export const create = (app: TestApp, by: Account, input: object): Promise<Answer> =>
  ask(app, by, `mutation ($input: CreateLectureInput!) { createLecture(input: $input) { ${FIELDS} } }`, {
    input: { title: 'A title', startsAt: '2031-05-01T09:00:00.000Z', endsAt: '2031-05-01T10:00:00.000Z', ...input },
  });

export const update = (app: TestApp, by: Account, id: string, input: object): Promise<Answer> =>
  ask(
    app,
    by,
    `mutation ($id: ID!, $input: UpdateLectureInput!) { updateLecture(id: $id, input: $input) { ${FIELDS} } }`,
    {
      id,
      input,
    },
  );

export interface Shown {
  id: string;
  mode: string;
  status: string;
  startsAt: string;
  endsAt: string;
  meetingLink: string | null;
  roomId: string | null;
  course: { id: string } | null;
  trainer: { id: string };
}

export const FIELDS = 'id title mode status startsAt endsAt meetingLink roomId course { id } trainer { id }';

export const created = async (app: TestApp, by: Account, input: object): Promise<Shown> =>
  dataOf<{ createLecture: Shown }>(await create(app, by, input)).createLecture;

export const updated = async (app: TestApp, by: Account, id: string, input: object): Promise<Shown> =>
  dataOf<{ updateLecture: Shown }>(await update(app, by, id, input)).updateLecture;
