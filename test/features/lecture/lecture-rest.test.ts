import { startApp, type TestApp } from '../../support/app';
import { dataOf, graphql } from '../../support/graphql';
import { errorsOf, rest } from '../../support/rest';
import { created, openSchool, type Person, type School } from './support/school';

const TIME_ZONE = 'Asia/Kolkata';
const NOBODY = '018f0000-0000-7000-8000-000000000000';
const HOUR = 3_600_000;

let app: TestApp;
let school: School;

beforeAll(async () => {
  app = await startApp({ env: { APP_TIMEZONE: TIME_ZONE } });
  school = await openSchool(app);
});
afterAll(() => app.close());

const send = (by: Person, request: string, body?: object) => rest(app.url, request, { token: school[by].token, body });

const lectureIn = (answer: { body: Record<string, unknown> }) => answer.body['lecture'] as Record<string, unknown>;

const TIMES = { createdAt: expect.any(String) as string, updatedAt: expect.any(String) as string };

/** As the former front end's form sends it. */
const form = (fields: object = {}) => ({
  ...{ courseId: school.courseId, title: 'Vectors', description: 'Of spaces', timing: '2031-05-01T09:30' },
  ...{ duration: '90', meetingLink: '', type: 'virtual', trainerId: school.trainer.id, roomId: 'room-1-abc' },
  ...fields,
});

const newLecture = async (fields: object = {}) => {
  const answer = await send('trainer', 'POST /api/auth/lecture/create', form(fields));
  expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
  return lectureIn(answer);
};

describe('POST /api/auth/lecture/create', () => {
  it('answers the document of a virtual lecture', async () => {
    const answer = await send('trainer', 'POST /api/auth/lecture/create', form());
    const id = lectureIn(answer)['_id'];
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      message: 'Lecture Created Successfully!',
      lecture: {
        ...{ _id: id, id, title: 'Vectors', description: 'Of spaces', courseId: school.courseId, ...TIMES },
        ...{
          timing: '2031-05-01T04:00:00.000Z',
          duration: 90,
          type: 'virtual',
          status: 'scheduled',
          roomId: 'room-1-abc',
        },
      },
    });
  });

  it('keeps the place of an offline lecture under meetingLink', async () => {
    const lecture = await newLecture({
      type: 'offline',
      meetingLink: 'Room 12',
      roomId: undefined,
      duration: undefined,
    });
    expect(lecture).toMatchObject({ type: 'offline', meetingLink: 'Room 12', duration: 60 });
    expect(lecture).not.toHaveProperty('roomId');
  });

  it.each([
    ['a time with an offset', { timing: '2031-05-01T09:30:00+02:00' }, { timing: '2031-05-01T07:30:00.000Z' }],
    ['a number of minutes', { duration: 45 }, { duration: 45 }],
    ['a link', { meetingLink: 'https://meet.example/1' }, { meetingLink: 'https://meet.example/1' }],
    ['no type', { type: undefined }, { type: 'virtual' }],
    ['no course', { courseId: undefined }, { courseId: null }],
    ['no description', { description: undefined }, { description: '' }],
    ['fields that nobody knows', { status: 'completed', thumbnail: 1 }, { status: 'scheduled' }],
  ])('takes %s', async (_name, fields, shown) => {
    expect(await newLecture(fields)).toMatchObject(shown);
  });

  it.each([
    ['no title', { title: '' }, 'title'],
    ['no time', { timing: undefined }, 'timing'],
    ['a time that is none', { timing: 'tomorrow' }, 'timing'],
    ['a duration of nothing', { duration: 0 }, 'duration'],
    ['an endless duration', { duration: 1e300 }, 'duration'],
    ['a duration that is none', { duration: 'long' }, 'duration'],
    ['another type', { type: 'hybrid' }, 'type'],
    ['text for a link', { meetingLink: 'somewhere' }, 'meetingLink'],
    ['a course that is not there', { courseId: NOBODY }, 'courseId'],
    ['another trainer', { trainerId: NOBODY }, 'trainerId'],
    ['an object as the title', { title: { $ne: null } }, 'title'],
  ])('refuses %s with 422', async (_name, fields, path) => {
    const answer = await send('trainer', 'POST /api/auth/lecture/create', form(fields));
    expect([answer.status, errorsOf(answer).map((line) => line.split(':')[0])]).toEqual([422, [path]]);
  });

  it('is for trainers of the course and administrators', async () => {
    const statusFor = async (by: Person, fields: object = {}) =>
      (await send(by, 'POST /api/auth/lecture/create', form(fields))).status;
    expect(await statusFor('student')).toBe(403);
    expect(await statusFor('otherTrainer', { trainerId: school.otherTrainer.id })).toBe(403);
    expect(await statusFor('admin')).toBe(201);
    expect((await rest(app.url, 'POST /api/auth/lecture/create', { body: form() })).status).toBe(401);
  });
});

