import { startApp, type TestApp } from '../../support/app';
import { dataOf, graphql } from '../../support/graphql';
import { withOpenTransaction, type Statement } from '../../support/open-transaction';
import { create, openSchool, type School } from './support/school';

/* Changes of lectures that meet other changes. */

let app: TestApp;
let school: School;

beforeAll(async () => {
  app = await startApp();
  school = await openSchool(app);
});
afterAll(() => app.close());

/** Lectures are read, but none is written. */
const NO_NEW_LECTURE: Statement = ['LOCK TABLE lectures IN SHARE MODE', []];

it('a new lecture and a new name of its trainer both succeed', async () => {
  const rename = () =>
    graphql(app.url, 'mutation { updateProfile(input: { name: "Hopper" }) { name } }', { token: school.trainer.token });
  const [lecture, renamed] = await withOpenTransaction(app.databaseUrl, NO_NEW_LECTURE, async (open) => {
    const creating = create(app, school.trainer, { courseId: school.courseId });
    await open.waiting(1);
    const renaming = rename();
    await open.waiting(2);
    await open.commit();
    return Promise.all([creating, renaming]);
  });
  expect(dataOf(lecture)).toMatchObject({ createLecture: { course: { id: school.courseId } } });
  expect(dataOf(renamed)).toEqual({ updateProfile: { name: 'Hopper' } });
});
