import { setTimeout as sleep } from 'node:timers/promises';
import { startApp, type TestApp } from '../../support/app';
import { codesOf, dataOf, faultsOf } from '../../support/graphql';
import { rest } from '../../support/rest';
import { ask, created, openSchool, update, updated, type School, type Shown } from './support/school';

/*
 * The status of a lecture follows the clock. Lectures of seconds on the real clock: each kind of answer is asked for all the
 * time, so that every cache holds it, and no answer that began after a change may show what was before.
 */

let app: TestApp;
let school: School;

beforeAll(async () => {
  app = await startApp();
  school = await openSchool(app);
});
afterAll(() => app.close());

const HOUR = 3_600_000;
const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
const lasting = (from: number, to: number) => ({ startsAt: inMs(from), endsAt: inMs(to), courseId: school.courseId });

const complete = (id: string, by: School['trainer']) =>
  ask(app, by, 'mutation ($id: ID!) { completeLecture(id: $id) { status endsAt } }', { id });

const statusOf = async (id: string) => {
  const answer = await ask(app, school.stranger, `{ lecture(id: "${id}") { status } }`);
  return dataOf<{ lecture: Shown }>(answer).lecture.status;
};

describe('by the clock', () => {
  it.each([
    [-2 * HOUR, -HOUR, 'COMPLETED'],
    [-HOUR, HOUR, 'IN_PROGRESS'],
    [HOUR, 2 * HOUR, 'SCHEDULED'],
  ])('from %d to %d ms', async (from, to, status) => {
    const { id, ...lecture } = await created(app, school.trainer, lasting(from, to));
    expect(lecture.status).toBe(status);
    expect([await statusOf(id), await statusOf(id)]).toEqual([status, status]);
  });

  it('is never older than the moment at which it changes, in any kind of answer', async () => {
    const lecture = await created(app, school.trainer, lasting(1_500, 3_000));
    const [start, end] = [Date.parse(lecture.startsAt), Date.parse(lecture.endsAt)];
    const { id } = lecture;
    const looks: Record<string, () => Promise<string>> = {
      byId: () => statusOf(id),
      page: () => inList('lectures(first: 100)', '{ nodes { id status } }'),
      trainer: () => inList(`lectures(first: 100, trainerId: "${school.trainer.id}")`, '{ nodes { id status } }'),
      today: () => inList('todayLectures', '{ id status }'),
      rest: async () =>
        textIn((await rest(app.url, `GET /api/auth/lecture/${id}`, { token: school.student.token })).text),
      restToday: async () =>
        textIn((await rest(app.url, 'GET /api/auth/lecture/today', { token: school.student.token })).text),
    };
    const inList = async (field: string, selection: string) => {
      const { text } = await ask(app, school.student, `{ list: ${field} ${selection} }`);
      return new RegExp(`"id":"${id}","status":"(\\w+)"`).exec(text)?.[1] ?? '';
    };
    const textIn = (text: string) =>
      (new RegExp(`"id":"${id}".*?"status":"([\\w-]+)"`).exec(text)?.[1] ?? '').toUpperCase().replace('-', '_');
    const expected = (at: number) => (at < start ? 'SCHEDULED' : at < end ? 'IN_PROGRESS' : 'COMPLETED');
    const seen = new Set<string>();
    while (Date.now() < end + 300) {
      for (const [name, look] of Object.entries(looks)) {
        const before = expected(Date.now());
        const status = await look();
        expect([name, [before, expected(Date.now())]]).toEqual([name, expect.arrayContaining([status])]);
        seen.add(`${name} ${status}`);
      }
      await sleep(10);
    }
    expect(seen.size).toBe(Object.keys(looks).length * 3);
  });
});

it('an answer without the status is repeated past the moment at which it would change', async () => {
  const { id } = await created(app, school.trainer, lasting(700, 2 * HOUR));
  const look = (fields: string) => ask(app, school.stranger, `query Repeated { lecture(id: "${id}") { ${fields} } }`);
  const replayed = async () =>
    Number(/stms_replayed_answers_total (\d+)/.exec(await (await fetch(`${app.url}/metrics`)).text())?.[1]);
  for (let round = 0; round < 3; round++) await Promise.all([look('title'), look('title status')]);
  await sleep(1_000);
  const before = await replayed();
  await look('title');
  expect(await replayed()).toBe(before + 1);
  await look('title status');
  expect(await replayed()).toBe(before + 1);
});

describe('completeLecture', () => {
  it('ends a lecture that is on, at once and once', async () => {
    const { id, endsAt } = await created(app, school.trainer, lasting(-HOUR, HOUR));
    expect([await statusOf(id), await statusOf(id)]).toEqual(['IN_PROGRESS', 'IN_PROGRESS']);
    const ended = { completeLecture: { status: 'COMPLETED', endsAt } };
    expect(dataOf(await complete(id, school.trainer))).toEqual(ended);
    expect(await statusOf(id)).toBe('COMPLETED');
    expect(dataOf(await complete(id, school.admin))).toEqual(ended);
  });

  it('is a conflict before the lecture begins', async () => {
    const { id } = await created(app, school.trainer, lasting(HOUR, 2 * HOUR));
    expect(codesOf(await complete(id, school.trainer))).toEqual(['CONFLICT']);
    expect(await statusOf(id)).toBe('SCHEDULED');
  });

  it('comes with other changes in updateLecture, all or nothing', async () => {
    const { id } = await created(app, school.trainer, lasting(HOUR, 2 * HOUR));
    const early = await update(app, school.trainer, id, { title: 'Changed', completed: true });
    expect(codesOf(early)).toEqual(['CONFLICT']);
    expect(await updated(app, school.trainer, id, { completed: false })).not.toMatchObject({ title: 'Changed' });
    const changes = { title: 'Changed', startsAt: inMs(-HOUR), completed: true };
    expect(await updated(app, school.trainer, id, changes)).toMatchObject({ title: 'Changed', status: 'COMPLETED' });
    const again = { title: 'Again', completed: true };
    expect(await updated(app, school.trainer, id, again)).toMatchObject({ title: 'Again', status: 'COMPLETED' });
  });

  it('is for the lecture’s trainer and administrators', async () => {
    const { id } = await created(app, school.trainer, lasting(-HOUR, HOUR));
    expect(codesOf(await complete(id, school.student))).toEqual(['FORBIDDEN']);
    expect(codesOf(await complete(id, school.otherTrainer))).toEqual(['FORBIDDEN']);
    expect(codesOf(await complete('x', school.trainer))).toEqual(['NOT_FOUND']);
    expect(codesOf(await complete(id, school.admin))).toEqual([]);
  });

  it('takes no new times afterwards, but everything else', async () => {
    const { id, startsAt, endsAt } = await created(app, school.trainer, lasting(-HOUR, HOUR));
    await complete(id, school.trainer);
    const moved = await update(app, school.trainer, id, { startsAt: inMs(HOUR), endsAt: inMs(2 * HOUR) });
    expect([codesOf(moved), faultsOf(moved)]).toEqual([['CONFLICT'], ['input.startsAt', 'input.endsAt']]);
    expect(faultsOf(await update(app, school.trainer, id, { endsAt: inMs(2 * HOUR) }))).toEqual(['input.endsAt']);
    expect(await updated(app, school.trainer, id, { title: 'T', startsAt, endsAt })).toMatchObject({
      status: 'COMPLETED',
    });
  });
});