describe('lists', () => {
  it('all: the documents, without room and link for strangers', async () => {
    const lecture = await newLecture({ timing: '1990-05-01T09:30', roomId: 'room-all' });
    const all = async (by: Person) => (await send(by, 'GET /api/auth/lecture/all?to=1991-01-01T00:00:00Z')).body;
    const { roomId, ...hidden } = lecture;
    expect(roomId).toBe('room-all');
    expect(await all('student')).toEqual({ lectures: [lecture] });
    expect(await all('stranger')).toEqual({ lectures: [hidden] });
    expect((await send('student', 'GET /api/auth/lecture/all?to=1980-01-01T00:00:00Z')).body).toEqual({ lectures: [] });
    const ofCourse = await send('student', `GET /api/auth/lecture/all?courseId=${school.courseId}&limit=1`);
    expect(ofCourse.body).toEqual({ lectures: [lecture] });
    expect(ofCourse.headers.get('link')).toContain('rel="next"');
  });

  it('today: the viewer’s lectures of the local day, with course and trainer', async () => {
    const lecture = await newLecture({ timing: '2032-03-04T00:30' });
    const other = await created(app, school.otherTrainer, {
      ...{ courseId: school.otherCourseId, startsAt: '2032-03-04T09:00:00Z', endsAt: '2032-03-04T10:00:00Z' },
    });
    const today = (by: Person, query = '') => send(by, `GET /api/auth/lecture/today?date=2032-03-04${query}`);
    const { courseId, trainer } = school;
    const shown = {
      ...lecture,
      courseId: { _id: courseId, title: 'Algebra', trainerId: { _id: trainer.id, name: 'Grace' } },
    };
    expect((await today('student')).body).toEqual({ lectures: [shown], date: '2032-03-04', timeZone: TIME_ZONE });
    expect((await today('trainer')).body).toMatchObject({ lectures: [shown] });
    expect((await today('stranger')).body).toMatchObject({ lectures: [] });
    expect((await today('otherTrainer')).body).toMatchObject({ lectures: [{ id: other.id }] });
    expect((await today('admin')).body).toMatchObject({ lectures: [{ id: lecture['id'] }, { id: other.id }] });
    expect((await today('student', '&timeZone=UTC')).body).toEqual({
      lectures: [],
      date: '2032-03-04',
      timeZone: 'UTC',
    });
    expect((await send('student', 'GET /api/auth/lecture/today?date=2032-13-04')).status).toBe(422);
    expect((await send('student', 'GET /api/auth/lecture/today?date=0001-01-01')).status).toBe(422);
  });
});

describe('/api/auth/lecture/:id', () => {
  it('shows, changes and deletes a lecture', async () => {
    const lecture = await newLecture();
    const path = `/api/auth/lecture/${String(lecture['_id'])}`;
    expect((await send('student', `GET ${path}`)).body).toEqual({ lecture });
    const body = { title: 'Matrices', timing: '2031-05-02T10:00', status: 'scheduled', _id: 'x' };
    const changed = await send('trainer', `PUT ${path}`, body);
    const expected = { ...lecture, title: 'Matrices', timing: '2031-05-02T04:30:00.000Z', ...TIMES };
    expect(changed.body).toEqual({ message: 'Lecture Updated Successfully!', lecture: expected });
    expect(lectureIn(await send('trainer', `PUT ${path}`, { duration: 30 }))).toMatchObject({
      ...expected,
      duration: 30,
    });
    const moved = lectureIn(await send('trainer', `PUT ${path}`, { type: 'offline', meetingLink: 'Lab 1' }));
    expect(moved).toMatchObject({ type: 'offline', meetingLink: 'Lab 1', duration: 30 });
    expect(lectureIn(await send('student', `GET ${path}`))).toEqual(moved);
    expect((await send('student', `DELETE ${path}`)).status).toBe(403);
    expect((await send('trainer', `DELETE ${path}`)).body).toEqual({
      message: 'Lecture Deleted Successfully!',
      lecture: moved,
    });
    for (const method of ['GET', 'PUT', 'DELETE'])
      expect((await send('trainer', `${method} ${path}`, method === 'PUT' ? {} : undefined)).status).toBe(404);
  });

  it('refuses what is not valid by the names of the wire', async () => {
    const path = `/api/auth/lecture/${String((await newLecture())['_id'])}`;
    const faults = async (body: object) => {
      const answer = await send('trainer', `PUT ${path}`, body);
      return [answer.status, ...errorsOf(answer).map((line) => line.split(':')[0])];
    };
    expect(await faults({ title: '' })).toEqual([422, 'title']);
    expect(await faults({ timing: 'never' })).toEqual([422, 'timing']);
    expect(await faults({ duration: -5 })).toEqual([422, 'duration']);
    expect(await faults({ courseId: NOBODY })).toEqual([422, 'courseId']);
    expect(await faults({ status: 'cancelled' })).toEqual([422, 'status']);
    expect(await faults({ meetingLink: 'somewhere' })).toEqual([422, 'meetingLink']);
  });

  it('is completed by its room, by the trainer of its course', async () => {
    const at = new Date(Date.now() - HOUR).toISOString();
    const roomId = 'room-1764320000000-k3j9x2m1q';
    const lecture = await newLecture({ timing: at, duration: 120, roomId });
    expect(lecture).toMatchObject({ status: 'in-progress' });
    const put = (by: Person) => send(by, `PUT /api/auth/lecture/${roomId}`, { status: 'completed' });
    expect((await put('stranger')).status).toBe(404);
    expect((await put('otherTrainer')).status).toBe(404);
    expect((await put('student')).status).toBe(403);
    const answer = await put('trainer');
    expect([answer.status, lectureIn(answer)]).toEqual([200, { ...lecture, status: 'completed', ...TIMES }]);
    expect((await put('trainer')).status).toBe(200);
    const planned = String((await newLecture())['_id']);
    expect((await send('trainer', `PUT /api/auth/lecture/${planned}`, { status: 'completed' })).status).toBe(409);
  });
});

