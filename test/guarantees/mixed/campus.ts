import type { Redis } from 'ioredis';
import { signUp, startApp, type TestApp } from '../../support/app';
import { createTestDatabase } from '../../support/database';
import { startTestRedis } from '../../support/redis';
import { insertLectures, insertStudents, insertTrainers, select } from '../../support/rows';
import { ask, type Answer, type Question } from './asking';

export const VIEWERS = ['nobody', 'studentOne', 'studentTwo', 'trainerOne', 'trainerTwo', 'admin'] as const;
export type Viewer = (typeof VIEWERS)[number];

/** Ids and cursors that questions are about. */
export type Names = Record<Exclude<Viewer, 'nobody' | 'admin'> | 'lecture' | 'todayLecture', string> &
  Record<'studentCursor' | 'trainerCursor' | 'lectureCursor', string>;

/** A gateway that caches and one that does not, on the same databases: the same tokens and sessions hold at both. */
export interface Campus {
  cached: TestApp;
  plain: TestApp;
  names: Names;
  askCached(question: Question, viewer: Viewer): Promise<Answer>;
  askPlain(question: Question, viewer: Viewer): Promise<Answer>;
  close(): Promise<void>;
}

export async function openCampus(): Promise<Campus> {
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

async function settle(cached: TestApp, plain: TestApp): Promise<Omit<Campus, 'close'>> {
  const accounts = {
    studentOne: await signUp(plain, 'student', { name: 'Ann Ash', branch: 'Algebra', phone: '+49 1' }),
    studentTwo: await signUp(plain, 'student', { name: 'Ben Birch', branch: 'Botany' }),
    trainerOne: await signUp(plain, 'trainer', { name: 'Tess Tull', expertise: 'Go' }),
    trainerTwo: await signUp(plain, 'trainer', { name: 'Uwe Ulm', expertise: 'Chess', phone: '+49 2' }),
    admin: await signUp(plain, 'admin', { name: 'Ada Adler' }),
  };
  const { studentOne, studentTwo, trainerOne, trainerTwo } = accounts;
  const tokenOf = (viewer: Viewer) => (viewer === 'nobody' ? null : accounts[viewer].token);
  const askCached = (question: Question, viewer: Viewer) => ask(cached.url, question, tokenOf(viewer));
  const askPlain = (question: Question, viewer: Viewer) => ask(plain.url, question, tokenOf(viewer));
  const people = {
    ...{ studentOne: studentOne.id, studentTwo: studentTwo.id },
    ...{ trainerOne: trainerOne.id, trainerTwo: trainerTwo.id },
  };
  const lectures = await fill(plain.databaseUrl, trainerOne.id, trainerTwo.id);
  const names = { ...people, ...lectures, ...(await cursors(askPlain)) };
  return { cached, plain, names, askCached, askPlain };
}

/** Enough rows for a second page of everything. */
async function fill(databaseUrl: string, trainerOne: string, trainerTwo: string) {
  const people = Array.from({ length: 8 }, (_, nth) => `Person ${nth}`);
  await insertStudents(
    databaseUrl,
    people.map((name, nth) => ({ name, branch: nth % 2 ? 'Algebra' : 'Botany' })),
  );
  await insertTrainers(
    databaseUrl,
    people.map((name) => ({ name })),
  );
  const noon = new Date();
  noon.setUTCHours(12, 0, 0, 0);
  const [lecture = '', , , , todayLecture = ''] = await insertLectures(databaseUrl, [
    ...['01', '02', '03', '04'].map((day, nth) => ({
      trainerId: nth % 2 ? trainerTwo : trainerOne,
      startsAt: `2026-05-${day}T09:00:00Z`,
      title: `Lecture ${day}`,
    })),
    { trainerId: trainerOne, startsAt: noon, title: 'Lecture of today' },
  ]);
  return { lecture, todayLecture };
}

/** The ends of first pages. */
async function cursors(askPlain: Campus['askPlain']) {
  const at = 'pageInfo { endCursor }';
  const text = `{ students(first: 3) { ${at} } trainers(first: 3) { ${at} } lectures(first: 2) { ${at} } }`;
  const answer = await askPlain({ door: 'POST /graphql', text }, 'admin');
  type Page = { pageInfo: { endCursor: string } };
  const { data } = JSON.parse(answer.text) as { data: Record<'students' | 'trainers' | 'lectures', Page> };
  return {
    studentCursor: data.students.pageInfo.endCursor,
    trainerCursor: data.trainers.pageInfo.endCursor,
    lectureCursor: data.lectures.pageInfo.endCursor,
  };
}

const CACHED = /^(all|single|today)_|^user:/;

/** Removes all cached values, and with their tags what was recorded under them; sessions stay. */
export const forgetAll = (redis: Redis): Promise<void> =>
  remove(redis, (key) => CACHED.test(key) || (key.startsWith('tag:') && key !== 'tag:era'));

/** Removes cached values only, as an eviction might. */
export const forgetValues = (redis: Redis): Promise<void> => remove(redis, (key) => CACHED.test(key));

async function remove(redis: Redis, isMeant: (key: string) => boolean): Promise<void> {
  const keys = (await redis.keys('*')).filter(isMeant);
  if (keys.length > 0) await redis.del(...keys);
}

/** How many answers the gateway has sent from its memory of recorded ones. */
export async function replayedBy({ url }: TestApp): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^stms_replayed_answers_total (\d+)$/m.exec(text)?.[1]);
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
