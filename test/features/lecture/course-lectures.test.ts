import { startApp, type TestApp } from '../../support/app';
import { codesOf, dataOf, faultsOf } from '../../support/graphql';
import {
  ask,
  create,
  created,
  createCourse,
  openSchool,
  update,
  updated,
  type Person,
  type School,
  type Shown,
} from './support/school';

let app: TestApp;
let school: School;

beforeAll(async () => {
  app = await startApp();
  school = await openSchool(app);
});
afterAll(() => app.close());

const NOBODY = '018f0000-0000-7000-8000-000000000000';
const ROOM = { roomId: 'room-1', meetingLink: 'https://meet.example/1' };

const newLecture = (input: object = {}) => created(app, school.trainer, { courseId: school.courseId, ...input });

describe('createLecture', () => {
  it('of a course is given by its trainer, who ever enters it', async () => {
    const { trainer, admin, courseId } = school;
    const expected = { course: { id: courseId }, trainer: { id: trainer.id } };
    expect(await newLecture()).toMatchObject(expected);
    expect(await newLecture({ trainerId: trainer.id })).toMatchObject(expected);
    expect(await created(app, admin, { courseId })).toMatchObject(expected);
    expect(await created(app, admin, { courseId: courseId.toUpperCase(), trainerId: trainer.id })).toMatchObject(
      expected,
    );
  });

  it.each([
    ['nothing', {}, 'OFFLINE'],
    ['a link', { meetingLink: ROOM.meetingLink }, 'VIRTUAL'],
    ['a room', { roomId: ROOM.roomId }, 'VIRTUAL'],
    ['a room, and OFFLINE', { roomId: ROOM.roomId, mode: 'OFFLINE' }, 'OFFLINE'],
    ['null for everything', { roomId: null, meetingLink: null, mode: null }, 'OFFLINE'],
  ])('with %s', async (_name, input, mode) => {
    expect(await newLecture(input)).toMatchObject({ mode });
  });

  const unknown: [string, Person, () => object, string, string[]][] = [
    ['a course that is not there', 'trainer', () => ({ courseId: NOBODY }), 'BAD_USER_INPUT', ['input.courseId']],
    ['a malformed course', 'admin', () => ({ courseId: 'x' }), 'BAD_USER_INPUT', ['input.courseId']],
    ['another trainer’s course', 'trainer', () => ({ courseId: school.otherCourseId }), 'FORBIDDEN', []],
    [
      'another trainer',
      'trainer',
      () => ({ trainerId: school.otherTrainer.id }),
      'BAD_USER_INPUT',
      ['input.trainerId'],
    ],
    [
      'another trainer for a course',
      'admin',
      () => ({ courseId: school.courseId, trainerId: school.otherTrainer.id }),
      'BAD_USER_INPUT',
      ['input.trainerId'],
    ],
    [
      'a student as the trainer',
      'admin',
      () => ({ trainerId: school.student.id }),
      'BAD_USER_INPUT',
      ['input.trainerId'],
    ],
    ['neither course nor trainer', 'admin', () => ({}), 'BAD_USER_INPUT', ['input.trainerId']],
    ['no link', 'trainer', () => ({ meetingLink: 'javascript:alert(1)' }), 'BAD_USER_INPUT', ['input.meetingLink']],
    ['an empty link', 'trainer', () => ({ meetingLink: '' }), 'BAD_USER_INPUT', ['input.meetingLink']],
    [
      'a long link',
      'trainer',
      () => ({ meetingLink: `https://x.y/${'a'.repeat(2_000)}` }),
      'BAD_USER_INPUT',
      ['input.meetingLink'],
    ],
    ['a long room', 'trainer', () => ({ roomId: 'a'.repeat(201) }), 'BAD_USER_INPUT', ['input.roomId']],
    ['a student', 'student', () => ({}), 'FORBIDDEN', []],
  ];
  it.each(unknown)('refuses %s', async (_name, by, input, code, fields) => {
    const answer = await create(app, school[by], input());
    expect(codesOf(answer)).toEqual([code]);
    expect(faultsOf(answer)).toEqual(fields);
  });
});

