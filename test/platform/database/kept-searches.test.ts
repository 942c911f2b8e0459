import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../../src/platform/database/database';
import { Prisma } from '../../../src/platform/database/generated/client';
import { forgetSearches } from '../../../src/platform/database/kept-searches';
import type { NamePlace } from '../../../src/platform/database/list-page';
import { containsPattern } from '../../../src/platform/database/search-text';
import { createLogger } from '../../../src/platform/logging/logger';
import { StudentRepository } from '../../../src/features/student/student.repository';
import { TrainerRepository } from '../../../src/features/trainer/trainer.repository';
import { connectTestDatabase, type ConnectedDatabase } from '../../support/connected';
import { eventually } from '../../support/eventually';
import { insertStudents, insertTrainers, select } from '../../support/rows';
import { pageIn } from '../../support/page-in';

let connected: ConnectedDatabase;
/** Knows which searches were kept by its own counts, and uses only these. */
let students: StudentRepository;

beforeAll(async () => {
  connected = await connectTestDatabase(12);
});
afterAll(() => connected.drop());
beforeEach(async () => {
  renewStudents();
  await execute('TRUNCATE users CASCADE');
  await eventually(async () => (await forgetSearches(connected.database)) > 0);
});

const execute = (sql: string) => connected.database.transaction((tx) => tx.$executeRawUnsafe(sql));

/** Students whose names are an SQL expression of their number; their search texts are the names in lower case. */
const fill = (name: string, from: number, to: number) =>
  select(
    connected.url,
    `
    WITH dealt AS MATERIALIZED (
      SELECT gen_random_uuid() AS id, number || '@1.2' AS email, ${name} AS name
      FROM generate_series(${from}, ${to}) AS number
    ), accounts AS (
      INSERT INTO users (id, email, role, password_hash) SELECT id, email, 'STUDENT', '' FROM dealt
    )
    INSERT INTO students (id, email, name, branch, search_text) SELECT id, email, name, 'Logic', lower(name) FROM dealt`,
  );

/** Names in the order of the list, of all that match. */
const matches = async (search: string) =>
  (
    await select<{ name: string }>(
      connected.url,
      'SELECT name FROM students WHERE search_text LIKE $1 ORDER BY name, id',
      [containsPattern(search)],
    )
  ).map(({ name }) => name);

const isKept = async (search: string) =>
  (await select(connected.url, `SELECT FROM kept_searches WHERE list = 'students' AND term = $1`, [search])).length > 0;

/** After a failure, as on a machine that stood still for seconds, a repository tries to keep none for a minute. A new one tries. */
const renewStudents = () => (students = new StudentRepository(connected.database));

/** Searches until it is kept, as searches of users do. */
const keep = (search: string) =>
  eventually(async () => {
    await renewStudents().count({ search });
    return isKept(search);
  });

/** All pages, one after another. */
async function readThrough(search: string, first: number, after?: NamePlace): Promise<string[]> {
  const { rows, hasNext } = await pageIn(students, { first, search, after });
  const names = rows.map(({ name }) => name);
  return hasNext ? [...names, ...(await readThrough(search, first, rows.at(-1)))] : names;
}

/** Of this statement, how many pages of 8 kB PostgreSQL looks at. */
async function pagesReadBy(statement: Prisma.Sql): Promise<number> {
  const explain = Prisma.sql`EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) ${statement}`;
  const [row] = await connected.database.read<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(explain);
  const plan = row?.['QUERY PLAN'][0].Plan ?? {};
  return (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0);
}

it('a frequent search reads a part of the list that does not grow with its matches', async () => {
  await fill(`CASE WHEN number <= 30000 THEN 'Ann ' ELSE 'Zoe ' END || to_char(number, 'FM00000')`, 1, 50_000);
  let pages = 0;
  const read: Database['read'] = async (statement) => {
    pages += await pagesReadBy(statement);
    return connected.database.read(statement);
  };
  const observed = new StudentRepository({ ...connected.database, read });
  const workOf = async (work: () => Promise<unknown>) => {
    pages = 0;
    await work();
    return pages;
  };
  const search = 'zo';
  const page = () => workOf(() => pageIn(observed, { first: 50, search }));
  const count = () => workOf(() => observed.count({ search }));
  expect(await page()).toBeGreaterThan(400);
  expect(await count()).toBeGreaterThan(300);
  await keep(search);

  expect(await page()).toBeLessThan(300);
  const after = { name: 'Zoe 49900', id: '00000000-0000-0000-0000-000000000000' };
  expect(await workOf(() => pageIn(observed, { first: 50, search, after }))).toBeLessThan(300);
  expect(await count()).toBeLessThan(20);
  expect(await students.count({ search })).toBe(20_000);
});

it('a page that had to sort its matches is kept, too', async () => {
  await fill(`CASE WHEN number <= 6000 THEN 'Ann ' ELSE 'Zoe ' END || number`, 1, 9_000);
  await eventually(async () => {
    expect((await pageIn(renewStudents(), { first: 1, search: 'zo' })).rows).toHaveLength(1);
    return isKept('zo');
  });
});

