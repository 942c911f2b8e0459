import { signUp, startApp, type Account, type TestApp } from '../../support/app';
import { codesOf, dataOf, faultsOf, graphql } from '../../support/graphql';
import { select } from '../../support/rows';

interface Lecture {
  id: string;
  title: string;
  description: string | null;
  location: string | null;
  startsAt: string;
  endsAt: string;
  updatedAt: string;
  trainer: { id: string };
}

const FIELDS = 'id title description location startsAt endsAt createdAt updatedAt trainer { id }';
const STARTS = '2026-05-01T09:00:00.000Z';
const ENDS = '2026-05-01T10:00:00.000Z';

let app: TestApp;
let trainer: Account;
let admin: Account;
let student: Account;

beforeAll(async () => {
  app = await startApp();
  trainer = await signUp(app, 'trainer');
  admin = await signUp(app, 'admin');
  student = await signUp(app, 'student');
});
afterAll(() => app.close());

const create = (input: Record<string, unknown>, { token } = trainer) =>
  graphql(app.url, `mutation ($input: CreateLectureInput!) { createLecture(input: $input) { ${FIELDS} } }`, {
    variables: { input: { title: 'A title', startsAt: STARTS, endsAt: ENDS, ...input } },
    token,
  });

const update = (id: string, input: Record<string, unknown>, { token } = trainer) =>
  graphql(
    app.url,
    `mutation ($id: ID!, $input: UpdateLectureInput!) { updateLecture(id: $id, input: $input) { ${FIELDS} } }`,
    { variables: { id, input }, token },
  );

const created = async (input: Record<string, unknown> = {}, by = trainer) =>
  dataOf<{ createLecture: Lecture }>(await create(input, by)).createLecture;

const updated = async (id: string, input: Record<string, unknown>) =>
  dataOf<{ updateLecture: Lecture }>(await update(id, input)).updateLecture;

const read = async (id: string) => {
  const query = `query ($id: ID!) { lecture(id: $id) { ${FIELDS} } }`;
  const answer = await graphql(app.url, query, { variables: { id }, token: student.token });
  return dataOf<{ lecture: Lecture | null }>(answer).lecture;
};

const rowCount = async () => (await select(app.databaseUrl, 'SELECT id FROM lectures')).length;

describe('createLecture', () => {
  it('of a trainer who was deleted by SQL a moment ago finds no such trainer', async () => {
    const leaver = await signUp(app, 'trainer');
    await graphql(app.url, '{ me { id } }', { token: leaver.token });
    await select(app.databaseUrl, `DELETE FROM users WHERE id = '${leaver.id}'`);
    expect(codesOf(await create({}, leaver))).toEqual(['NOT_FOUND']);
  });

  it('enters a lecture as it is given', async () => {
    const lecture = await created({ description: 'What it is about', location: 'Room 1' });
    expect(lecture).toMatchObject({
      title: 'A title',
      description: 'What it is about',
      location: 'Room 1',
      startsAt: STARTS,
      endsAt: ENDS,
      trainer: { id: trainer.id },
    });
    expect(await read(lecture.id)).toEqual(lecture);
  });

  it('trims text, and takes nulls and nothing but space for nothing', async () => {
    const lecture = await created({ title: '  A title ', description: '  ', location: null });
    expect(lecture).toMatchObject({ title: 'A title', description: null, location: null });
  });

  it('takes the past, other zones, and lectures that overlap', async () => {
    const past = { startsAt: '1999-01-01T00:00:00+02:00', endsAt: '1999-01-01T00:00:00.001+02:00' };
    expect(await created(past)).toMatchObject({ startsAt: '1998-12-31T22:00:00.000Z' });
    expect(await created(past)).toMatchObject({ endsAt: '1998-12-31T22:00:00.001Z' });
  });

  it.each([
    ['ends when it begins', { endsAt: STARTS }],
    ['ends before it begins', { endsAt: '2026-05-01T08:59:59.999Z' }],
  ])('refuses one that %s', async (_name, input) => {
    const before = await rowCount();
    const answer = await create(input);
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
    expect(faultsOf(answer)).toEqual(['input.endsAt']);
    expect(await rowCount()).toBe(before);
  });

  it('lets an administrator say whose it is', async () => {
    const lecture = await created({ trainerId: trainer.id }, admin);
    expect(lecture.trainer.id).toBe(trainer.id);
  });

  it.each([
    ['a student', () => student.id],
    ['nobody', () => '018f0000-0000-7000-8000-000000000000'],
    ['a malformed id', () => 'x'],
  ])('refuses an administrator who names %s', async (_name, trainerId) => {
    const before = await rowCount();
    const answer = await create({ trainerId: trainerId() }, admin);
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
    expect(faultsOf(answer)).toEqual(['input.trainerId']);
    expect(await rowCount()).toBe(before);
  });

  it('lets a trainer name itself', async () => {
    expect((await created({ trainerId: trainer.id })).trainer.id).toBe(trainer.id);
    expect((await created({ trainerId: null })).trainer.id).toBe(trainer.id);
  });
});

