import pino from 'pino';
import { v7 as newId } from 'uuid';
import { lectureSources } from '../../../src/features/lecture/lecture.cache';
import { LectureRepository } from '../../../src/features/lecture/lecture.repository';
import { LectureService } from '../../../src/features/lecture/lecture.service';
import { localDay } from '../../../src/shared/local-day';
import type { RequestContext } from '../../../src/shared/request-context';
import { enrollmentSources } from '../../../src/features/enrollment/enrollment.cache';
import { EnrollmentRepository } from '../../../src/features/enrollment/enrollment.repository';
import { Memberships } from '../../../src/features/enrollment/memberships';
import { Cache } from '../../../src/platform/cache/cache';
import { AdmissionFilter } from '../../../src/platform/cache/admission-filter';
import { WriteIntents } from '../../../src/platform/cache/write-intents';
import { CacheReader } from '../../../src/platform/cache/reader';
import { connectDatabase, type Database } from '../../../src/platform/database/database';
import { createMetrics } from '../../../src/platform/metrics/metrics';
import type { RedisStore } from '../../../src/platform/redis/redis-store';
import { createTestDatabase, type TestDatabase } from '../../support/database';
import { eventually } from '../../support/eventually';
import { startTestRedis, type TestRedis } from '../../support/redis';
import { openTestStore } from '../../support/redis-store';
import { insertLectures, insertTrainers } from '../../support/rows';

const MINUTE = 60_000;
const TTL = {
  ...{ profile: 30, list: 10, record: 10, lectures: 5, today: 3, courses: 30, organizations: 60 },
  ...{ assignments: 60, submissions: 30, attendance: 30, feedback: 60, stats: 1 },
};

let testDatabase: TestDatabase;
let testRedis: TestRedis;
let database: Database;
let redis: RedisStore;
let service: LectureService;
let cache: Cache;
let now: Date;

/** By title: begin. Berlin is two hours ahead of UTC in May, New York four behind. */
const LECTURES = {
  'Berlin’s last of April': '2026-04-30T21:59:59.999Z',
  'Berlin’s first of May': '2026-04-30T22:00:00.000Z',
  'UTC’s first of May': '2026-05-01T00:00:00.000Z',
  'New York’s last of April': '2026-05-01T03:59:59.999Z',
  'New York’s first of May': '2026-05-01T04:00:00.000Z',
  'Berlin’s last of May the 1st': '2026-05-01T21:59:59.999Z',
  'New York’s last of May the 1st': '2026-05-02T03:59:59.999Z',
  'spring: 01:59 in Berlin': '2026-03-29T00:59:00.000Z',
  'spring: 23:59 in Berlin': '2026-03-29T21:59:00.000Z',
  'spring: midnight after': '2026-03-29T22:00:00.000Z',
  'autumn: midnight in Berlin': '2026-10-24T22:00:00.000Z',
  'autumn: 23:59 in Berlin': '2026-10-25T22:59:00.000Z',
  'autumn: midnight after': '2026-10-25T23:00:00.000Z',
};

beforeAll(async () => {
  [testDatabase, testRedis] = await Promise.all([createTestDatabase(), startTestRedis()]);
  const logger = pino({ level: 'silent' });
  database = connectDatabase({ url: testDatabase.url, poolSize: 2, logger });
  redis = await openTestStore(testRedis.url);
  const intents = new WriteIntents(redis, database, logger);
  cache = new Cache(redis, intents, createMetrics([]).cache, logger, true, new AdmissionFilter());
  const minutes = Object.fromEntries(Object.entries(TTL).map(([name, value]) => [name, value * MINUTE])) as typeof TTL;
  const repository = new LectureRepository(database);
  const memberships = new Memberships(enrollmentSources(new EnrollmentRepository(database), minutes));
  service = new LectureService(lectureSources(repository, minutes, 20_000), repository, memberships, 'UTC', () => now);
  const [trainerId = ''] = await insertTrainers(testDatabase.url, [{ name: 'Ada' }]);
  const rows = Object.entries(LECTURES).map(([title, startsAt]) => ({ title, startsAt, trainerId }));
  await insertLectures(testDatabase.url, rows);
});
afterAll(async () => {
  await Promise.all([redis.close(), database.close()]);
  await Promise.all([testRedis.stop(), testDatabase.drop()]);
});

