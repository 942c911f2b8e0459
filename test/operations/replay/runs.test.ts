import { once } from 'node:events';
import { connect } from 'node:net';
import { Runs } from '../../../src/operations/replay/runs';
import { signUp, startApp, type Account, type TestApp } from '../../support/app';
import { eventually } from '../../support/eventually';
import { graphql } from '../../support/graphql';
import { startTestRedis, type TestRedis } from '../../support/redis';
import { insertLectures } from '../../support/rows';
import { send } from '../../support/http';

/*
 * A change that many readers meet at once is executed by one of them. The others wait for its response, unless it is not
 * theirs to see.
 */

const CROWD = 30;
const QUERY = '{ students(first: 50) { nodes { name phone } } }';

let redis: TestRedis;
let app: TestApp;
let elsewhere: TestApp;
let trainer: Account;
let student: Account;

beforeAll(async () => {
  redis = await startTestRedis();
  app = await startApp({ redis, env: { RATE_LIMIT_USER: '1000000/1h' } });
  elsewhere = await startApp({ redis, database: { url: app.databaseUrl } });
  trainer = await signUp(app, 'trainer');
  student = await signUp(app, 'student', { name: 'Aaron' });
});
afterAll(async () => {
  await Promise.all([app.close(), elsewhere.close()]);
  await redis.stop();
});

const read = ({ url }: TestApp, query = QUERY, { token } = trainer) => graphql(url, query, { token });

/** Records the response here, then changes what it shows elsewhere, where it is loaded again. */
async function meetChange(phone: string): Promise<void> {
  for (let nth = 0; nth < 3; nth += 1) await read(app);
  await graphql(elsewhere.url, `mutation { updateProfile(input: { phone: "${phone}" }) { id } }`, {
    token: student.token,
  });
  await read(elsewhere);
}

/** Responses that were not executed. */
async function repeated(): Promise<number> {
  const { text } = await send(`${app.url}/metrics`);
  const counter = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
  return counter('stms_replayed_answers_total') + counter('stms_confirmed_answers_total');
}

it('a change that a crowd meets is executed once, and everybody sees it', async () => {
  for (const phone of ['1', '2', '3']) {
    await meetChange(phone);
    const before = await repeated();
    const crowd = await Promise.all(Array.from({ length: CROWD }, () => read(app)));
    expect(crowd.filter(({ text }) => !text.includes(`"phone":"${phone}"`))).toEqual([]);
    expect((await repeated()) - before).toBe(CROWD - 1);
  }
});

it('nobody waits for a client that has gone', async () => {
  for (const phone of ['4', '5', '6']) {
    await meetChange(phone);
    const gone = Array.from({ length: 10 }, () => sendAndLeave(QUERY));
    const crowd = await Promise.all(Array.from({ length: CROWD }, () => read(app)));
    expect(crowd.filter(({ text }) => !text.includes(`"phone":"${phone}"`))).toEqual([]);
    await Promise.all(gone);
  }
});

it('nobody waits for a client that has gone while its request was authenticated', async () => {
  await meetChange('7');
  const { hostname, port } = new URL(app.url);
  const client = connect(Number(port), hostname);
  client.write(requestOf('{ me { id } }')); // a connection that was accepted before
  await once(client, 'data');
  redis.pause();
  client.write(requestOf(QUERY));
  await eventually(async () => (await inFlight()) === 1);
  client.destroy();
  await eventually(async () => (await inFlight()) === 0);
  redis.resume();
  expect((await read(app)).text).toContain('"phone":"7"');
});

/** Requests that the gateway works on. */
async function inFlight(): Promise<number> {
  const { text } = await send(`${app.url}/metrics`);
  return Number(/^stms_requests_in_flight (\d+)$/m.exec(text)?.[1]) - 1; // without this one
}

function requestOf(query: string): string {
  const body = JSON.stringify({ query });
  const head = `POST /graphql HTTP/1.1\r\nhost: ${new URL(app.url).hostname}\r\nauthorization: Bearer ${trainer.token}\r\n`;
  return `${head}content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

/** A request whose client closes its connection as soon as it is sent. */
function sendAndLeave(query: string): Promise<void> {
  const { hostname, port } = new URL(app.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.end(requestOf(query), () => socket.destroy()));
    socket.on('close', () => resolve()).on('error', reject);
  });
}

it('whoever may not see the new response gets another one', async () => {
  const { member, stranger, query, change, courseId } = await lectureWithLink('SECRET-1');
  for (let nth = 0; nth < 5; nth += 1) {
    // Everybody sees the link of a lecture without a course, so all students have one response.
    await change('courseId: null, meetingLink: "https://meet.example/secret"');
    for (const one of [member, stranger, member, stranger]) await read(app, query, one);
    await change(`courseId: "${courseId}", title: "Round ${nth}"`);
    await read(elsewhere, query);
    const crowd = Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? member : stranger));
    const texts = await Promise.all(crowd.map(async (one) => ({ one, text: (await read(app, query, one)).text })));
    for (const { one, text } of texts) {
      expect(text).toContain(`Round ${nth}`);
      expect(text.includes('secret')).toBe(one === member);
    }
  }
});

it('a response that has become one for each student is repeated for each', async () => {
  const { member, stranger, query, change, courseId } = await lectureWithLink('SECRET-2');
  await change('courseId: null, meetingLink: "https://meet.example/secret"');
  for (const one of [member, stranger, member, stranger]) await read(app, query, one);
  await change(`courseId: "${courseId}"`);
  for (const one of [member, stranger, member, stranger]) await read(app, query, one);
  const before = await repeated();
  for (const one of [member, stranger, member, stranger]) await read(app, query, one);
  expect((await repeated()) - before).toBe(4);
});

/** A lecture, and two students of whom one is enrolled in the course that it can be moved to. */
async function lectureWithLink(code: string) {
  const course = await graphql(
    app.url,
    `mutation { createCourse(input: { title: "Secrets", description: "x", credits: 1, enrollmentCode: "${code}" }) { id } }`,
    { token: trainer.token },
  );
  const { id: courseId } = (course.body.data as { createCourse: { id: string } }).createCourse;
  const [member, stranger] = [await signUp(app, 'student'), await signUp(app, 'student')];
  await graphql(app.url, `mutation { enroll(code: "${code}") { id } }`, { token: member.token });
  const [lecture = ''] = await insertLectures(app.databaseUrl, [
    { trainerId: trainer.id, startsAt: '2026-03-01T09:00Z' },
  ]);
  const change = (input: string) =>
    graphql(elsewhere.url, `mutation { updateLecture(id: "${lecture}", input: { ${input} }) { id } }`, {
      token: trainer.token,
    });
  return { member, stranger, courseId, change, query: `{ lecture(id: "${lecture}") { title meetingLink } }` };
}

it('a run ends once, and its name is free again', async () => {
  const runs = new Runs<string>();
  const end = runs.begin('a');
  const waiting = runs.of('a');
  end('made');
  expect(runs.of('a')).toBeUndefined();
  const endNext = runs.begin('a');
  end(null);
  expect(await waiting).toBe('made');
  expect(runs.of('a')).toBeDefined();
  endNext(null);
  expect([await waiting, runs.of('a')]).toEqual(['made', undefined]);
});
