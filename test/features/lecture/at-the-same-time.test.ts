import { startApp, type TestApp } from '../../support/app';
import { dataOf, graphql } from '../../support/graphql';
import { withOpenTransaction, type Statement } from '../../support/open-transaction';
import { errorsOf, rest } from '../../support/rest';
import { create, created, openSchool, update, type School } from './support/school';

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

describe('PUT of a part of a lecture that has read it before another change', () => {
  const VIRTUAL = { mode: 'VIRTUAL', meetingLink: 'https://meet.example/1' };

  const newLecture = () => created(app, school.trainer, { courseId: school.courseId, ...VIRTUAL });

  /** Sends `body` when the changes have begun, which commit one after the other and before it. */
  async function putBehind(changes: object[], body: object) {
    const { id } = await newLecture();
    const path = `/api/auth/lecture/${id}`;
    const { token } = school.trainer;
    // The lecture is cached from here on: the route reads it without waiting.
    await rest(app.url, `GET ${path}`, { token });
    const locked: Statement = ['SELECT FROM lectures WHERE id = $1 FOR UPDATE', [id]];
    return withOpenTransaction(app.databaseUrl, locked, async (open) => {
      const changing = [];
      for (const change of changes) {
        changing.push(update(app, school.trainer, id, change));
        await open.waiting(changing.length);
      }
      const putting = rest(app.url, `PUT ${path}`, { token, body });
      await open.waiting(changes.length + 1);
      await open.commit();
      (await Promise.all(changing)).forEach(dataOf);
      const answer = await putting;
      expect([answer.status, errorsOf(answer)]).toEqual([200, []]);
      const { body: now } = await rest(app.url, `GET ${path}`, { token });
      expect(now['lecture']).toEqual(answer.body['lecture']);
      return now['lecture'];
    });
  }

  const LATER = { startsAt: '2031-05-01T15:00:00.000Z', endsAt: '2031-05-01T16:30:00.000Z' };

  it('a duration is reckoned from the new start', async () => {
    expect(await putBehind([LATER], { duration: 30 })).toMatchObject({ timing: LATER.startsAt, duration: 30 });
  });

  it('a start keeps the new duration', async () => {
    const timing = '2031-06-01T09:00:00.000Z';
    expect(await putBehind([LATER], { timing })).toMatchObject({ timing, duration: 90 });
  });

  it('a link is the place of a lecture that has become an offline one', async () => {
    const meetingLink = 'https://campus.example/rooms/12';
    expect(await putBehind([{ mode: 'OFFLINE' }], { meetingLink })).toMatchObject({ type: 'offline', meetingLink });
  });

  it('a title leaves everything else as it is', async () => {
    const other = { ...LATER, mode: 'OFFLINE', location: 'Room 12' };
    const shown = { title: 'Matrices', timing: LATER.startsAt, duration: 90, type: 'offline', meetingLink: 'Room 12' };
    expect(await putBehind([other], { title: 'Matrices' })).toMatchObject(shown);
  });
});