async function today(at: string, timeZone?: string): Promise<string[]> {
  now = new Date(at);
  const context: RequestContext = {
    requestId: newId(),
    ip: '127.0.0.1',
    userAgent: null,
    device: { shown: null, given: null },
    viewer: null,
    reader: new CacheReader(cache, true),
    decisions: [],
    rowsAsked: 0,
    maxRows: 20_000,
    wholeLists: false,
    signInRole: null,
    auditNotes: {},
  };
  return (await service.today(context, { timeZone })).map(({ title }) => title);
}

const MAY_FIRST_IN_BERLIN = [
  'Berlin’s first of May',
  'UTC’s first of May',
  'New York’s last of April',
  'New York’s first of May',
  'Berlin’s last of May the 1st',
];
const MAY_FIRST_IN_NEW_YORK = [
  'New York’s first of May',
  'Berlin’s last of May the 1st',
  'New York’s last of May the 1st',
];
const APRIL_LAST_IN_NEW_YORK = ['Berlin’s last of April', ...MAY_FIRST_IN_BERLIN.slice(0, 3)];
const MAY_FIRST_IN_UTC = [
  'UTC’s first of May',
  'New York’s last of April',
  'New York’s first of May',
  'Berlin’s last of May the 1st',
];
const SPRING = ['spring: 01:59 in Berlin', 'spring: 23:59 in Berlin'];
const AUTUMN = ['autumn: midnight in Berlin', 'autumn: 23:59 in Berlin'];

it.each([
  ['2026-04-30T21:59:59.999Z', 'Europe/Berlin', ['Berlin’s last of April']],
  ['2026-04-30T22:00:00.000Z', 'Europe/Berlin', MAY_FIRST_IN_BERLIN],
  ['2026-05-01T21:59:59.999Z', 'Europe/Berlin', MAY_FIRST_IN_BERLIN],
  ['2026-05-01T22:00:00.000Z', 'Europe/Berlin', ['New York’s last of May the 1st']],
  ['2026-05-01T03:59:59.999Z', 'America/New_York', APRIL_LAST_IN_NEW_YORK],
  ['2026-05-01T04:00:00.000Z', 'America/New_York', MAY_FIRST_IN_NEW_YORK],
  ['2026-05-02T03:59:59.999Z', 'America/New_York', MAY_FIRST_IN_NEW_YORK],
  ['2026-05-01T00:00:00.000Z', undefined, MAY_FIRST_IN_UTC],
  ['2026-05-01T23:59:59.999Z', undefined, MAY_FIRST_IN_UTC],
  ['2026-03-28T23:00:00.000Z', 'Europe/Berlin', SPRING],
  ['2026-03-29T21:59:59.999Z', 'Europe/Berlin', SPRING],
  ['2026-03-29T22:00:00.000Z', 'Europe/Berlin', ['spring: midnight after']],
  ['2026-10-24T22:00:00.000Z', 'Europe/Berlin', AUTUMN],
  ['2026-10-25T22:59:59.999Z', 'Europe/Berlin', AUTUMN],
  ['2026-10-25T23:00:00.000Z', 'Europe/Berlin', ['autumn: midnight after']],
])('at %s in %s', async (at, timeZone, titles) => {
  expect(await today(at, timeZone)).toEqual(titles);
});

it('is kept for three minutes, and never beyond the end of the day', async () => {
  await today(new Date().toISOString(), 'Europe/Berlin');
  const { date, end } = localDay(now, 'Europe/Berlin');
  const key = `today_lectures:date=${date}:zone=Europe%2FBerlin`;
  await eventually(async () => (await redis.client.exists(key)) === 1);
  expect(await redis.client.pttl(key)).toBeLessThanOrEqual(Math.min(3 * MINUTE, end.getTime() - now.getTime()));
});

it('refuses an unknown zone', async () => {
  await expect(today('2026-05-01T00:00:00Z', 'Mars/Olympus')).rejects.toMatchObject({
    code: 'BAD_USER_INPUT',
    fields: [{ path: 'timeZone' }],
  });
});