it('a rare search is not kept', async () => {
  await fill(`'Ann ' || number`, 1, 1_999);
  expect(await students.count({ search: 'ann' })).toBe(1_999);
  await sleep(100);
  expect(await isKept('ann')).toBe(false);
});

it('pages of a kept search have neither gap nor double, wherever the matches lie and whatever changes', async () => {
  // Names shorter than a start, starts of each other, in many scripts, and matches between others.
  const names = `(ARRAY['An', 'Ann', 'Annabell', 'Annabella', 'Bob', 'Zoë', 'Ännchen an', '李明 an', chr(1114111) || ' an'])[1 + number % 9]`;
  await fill(`${names} || CASE WHEN number % 5 = 0 THEN '' ELSE ' ' || (number * 7 % 100) END`, 1, 4_000);
  await keep('an');
  expect(await readThrough('an', 97)).toEqual(await matches('an'));

  await execute(`DELETE FROM users WHERE id IN (SELECT id FROM students WHERE name LIKE 'Ann%' LIMIT 500)`);
  await execute(`UPDATE students SET name = 'Aa an', search_text = 'aa an' WHERE name = 'Bob'`);
  await execute(`UPDATE students SET name = 'Ann', search_text = 'nobody' WHERE name LIKE '李明%'`);
  await insertStudents(connected.url, [{ name: 'Zz an' }, { name: 'Aa' }, { name: 'A' }]);
  expect(await isKept('an')).toBe(true);
  expect(await readThrough('an', 97)).toEqual(await matches('an'));
  expect(await students.count({ search: 'an' })).toBe((await matches('an')).length);
});

it('follows one and many changes, what is rolled back, and a truncation', async () => {
  await fill(`'Ann ' || number`, 1, 2_500);
  await keep('ann');
  const count = () => students.count({ search: 'ANN' });

  await insertStudents(connected.url, [{ name: 'Joanna' }, { name: 'Bob' }]);
  expect(await count()).toBe(2_501);
  await execute(`UPDATE students SET name = 'Eve', search_text = 'eve' WHERE name IN ('Ann 1', 'Ann 2')`);
  await execute(`UPDATE students SET phone = '1', branch = 'Sets'`);
  expect(await count()).toBe(2_499);
  await expect(execute('WITH gone AS (DELETE FROM students) SELECT 1 / 0')).rejects.toThrow();
  expect(await count()).toBe(2_499);
  expect(await isKept('ann')).toBe(true);

  await fill(`'Ann ' || number`, 3_001, 4_500);
  expect(await count()).toBe(3_999);
  await keep('ann');
  expect(await count()).toBe(3_999);
  await execute(`DELETE FROM users WHERE email LIKE '%1@1.2'`);
  expect(await count()).toBe((await matches('ann')).length);
  await execute('TRUNCATE users CASCADE');
  expect(await count()).toBe(0);
});

/** Students' searches whose transactions, each of which is to keep one, are counted. */
function observedKeeping() {
  const seen = { begun: 0, running: 0, mostAtOnce: 0 };
  const transaction: Database['transaction'] = async (work) => {
    seen.begun += 1;
    seen.running += 1;
    seen.mostAtOnce = Math.max(seen.mostAtOnce, seen.running);
    return connected.database.transaction(work).finally(() => (seen.running -= 1));
  };
  const lines: string[] = [];
  const logger = createLogger('warn', { write: (line) => void lines.push(line) });
  const observed = new StudentRepository({ ...connected.database, transaction, logger });
  /** A search that waits for what it made begin. */
  const count = async (search: string) => {
    await observed.count({ search });
    await eventually(() => seen.running === 0);
  };
  return { seen, lines, observed, count };
}

it('one search at a time is kept, however many are requested', async () => {
  await fill(`'Ann ' || number`, 1, 2_500);
  const { seen, observed } = observedKeeping();
  const searches = Array.from({ length: 8 }, (_, nth) => ['ann', 'an', 'nn', 'n'][nth % 4] ?? '');
  await Promise.all(searches.map((search) => observed.count({ search })));
  await eventually(async () => {
    await Promise.all(searches.map((search) => observed.count({ search })));
    return (await Promise.all(searches.slice(0, 4).map(isKept))).every(Boolean);
  });
  expect(seen.mostAtOnce).toBe(1);
});

