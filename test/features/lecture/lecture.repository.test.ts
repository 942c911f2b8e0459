import { Prisma } from '../../../src/platform/database/generated/client';
import pino from 'pino';
import { LectureRepository } from '../../../src/features/lecture/lecture.repository';
import { connectDatabase } from '../../../src/platform/database/database';
import { connectTestDatabase, type ConnectedDatabase } from '../../support/connected';
import { eventually } from '../../support/eventually';
import { insertLectures, insertTrainers } from '../../support/rows';
import { pageIn } from '../../support/page-in';

let connected: ConnectedDatabase;
let lectures: LectureRepository;
let busy: string;
let calm: string;
let idle: string;

/** Begins of the busy trainer's lectures; three at the same instant. */
const BEGINS = [1, 2, 2, 2, 3, 4, 5].map((hour) => new Date(Date.UTC(2026, 0, 1, hour, 0, 0, hour)));

beforeAll(async () => {
  connected = await connectTestDatabase();
  lectures = new LectureRepository(connected.database);
  const trainers = await insertTrainers(connected.url, [{ name: 'Busy' }, { name: 'Calm' }, { name: 'Idle' }]);
  [busy = '', calm = '', idle = ''] = trainers;
  await insertLectures(connected.url, [
    ...BEGINS.map((startsAt) => ({ trainerId: busy, startsAt })),
    { trainerId: calm, startsAt: BEGINS[3] ?? '' },
  ]);
});
afterAll(() => connected.drop());

/** The outcome, and how many statements it took. */
async function counted<T>(work: () => Promise<T>): Promise<{ value: T; statements: number }> {
  const before = connected.database.statements;
  const value = await work();
  return { value, statements: connected.database.statements - before };
}

it('reads the same page of many trainers in one statement', async () => {
  const { rows } = await pageIn(lectures, { first: 2, trainerId: busy });
  const places = rows.map(({ startsAt, id }) => ({ startsAt: new Date(startsAt), id }));
  for (const after of [undefined, ...places]) {
    const { value: pages, statements } = await counted(() => lectures.pagesByTrainer([busy, calm, idle], 2, after));
    expect(statements).toBe(1);
    for (const trainerId of [busy, calm, idle]) {
      expect(pages.get(trainerId)).toBe(await lectures.page({ first: 2, after, trainerId }));
    }
  }
});

it('counts the lectures of many trainers in one statement', async () => {
  const { value: counts, statements } = await counted(() => lectures.countByTrainers([busy, calm, idle]));
  expect(statements).toBe(1);
  expect([...counts].sort()).toEqual([[busy, 7] as const, [calm, 1] as const].sort());
  expect(await lectures.count({ trainerId: busy })).toBe(7);
  expect(await lectures.count({ trainerId: idle })).toBe(0);
  expect(await lectures.count({})).toBe(8);
});

it('takes `from` in and leaves `to` out, to the millisecond', async () => {
  const [from = new Date(), to = new Date()] = [BEGINS[1], BEGINS[4]];
  const within = await pageIn(lectures, { first: 100, from, to });
  expect(within.rows.map(({ startsAt }) => startsAt)).toEqual(Array<string>(4).fill(from.toISOString()));
  expect(await lectures.first(100, { from, to })).toEqual(within.rows);
  expect(await lectures.first(3, { from, to })).toEqual(within.rows.slice(0, 3));
  expect(await lectures.count({ from, to })).toBe(4);
  expect(await lectures.count({ from: new Date(from.getTime() + 1), to })).toBe(0);
  expect(await lectures.count({ from, to: new Date(to.getTime() + 1), trainerId: busy })).toBe(4);
});

it('reads and compares times as they are, in whatever zone the server lives', async () => {
  await connected.database.transaction(
    (tx) => tx.$executeRaw`DO $$ BEGIN
      EXECUTE format('ALTER DATABASE %I SET timezone = ''Asia/Kathmandu''', current_database()); END $$`,
  );
  const startsAt = new Date('2026-03-29T00:30:00.007Z');
  const [id = ''] = await insertLectures(connected.url, [{ trainerId: calm, startsAt }]);
  const fresh = connectDatabase({ url: connected.url, poolSize: 1, logger: pino({ level: 'silent' }) });
  try {
    const there = new LectureRepository(fresh);
    expect(await there.byIds([id])).toMatchObject([{ startsAt: startsAt.toISOString() }]);
    expect((await pageIn(there, { first: 1, from: startsAt })).rows).toMatchObject([
      { id, startsAt: startsAt.toISOString() },
    ]);
    expect(await there.first(100, { from: startsAt, to: new Date(startsAt.getTime() + 1) })).toMatchObject([
      { id, startsAt: startsAt.toISOString() },
    ]);
    expect(await pageIn(there, { first: 1, after: { startsAt, id } })).toEqual({ rows: [], hasNext: false });
  } finally {
    await fresh.close();
  }
});

it('is changed and cancelled by one at a time', async () => {
  const [id = ''] = await insertLectures(connected.url, [{ trainerId: calm, startsAt: '2026-05-01T09:00Z' }]);
  const late = await connected.database.transaction(async (tx) => {
    expect(await lectures.lock(tx, id)).toMatchObject({ id });
    const other = connected.database.transaction((otherTx) => lectures.lock(otherTx, id));
    await eventually(async () => (await waitingForLocks()) === 1);
    await lectures.delete(tx, id);
    return [other];
  });
  expect(await late[0]).toBeNull();
});

async function waitingForLocks(): Promise<number> {
  const rows = await connected.database.read(Prisma.sql`
      SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`);
  return rows.length;
}
