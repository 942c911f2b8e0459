import { startApp, type TestApp } from '../../support/app';
import { dataOf, graphql } from '../../support/graphql';
import { withOpenTransaction, type Statement } from '../../support/open-transaction';
import { createCourse, enroll, signUpPeople, type CreatedCourse, type People } from '../course/people';

/* Students who are deleted while their courses change. */

let app: TestApp;
let people: People;
let course: CreatedCourse;

beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  people = await signUpPeople(app);
  course = await createCourse(app, people.trainer);
  await enroll(app, people.enrolled, course.enrollmentCode);
});
afterAll(() => app.close());

const ask = (by: keyof People, query: string, variables: object = {}) =>
  graphql(app.url, query, { token: people[by].token, variables: { ...variables } });

const removeStudent = () => ask('admin', 'mutation ($id: ID!) { deleteUser(id: $id) }', { id: people.enrolled.id });

const handOver = () =>
  ask('admin', 'mutation ($id: ID!, $input: UpdateCourseInput!) { updateCourse(id: $id, input: $input) { id } }', {
    id: course.id,
    input: { trainerId: people.other.id },
  });

const studentsOf = async (trainer: 'trainer' | 'other') =>
  dataOf<{ trainerStats: { students: number } }>(await ask(trainer, '{ trainerStats { students } }')).trainerStats
    .students;

/** Users are read and locked, but none is deleted. */
const NO_DELETION: Statement = ['LOCK TABLE users IN SHARE MODE', []];

it('the new trainer of a course does not count a student who was deleted meanwhile', async () => {
  const answers = await withOpenTransaction(app.databaseUrl, NO_DELETION, async (open) => {
    const removing = removeStudent();
    await open.waiting(1);
    const handing = handOver();
    await open.answerOrWait(handing, 2);
    await Promise.all([studentsOf('trainer'), studentsOf('other')]);
    await open.commit();
    return Promise.all([removing, handing]);
  });
  expect(answers.map(dataOf)).toEqual([{ deleteUser: true }, { updateCourse: { id: course.id } }]);
  expect([await studentsOf('trainer'), await studentsOf('other')]).toEqual([0, 0]);
});

it('a student is deleted while a trainer of the student’s courses takes another name', async () => {
  await enroll(app, people.enrolled, (await createCourse(app, people.trainer)).enrollmentCode);
  const answers = await withOpenTransaction(app.databaseUrl, NO_DELETION, async (open) => {
    const removing = removeStudent();
    await open.waiting(1);
    const renamed = await ask('trainer', 'mutation { updateProfile(input: { name: "Lovelace" }) { name } }');
    await open.commit();
    return [await removing, renamed];
  });
  expect(answers.map(dataOf)).toEqual([{ deleteUser: true }, { updateProfile: { name: 'Lovelace' } }]);
});