describe('with a clock that is set by hand', () => {
  const OTHER_CLOCKS = ['Date', 'hrtime', 'nextTick', 'queueMicrotask', 'setImmediate', 'clearImmediate'] as const;
  const TIMERS = ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const;

  beforeEach(() => void jest.useFakeTimers({ doNotFake: [...OTHER_CLOCKS, ...TIMERS] }));
  afterEach(() => void jest.useRealTimers());

  it.each([
    [
      'finds no room',
      `INSERT INTO kept_searches SELECT 'students', number, 0, '{}', '{}', '{}' FROM generate_series(1, 500) AS number`,
      'DELETE FROM kept_searches',
      [],
    ],
    [
      'fails',
      'ALTER TABLE kept_searches ADD CONSTRAINT none_is_kept CHECK (false)',
      'ALTER TABLE kept_searches DROP CONSTRAINT none_is_kept',
      ['search not kept'],
    ],
  ])('after a search that %s, none is tried for a while', async (_, obstruct, clear, logged) => {
    await fill(`'Ann ' || number`, 1, 2_500);
    await eventually(async () => (await forgetSearches(connected.database)) > 0);
    await execute(obstruct);
    const { seen, lines, count } = observedKeeping();
    for (const search of ['ann', 'an', 'ann', 'nn']) await count(search);
    await execute(clear);
    await count('ann');
    expect([seen.begun, await isKept('ann')]).toEqual([1, false]);
    expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(logged);

    jest.advanceTimersByTime(60_000);
    await count('ann');
    expect([seen.begun, await isKept('ann')]).toEqual([2, true]);
  });
});

it('is kept of trainers, too', async () => {
  const people = Array.from({ length: 2_500 }, (_, nth) => ({ name: `Ann ${nth}` }));
  await insertTrainers(connected.url, people);
  let trainers = new TrainerRepository(connected.database);
  await eventually(async () => {
    trainers = new TrainerRepository(connected.database);
    expect(await trainers.count({ search: 'ann' })).toBe(2_500);
    return (await select(connected.url, `SELECT FROM kept_searches WHERE list = 'trainers'`)).length > 0;
  });
  await insertTrainers(connected.url, [{ name: 'Aa Ann' }]);
  await execute(`DELETE FROM users WHERE id IN (SELECT id FROM trainers WHERE name IN ('Ann 0', 'Ann 1'))`);
  expect(await trainers.count({ search: 'ann' })).toBe(2_499);
  const { rows } = await pageIn(trainers, { first: 2, search: 'ann' });
  expect(rows.map(({ name }) => name)).toEqual(['Aa Ann', 'Ann 10']);
});

it('is exact while many write, keep and forget', async () => {
  await fill(`'Ann ' || number`, 1, 2_500);
  let isOver = false;
  const untilOver = async (work: (round: number) => Promise<unknown>) => {
    for (let round = 0; !isOver; round += 1) await work(round);
  };
  const writers = [1, 2, 3].map((writer) =>
    untilOver(async (round) => {
      const mine = `(SELECT id FROM students WHERE name LIKE 'Ann %' ORDER BY id LIMIT 3 OFFSET ${writer * 100})`;
      await insertStudents(connected.url, [{ name: `Hannah ${writer}` }, { name: 'Bob' }]);
      await execute(`UPDATE students SET name = 'Eve', search_text = 'eve' || ${round} WHERE id IN ${mine}`);
      await execute(`DELETE FROM users WHERE id IN (SELECT id FROM students WHERE name = 'Hannah ${writer}' LIMIT 1)`);
      await execute(`DELETE FROM students WHERE search_text = 'eve${round}' AND (SELECT 1 / 0) = 1`).catch(() => null);
    }),
  );
  const keepers = ['ann', 'an', 'n'].map((search) => untilOver(() => students.count({ search })));
  const forgetter = untilOver(async () => {
    await sleep(300);
    renewStudents();
    await forgetSearches(connected.database);
  });

  const compared: { kept: number; real: number }[] = [];
  while (compared.length < 100) {
    compared.push(...(await select<{ kept: number; real: number }>(connected.url, COMPARE)));
  }
  isOver = true;
  await Promise.all([...writers, ...keepers, forgetter]);
  expect(compared.filter(({ kept, real }) => kept !== real)).toEqual([]);
  for (const search of ['ann', 'an', 'n']) {
    expect(await students.count({ search })).toBe((await matches(search)).length);
  }
});

/** Of all that is kept, unless it is outdated: the number with its changes, and the number of rows, in one snapshot. */
const COMPARE = `
  SELECT (matches + (SELECT coalesce(sum(change), 0) FROM search_changes WHERE strpos(search_text, term) > 0))::int AS kept,
    (SELECT count(*)::int FROM students WHERE strpos(search_text, term) > 0) AS real
  FROM kept_searches WHERE NOT EXISTS (SELECT FROM search_changes WHERE search_text IS NULL)`;

it('is counted again after too many changes, which are forgotten', async () => {
  await fill(`'Ann ' || number`, 1, 2_500);
  await keep('ann');
  for (let round = 0; round < 6; round += 1) {
    const [old, name] = round % 2 ? ['Eve', 'Ann'] : ['Ann', 'Eve'];
    await execute(`UPDATE students SET name = replace(name, '${old}', '${name}'), search_text = lower(replace(name, '${old}', '${name}'))
      WHERE id IN (SELECT id FROM students ORDER BY id LIMIT 499)`);
  }
  expect(await students.count({ search: 'ann' })).toBe(2_500);
  await eventually(async () => {
    expect(await renewStudents().count({ search: 'ann' })).toBe(2_500);
    return (await select(connected.url, 'SELECT FROM search_changes LIMIT 1')).length === 0;
  });
  expect(await isKept('ann')).toBe(true);
  expect(await students.count({ search: 'ann' })).toBe(2_500);
});
