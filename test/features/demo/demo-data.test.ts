import { loadDemoData } from '../../../src/app/demo';
import { DEMO_LOGINS } from '../../../src/app/features';
import { localDay } from '../../../src/shared/local-day';
import { LectureRepository } from '../../../src/features/lecture/lecture.repository';
import { AccountRepository } from '../../../src/features/account/account.repository';
import { StudentRepository } from '../../../src/features/student/student.repository';
import { TrainerRepository } from '../../../src/features/trainer/trainer.repository';
import { insertAccount, profileOf } from '../../support/accounts';
import { connectTestDatabase, type ConnectedDatabase } from '../../support/connected';
import { pageIn } from '../../support/page-in';

const TIME_ZONE = 'America/New_York';
const DAY_MS = 24 * 3_600_000;

let connected: ConnectedDatabase;
let hashed: string[];

beforeEach(async () => {
  connected = await connectTestDatabase();
  hashed = [];
});
afterEach(() => connected.drop());

const load = (now: Date) =>
  loadDemoData(
    connected.database,
    TIME_ZONE,
    () => undefined,
    now,
    async (password) => {
      hashed.push(password);
      return `hash of ${password}`;
    },
  );

async function counts() {
  const { database } = connected;
  return {
    students: await new StudentRepository(database).count({}),
    trainers: await new TrainerRepository(database).count({}),
    lectures: await new LectureRepository(database).count({}),
  };
}

const lecturesOn = (now: Date) => {
  const { start, end } = localDay(now, TIME_ZONE);
  return new LectureRepository(connected.database).first(100, { from: start, to: end });
};

it('loads people, and lectures around today, every day of the week', async () => {
  const sunday = new Date('2026-11-22T12:00:00Z');
  await load(sunday);
  expect(await counts()).toEqual({ students: 200, trainers: 20, lectures: 329 });
  const accounts = new AccountRepository(connected.database);
  for (const { role, name, email, password } of DEMO_LOGINS) {
    const account = await accounts.byEmail(email);
    expect(account).toMatchObject({ role, passwordHash: `hash of ${password}` });
    expect(await profileOf(connected.database, account?.id ?? '')).toMatchObject({ role, name });
  }
  for (let day = 0; day < 7; day++) expect(await lecturesOn(new Date(sunday.getTime() + day * DAY_MS))).not.toEqual([]);
});

it('puts lectures into working hours, and nobody into two places at once', async () => {
  const now = new Date('2026-11-25T12:00:00Z');
  await load(now);
  const lectures = await lecturesOn(now);
  const hour = new Intl.DateTimeFormat('en', { timeZone: TIME_ZONE, hour: 'numeric', hourCycle: 'h23' });
  for (const { startsAt, endsAt } of lectures) {
    expect(Number(hour.format(new Date(startsAt)))).toBeGreaterThanOrEqual(9);
    expect(Number(hour.format(new Date(endsAt)))).toBeLessThanOrEqual(18);
  }
  expect(new Set(lectures.map(({ trainerId }) => trainerId)).size).toBe(lectures.length);
  const places = lectures.flatMap(({ location }) => location ?? []);
  expect(new Set(places).size).toBe(places.length);
});

it('doubles nothing when it is loaded again, hashes nothing, and undoes no change', async () => {
  const now = new Date('2026-11-22T12:00:00Z');
  await load(now);
  const trainers = new TrainerRepository(connected.database);
  const [trainer] = (await pageIn(trainers, { first: 1 })).rows;
  await connected.database.transaction((tx) => trainers.update(tx, trainer?.id ?? '', { name: 'Renamed' }));
  hashed = [];
  await load(now);
  expect(await counts()).toEqual({ students: 200, trainers: 20, lectures: 329 });
  expect(await trainers.byIds([trainer?.id ?? ''])).toMatchObject([{ name: 'Renamed' }]);
  expect(hashed).toEqual([]);
});

it('adds the lectures of days that have come into sight, and those only', async () => {
  const now = new Date('2026-11-22T12:00:00Z');
  await load(now);
  const before = await lecturesOn(now);
  await load(new Date(now.getTime() + 7 * DAY_MS));
  expect(await counts()).toEqual({ students: 200, trainers: 20, lectures: 383 });
  expect(await lecturesOn(now)).toEqual(before);
});

it('leaves out whose e-mail address somebody else has registered', async () => {
  const email = DEMO_LOGINS[0]?.email ?? '';
  const accounts = new AccountRepository(connected.database);
  const id = '00000000-0000-7000-8000-000000000001';
  await insertAccount(connected.database, 'STUDENT', { id, name: 'Somebody', email, passwordHash: 'own' });
  await load(new Date());
  expect(await counts()).toMatchObject({ students: 200, trainers: 20 });
  expect(await accounts.byEmail(email)).toMatchObject({ id, passwordHash: 'own' });
});