describe('updateLecture', () => {
  it('moves a lecture into a course, to another one, and out of it', async () => {
    const { trainer, admin, otherTrainer, courseId, otherCourseId } = school;
    const { id } = await created(app, trainer, {});
    expect(await updated(app, trainer, id, { courseId })).toMatchObject({ course: { id: courseId } });
    expect(codesOf(await update(app, trainer, id, { courseId: otherCourseId }))).toEqual(['FORBIDDEN']);
    const moved = await updated(app, admin, id, { courseId: otherCourseId });
    expect(moved).toMatchObject({ course: { id: otherCourseId }, trainer: { id: otherTrainer.id } });
    const left = await updated(app, otherTrainer, id, { courseId: null });
    expect(left).toMatchObject({ course: null, trainer: { id: otherTrainer.id } });
    expect(codesOf(await update(app, trainer, id, { title: 'Mine' }))).toEqual(['FORBIDDEN']);
  });

  it('is handed over by administrators, where it has no course', async () => {
    const { trainer, admin, otherTrainer } = school;
    const { id } = await created(app, trainer, {});
    expect(faultsOf(await update(app, trainer, id, { trainerId: otherTrainer.id }))).toEqual(['input.trainerId']);
    expect(await updated(app, admin, id, { trainerId: otherTrainer.id })).toMatchObject({
      trainer: { id: otherTrainer.id },
    });
    expect(faultsOf(await update(app, admin, id, { trainerId: school.student.id }))).toEqual(['input.trainerId']);
    const ofCourse = await newLecture();
    expect(faultsOf(await update(app, admin, ofCourse.id, { trainerId: otherTrainer.id }))).toEqual([
      'input.trainerId',
    ]);
    expect(await updated(app, admin, ofCourse.id, { trainerId: trainer.id })).toMatchObject({
      trainer: { id: trainer.id },
    });
  });

  it.each(['mode', 'trainerId'])('refuses null for %s', async (field) => {
    const answer = await update(app, school.trainer, (await newLecture()).id, { [field]: null });
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
    expect(faultsOf(answer)).toEqual([`input.${field}`]);
  });

  it('keeps and clears room and link', async () => {
    const { id } = await newLecture(ROOM);
    expect(await updated(app, school.trainer, id, { title: 'T' })).toMatchObject({ ...ROOM, mode: 'VIRTUAL' });
    const cleared = { roomId: null, meetingLink: null };
    expect(await updated(app, school.trainer, id, { ...cleared, mode: 'OFFLINE' })).toMatchObject({
      ...cleared,
      mode: 'OFFLINE',
    });
  });
});

describe('room and link', () => {
  const PEOPLE: Person[] = ['stranger', 'student', 'otherTrainer', 'trainer', 'admin'];
  const MEMBERS: Person[] = ['student', 'trainer', 'admin'];
  const HIDDEN = { roomId: null, meetingLink: null };

  /** In every kind of list, and by id. */
  const read = async (by: Person, id: string) => {
    const query = `query ($id: ID!, $courseId: ID!) {
      lecture(id: $id) { roomId meetingLink }
      lectures(first: 1, from: "2033-01-01T00:00:00Z") { nodes { roomId meetingLink } }
      course(id: $courseId) { lectures(from: "2033-01-01T00:00:00Z") { nodes { roomId meetingLink } } }
    }`;
    const answer = await ask(app, school[by], query, { id, courseId: school.courseId });
    const { lecture, lectures, course } = dataOf<{
      lecture: object;
      lectures: { nodes: object[] };
      course: { lectures: { nodes: object[] } };
    }>(answer);
    return [lecture, ...lectures.nodes, ...course.lectures.nodes];
  };

  it.each([
    ['strangers first', PEOPLE],
    ['members first', [...PEOPLE].reverse()],
  ])('are for members, cold and warm, %s', async (_name, people) => {
    const { id } = await newLecture({ startsAt: '2033-01-01T09:00:00Z', endsAt: '2033-01-01T10:00:00Z', ...ROOM });
    for (const by of [...people, ...people, ...people]) {
      const expected = MEMBERS.includes(by) ? ROOM : HIDDEN;
      expect([by, await read(by, id)]).toEqual([by, [expected, expected, expected]]);
    }
    await ask(app, school.trainer, 'mutation ($id: ID!) { cancelLecture(id: $id) }', { id });
  });

  it('are for everybody, where there is no course', async () => {
    const { id } = await created(app, school.trainer, ROOM);
    const answer = await ask(app, school.stranger, `{ lecture(id: "${id}") { roomId meetingLink } }`);
    expect(dataOf<{ lecture: object }>(answer).lecture).toEqual(ROOM);
  });

  it('open to a student who enrolls, and close to one who leaves, at once', async () => {
    const { trainer, stranger, courseId } = school;
    const { id } = await newLecture(ROOM);
    const query = `{ lecture(id: "${id}") { roomId } lectures(mine: true, from: "2031-01-01T00:00:00Z") { nodes { id } } }`;
    const look = async () => {
      const { lecture, lectures } = dataOf<{ lecture: Shown; lectures: { nodes: Shown[] } }>(
        await ask(app, stranger, query),
      );
      return [lecture.roomId !== null, lectures.nodes.some((one) => one.id === id)];
    };
    for (let round = 0; round < 2; round++) {
      expect([await look(), await look()]).toEqual([
        [false, false],
        [false, false],
      ]);
      const ids = { courseId, studentIds: [stranger.id] };
      await ask(
        app,
        trainer,
        'mutation ($courseId: ID!, $studentIds: [ID!]!) { enrollStudents(courseId: $courseId, studentIds: $studentIds) { id } }',
        ids,
      );
      expect([await look(), await look()]).toEqual([
        [true, true],
        [true, true],
      ]);
      await ask(app, stranger, 'mutation ($courseId: ID!) { unenroll(courseId: $courseId) }', { courseId });
    }
    expect(await look()).toEqual([false, false]);
  });
});