describe('a PUT that also completes', () => {
  it('changes nothing where the lecture cannot be completed', async () => {
    const lecture = await newLecture();
    const path = `/api/auth/lecture/${String(lecture['_id'])}`;
    expect((await send('trainer', `PUT ${path}`, { title: 'Changed', status: 'completed' })).status).toBe(409);
    expect(lectureIn(await send('trainer', `GET ${path}`))).toEqual(lecture);
  });

  it('does all of it', async () => {
    const lecture = await newLecture();
    const begin = new Date(Date.now() - HOUR).toISOString();
    const body = { ...lecture, title: 'Changed', timing: begin, duration: '120', status: 'Completed' };
    const answer = await send('trainer', `PUT /api/auth/lecture/${String(lecture['_id'])}`, body);
    const changes = { title: 'Changed', timing: begin, duration: 120, status: 'completed' };
    expect([answer.status, lectureIn(answer)]).toEqual([200, { ...lecture, ...changes, ...TIMES }]);
  });
});

describe('GET /auth/lecture/:roomId', () => {
  it('answers the course of the room to members', async () => {
    const roomId = 'room-only-here';
    await newLecture({ roomId });
    const look = (by: Person, room = roomId) => send(by, `GET /auth/lecture/${room}`);
    for (const by of ['student', 'trainer', 'admin'] as const) {
      const answer = await look(by);
      expect([answer.status, answer.body]).toEqual([200, { courseId: school.courseId }]);
    }
    expect((await look('stranger')).status).toBe(404);
    expect((await look('otherTrainer')).status).toBe(404);
    expect((await look('student', 'lecture-101')).status).toBe(404);
    expect((await rest(app.url, `GET /auth/lecture/${roomId}`)).status).toBe(401);
  });
});

it('a lecture that is moved keeps its length, also one that is not of whole minutes', async () => {
  const startsAt = new Date('2031-05-01T09:00:00.000Z');
  for (const seconds of [20, 90]) {
    const endsAt = new Date(startsAt.getTime() + seconds * 1_000);
    const { id } = await created(app, school.trainer, { courseId: school.courseId, startsAt, endsAt });
    const moved = await send('trainer', `PUT /api/auth/lecture/${id}`, { timing: '2031-05-02T09:00Z' });
    expect([moved.status, moved.text]).toEqual([200, expect.any(String)]);
    const query = `{ lecture(id: "${id}") { startsAt endsAt } }`;
    const { lecture } = dataOf<{ lecture: Record<'startsAt' | 'endsAt', string> }>(
      await graphql(app.url, query, { token: school.trainer.token }),
    );
    expect(Date.parse(lecture.endsAt) - Date.parse(lecture.startsAt)).toBe(seconds * 1_000);
  }
});

it('the message names the field that is not valid, whoever has found it', async () => {
  const { id } = await created(app, school.trainer, { courseId: school.courseId });
  const short = await send('trainer', `PUT /api/auth/lecture/${id}`, { duration: -5 });
  expect([short.status, short.body['message']]).toEqual([422, expect.stringContaining('duration must be')]);
  const nowhere = await send('trainer', 'GET /api/auth/lecture/today?timeZone=X');
  expect([nowhere.status, nowhere.body['message']]).toEqual([422, expect.stringContaining('timeZone')]);
});
