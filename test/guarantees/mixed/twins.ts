import type { Redis } from 'ioredis';
import { startApp, type TestApp } from '../../support/app';
import { Campus, type Caller } from '../../support/campus';
import { createTestDatabase } from '../../support/database';
import { dataOf } from '../../support/graphql';
import { startTestRedis } from '../../support/redis';
import { insertLectures, insertStudents, insertTrainers, select } from '../../support/rows';
import { ask, type Answer, type Question } from './asking';

/** Ids of people and things on the campus, and cursors, that questions are about. */
export interface Names {
  id: (name: string) => string;
  cursor: Readonly<Record<'students' | 'trainers' | 'lectures', string>>;
}

/** A gateway that caches and one that does not, on the same databases: the same tokens and sessions hold at both. */
export interface Twins {
  cached: TestApp;
  plain: TestApp;
  names: Names;
  askCached(question: Question, viewer: Caller): Promise<Answer>;
  askPlain(question: Question, viewer: Caller): Promise<Answer>;
  close(): Promise<void>;
}

export async function openTwins(): Promise<Twins> {
  const [database, redis] = await Promise.all([createTestDatabase(), startTestRedis()]);
  const gateways: TestApp[] = [];
  const close = async () => {
    await Promise.all(gateways.map((gateway) => gateway.close()));
    await Promise.all([database.drop(), redis.stop()]);
  };
  try {
    const cached = await startApp({ database, redis });
    gateways.push(cached);
    const plain = await startApp({ database, redis, env: { CACHE_ENABLED: 'false' } });
    gateways.push(plain);
    return { ...(await settle(cached, plain)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function settle(cached: TestApp, plain: TestApp): Promise<Omit<Twins, 'close'>> {
  const campus = await (await Campus.open(plain)).furnish();
  await fill(plain.databaseUrl, campus);
  const ofCourse = await openCourse(campus);
  const tokenOf = (viewer: Caller) => campus.token(viewer) ?? null;
  return {
    ...{ cached, plain },
    names: { id: (name) => ofCourse[name] ?? campus.id(name), cursor: await cursors(campus) },
    askCached: (question, viewer) => ask(cached.url, question, tokenOf(viewer)),
    askPlain: (question, viewer) => ask(plain.url, question, tokenOf(viewer)),
  };
}

/** Enough rows for a second page of everything. */
async function fill(databaseUrl: string, campus: Campus): Promise<void> {
  const people = Array.from({ length: 8 }, (_, nth) => ({ name: `Person ${nth}` }));
  await insertStudents(
    databaseUrl,
    people.map((person, nth) => ({ ...person, branch: nth % 2 ? 'Algebra' : 'Botany' })),
  );
  await insertTrainers(databaseUrl, people);
  const lectures = ['02', '03', '04'].map((day, nth) => ({
    trainerId: campus.id(nth % 2 ? 'trainer' : 'otherTrainer'),
    startsAt: `2026-05-${day}T09:00:00Z`,
    title: `Lecture ${day}`,
  }));
  await insertLectures(databaseUrl, lectures);
}

/** The trainer's course, one of whose lectures has a link that members alone may see; the student is a member. */
async function openCourse(campus: Campus): Promise<Record<string, string | undefined>> {
  const create = 'mutation ($input: CreateCourseInput!) { made: createCourse(input: $input) { id } }';
  const input = { title: 'Course', description: 'D', enrollmentCode: 'CODE-1234' };
  const course = dataOf<{ made: { id: string } }>(await campus.ask('trainer', create, { input })).made.id;
  dataOf(await campus.ask('student', 'mutation { enroll(code: "CODE-1234") { id } }'));
  const add = 'mutation ($input: CreateLectureInput!) { made: createLecture(input: $input) { id } }';
  const lecture = {
    ...{ title: 'Of the course', courseId: course, meetingLink: 'https://example.org/join', roomId: 'room-1' },
    ...{ startsAt: '2026-05-05T09:00:00Z', endsAt: '2026-05-05T10:00:00Z' },
  };
  const added = dataOf<{ made: { id: string } }>(await campus.ask('trainer', add, { input: lecture }));
  return { ofMembers: course, lectureOfMembers: added.made.id };
}

/** The ends of first pages. */
async function cursors(campus: Campus): Promise<Names['cursor']> {
  const at = 'pageInfo { endCursor }';
  const answer = await campus.ask(
    'admin',
    `{ students(first: 3) { ${at} } trainers(first: 3) { ${at} } lectures(first: 2) { ${at} } }`,
  );
  type Page = { pageInfo: { endCursor: string } };
  const { students, trainers, lectures } = dataOf<Record<'students' | 'trainers' | 'lectures', Page>>(answer);
  return {
    students: students.pageInfo.endCursor,
    trainers: trainers.pageInfo.endCursor,
    lectures: lectures.pageInfo.endCursor,
  };
}

const KEPT = /^(session|blacklist|rate_limit|lock|tag):/;

/** Removes all cached values, and with their tags what was recorded under them; sessions stay. */
export const forgetAll = (redis: Redis): Promise<void> =>
  remove(redis, (key) => !KEPT.test(key) || (key.startsWith('tag:') && key !== 'tag:era'));

/** Removes cached values only, as an eviction might. */
export const forgetValues = (redis: Redis): Promise<void> => remove(redis, (key) => !KEPT.test(key));

async function remove(redis: Redis, isMeant: (key: string) => boolean): Promise<void> {
  const keys = (await redis.keys('*')).filter(isMeant);
  if (keys.length > 0) await redis.del(...keys);
}

/** Takes a table away, so that every read of it fails, and puts it back. */
export async function whileAway(databaseUrl: string, table: string, does: () => Promise<void>): Promise<void> {
  await select(databaseUrl, `ALTER TABLE ${table} RENAME TO away`);
  try {
    await does();
  } finally {
    await select(databaseUrl, `ALTER TABLE away RENAME TO ${table}`);
  }
}