describe('lists', () => {
  const YEAR = 'from: "2035-01-01T00:00:00Z", to: "2036-01-01T00:00:00Z"';
  const idsOf = async (by: Person, args: string) => {
    const answer = await ask(app, school[by], `{ lectures(first: 100, ${YEAR} ${args}) { nodes { id } totalCount } }`);
    const { nodes, totalCount } = dataOf<{ lectures: { nodes: { id: string }[]; totalCount: number } }>(
      answer,
    ).lectures;
    expect(totalCount).toBe(nodes.length);
    return nodes.map(({ id }) => id);
  };

  it('are narrowed to a course, a trainer and one’s own', async () => {
    const { trainer, otherTrainer, courseId, otherCourseId } = school;
    const at = (day: number) => ({ startsAt: `2035-05-0${day}T09:00:00Z`, endsAt: `2035-05-0${day}T10:00:00Z` });
    const mine = (await created(app, trainer, { ...at(1), courseId })).id;
    const open = (await created(app, otherTrainer, at(2))).id;
    const other = (await created(app, otherTrainer, { ...at(3), courseId: otherCourseId })).id;
    for (let round = 0; round < 2; round++) {
      expect(await idsOf('student', '')).toEqual([mine, open, other]);
      expect(await idsOf('student', `courseId: "${courseId}"`)).toEqual([mine]);
      expect(await idsOf('student', 'courseId: "x"')).toEqual([]);
      expect(await idsOf('student', 'mine: true')).toEqual([mine, open]);
      expect(await idsOf('student', `mine: true, courseId: "${otherCourseId}"`)).toEqual([]);
      expect(await idsOf('stranger', 'mine: true')).toEqual([open]);
      expect(await idsOf('trainer', 'mine: true')).toEqual([mine]);
      expect(await idsOf('trainer', `mine: true, trainerId: "${otherTrainer.id}"`)).toEqual([]);
      expect(await idsOf('otherTrainer', 'mine: true')).toEqual([open, other]);
      expect(await idsOf('admin', 'mine: true')).toEqual([mine, open, other]);
    }
  });

  it('of one’s own are pages without gap or double', async () => {
    const page = async (after: string | null): Promise<string[]> => {
      const query = `query ($after: String) { lectures(first: 2, after: $after, mine: true) { nodes { id } pageInfo { endCursor hasNextPage } } }`;
      const answer = await ask(app, school.student, query, { after });
      const { nodes, pageInfo } = dataOf<{
        lectures: { nodes: { id: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
      }>(answer).lectures;
      const ids = nodes.map(({ id }) => id);
      return pageInfo.hasNextPage ? [...ids, ...(await page(pageInfo.endCursor))] : ids;
    };
    const whole = dataOf<{ lectures: { nodes: { id: string }[]; totalCount: number } }>(
      await ask(app, school.student, '{ lectures(first: 100, mine: true) { nodes { id } totalCount } }'),
    ).lectures;
    expect(await page(null)).toEqual(whole.nodes.map(({ id }) => id));
    expect(whole.totalCount).toBe(whole.nodes.length);
  });
});

describe('an archived course', () => {
  it('takes its lectures along, for all but administrators by id, and brings them back', async () => {
    const { trainer, student, admin } = school;
    const courseId = await createCourse(app, trainer, 'To be archived');
    const { id } = await created(app, trainer, {
      courseId,
      startsAt: '2037-01-01T09:00:00Z',
      endsAt: '2037-01-01T10:00:00Z',
    });
    const query = `query ($id: ID!, $courseId: ID!, $trainerId: ID!) {
      lecture(id: $id) { id }
      all: lectures(first: 100, from: "2036-01-01T00:00:00Z") { nodes { id } totalCount }
      day: lectures(from: "2037-01-01T00:00:00Z", to: "2037-01-02T00:00:00Z") { nodes { id } }
      ofTrainer: lectures(first: 1, trainerId: $trainerId, from: "2036-01-01T00:00:00Z") { nodes { id } }
      ofCourse: lectures(first: 1, courseId: $courseId) { nodes { id } totalCount }
      todayLectures(date: "2037-01-01") { id }
      count: lectures(first: 1) { totalCount }
    }`;
    interface Seen {
      lecture: object | null;
      count: { totalCount: number };
    }
    const look = async (by: School[Person]) => {
      const data = dataOf<Seen>(await ask(app, by, query, { id, courseId, trainerId: trainer.id }));
      const { lecture, count, ...lists } = data;
      const shown = Object.values(lists).map((list) => JSON.stringify(list).includes(id));
      return { byId: lecture !== null, shown: [...new Set(shown)], total: count.totalCount };
    };
    const before = await look(student);
    expect(before).toMatchObject({ byId: true, shown: [true] });
    await look(admin);
    expect(dataOf(await ask(app, trainer, `mutation { deleteCourse(id: "${courseId}") }`))).toEqual({
      deleteCourse: true,
    });
    const total = before.total - 1;
    expect(await look(student)).toEqual({ byId: false, shown: [false], total });
    expect(await look(admin)).toEqual({ byId: true, shown: [false], total });
    expect(codesOf(await update(app, trainer, id, { title: 'T' }))).toEqual(['NOT_FOUND']);
    expect(faultsOf(await create(app, trainer, { courseId }))).toEqual(['input.courseId']);
    await ask(app, admin, `mutation { restoreCourse(id: "${courseId}") { id } }`);
    expect(await look(student)).toEqual(before);
  });

  it('handed over, it hands its lectures over', async () => {
    const { trainer, otherTrainer, admin, student } = school;
    const courseId = await createCourse(app, trainer, 'To be handed over');
    const { id } = await created(app, trainer, {
      courseId,
      startsAt: '2038-01-01T09:00:00Z',
      endsAt: '2038-01-01T10:00:00Z',
    });
    const look = async () => {
      const query = `{ lecture(id: "${id}") { trainer { id } }
        before: lectures(trainerId: "${trainer.id}", from: "2038-01-01T00:00:00Z") { nodes { id } }
        after: lectures(trainerId: "${otherTrainer.id}", from: "2038-01-01T00:00:00Z") { nodes { id } }
        day: lectures(from: "2038-01-01T00:00:00Z", to: "2038-01-02T00:00:00Z") { nodes { trainer { id } } } }`;
      return dataOf(await ask(app, student, query));
    };
    const seen = (by: string, before: object[], after: object[]) => ({
      lecture: { trainer: { id: by } },
      before: { nodes: before },
      after: { nodes: after },
      day: { nodes: [{ trainer: { id: by } }] },
    });
    expect(await look()).toEqual(seen(trainer.id, [{ id }], []));
    const input = { trainerId: otherTrainer.id };
    await ask(
      app,
      admin,
      `mutation ($input: UpdateCourseInput!) { updateCourse(id: "${courseId}", input: $input) { id } }`,
      { input },
    );
    expect(await look()).toEqual(seen(otherTrainer.id, [], [{ id }]));
    expect(codesOf(await update(app, trainer, id, { title: 'T' }))).toEqual(['FORBIDDEN']);
    expect(codesOf(await update(app, otherTrainer, id, { title: 'T' }))).toEqual([]);
  });
});