describe('updateLecture', () => {
  it('changes what is given and leaves what is absent', async () => {
    const lecture = await created({ description: 'D', location: 'L' });
    const changed = await updated(lecture.id, { title: 'Another title' });
    expect(changed).toEqual({ ...lecture, title: 'Another title', updatedAt: changed.updatedAt });
    expect(await read(lecture.id)).toEqual(changed);
    expect(Date.parse(changed.updatedAt)).toBeGreaterThanOrEqual(Date.parse(lecture.updatedAt));
  });

  it('clears description and location by null, and by nothing but space', async () => {
    const lecture = await created({ description: 'D', location: 'L' });
    expect(await updated(lecture.id, { description: null })).toMatchObject({ description: null, location: 'L' });
    expect(await updated(lecture.id, { location: null })).toMatchObject({ description: null, location: null });
    const other = await created({ description: 'D' });
    expect(await updated(other.id, { description: ' ' })).toMatchObject({ description: null });
  });

  it.each(['title', 'startsAt', 'endsAt'])('refuses null for %s', async (field) => {
    const lecture = await created();
    const answer = await update(lecture.id, { [field]: null });
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
    expect(faultsOf(answer)).toEqual([`input.${field}`]);
    expect(await read(lecture.id)).toEqual(lecture);
  });

  it('moves begin and end, and compares each with the other as it stands', async () => {
    const lecture = await created();
    expect(await updated(lecture.id, { startsAt: '2026-05-01T09:30:00Z' })).toMatchObject({ endsAt: ENDS });
    expect(faultsOf(await update(lecture.id, { startsAt: ENDS }))).toEqual(['input.endsAt']);
    expect(faultsOf(await update(lecture.id, { endsAt: '2026-05-01T09:30:00Z' }))).toEqual(['input.endsAt']);
    const day = { startsAt: '2026-06-01T09:00:00.000Z', endsAt: '2026-06-01T09:00:00.001Z' };
    expect(await updated(lecture.id, day)).toMatchObject(day);
    expect(await read(lecture.id)).toMatchObject(day);
  });

  it('an empty change changes nothing', async () => {
    const lecture = await created({ description: 'D' });
    expect(await updated(lecture.id, {})).toMatchObject({ title: lecture.title, description: 'D', startsAt: STARTS });
  });

  it('does not give a lecture away', async () => {
    const answer = await update((await created()).id, { trainerId: admin.id });
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
  });
});

describe('cancelLecture', () => {
  const cancel = (id: string, { token } = trainer) =>
    graphql(app.url, 'mutation ($id: ID!) { cancelLecture(id: $id) }', { variables: { id }, token });

  it('takes it away for everyone, once', async () => {
    const lecture = await created();
    expect(await read(lecture.id)).toEqual(lecture);
    expect(dataOf(await cancel(lecture.id))).toEqual({ cancelLecture: true });
    expect(await read(lecture.id)).toBeNull();
    expect(codesOf(await cancel(lecture.id))).toEqual(['NOT_FOUND']);
    expect(codesOf(await update(lecture.id, { title: 'T' }))).toEqual(['NOT_FOUND']);
  });

  it('succeeds for exactly one of many at once', async () => {
    const { id } = await created();
    const codes = (await Promise.all(Array.from({ length: 8 }, () => cancel(id)))).flatMap(codesOf);
    expect(codes).toEqual(Array(7).fill('NOT_FOUND'));
  });
});
