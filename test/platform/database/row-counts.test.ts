import { Prisma } from '../../../src/platform/database/generated/client';
import { compactCounts, countRows, type CountedList } from '../../../src/platform/database/row-counts';
import { connectTestDatabase, type ConnectedDatabase } from '../../support/connected';
import { insertLectures, insertStudents, insertTrainers } from '../../support/rows';

let connected: ConnectedDatabase;

beforeEach(async () => {
  connected = await connectTestDatabase();
});
afterEach(() => connected.drop());

const count = (list: CountedList['list'], item?: string) => countRows(connected.database, { list, item });

const execute = (sql: string) => connected.database.transaction((tx) => tx.$executeRawUnsafe(sql));

async function lines(): Promise<number> {
  const [row] = await connected.database.read<{ lines: number }>(
    Prisma.sql`SELECT count(*)::int AS lines FROM row_counts`,
  );
  return row?.lines ?? -1;
}

const students = (number: number, branch: string) => Array.from({ length: number }, () => ({ name: 'Ann', branch }));

it('knows the length of every list, and of every branch', async () => {
  expect(await count('students')).toBe(0);
  await insertStudents(connected.url, [...students(3, 'Logic'), ...students(2, 'Sets')]);
  const [trainerId = ''] = await insertTrainers(connected.url, [{ name: 'Tom' }]);
  await insertLectures(connected.url, [{ trainerId, startsAt: '2026-01-01T09:00Z' }]);

  expect(await count('students')).toBe(5);
  expect(await count('students', 'Logic')).toBe(3);
  expect(await count('students', 'Sets')).toBe(2);
  expect(await count('students', 'logic')).toBe(0);
  expect(await count('trainers')).toBe(1);
  expect(await count('lectures')).toBe(1);
});

it('follows changes of course, deletions, rows added and removed many at once, and what is rolled back', async () => {
  await insertStudents(connected.url, [...students(3, 'Logic'), ...students(2, 'Sets')]);
  await execute(
    `UPDATE students SET branch = 'Sets' WHERE id = (SELECT id FROM students WHERE branch = 'Logic' LIMIT 1)`,
  );
  expect([await count('students', 'Logic'), await count('students', 'Sets')]).toEqual([2, 3]);

  await execute(`DELETE FROM users WHERE id IN (SELECT id FROM students WHERE branch = 'Sets')`);
  expect([await count('students'), await count('students', 'Logic'), await count('students', 'Sets')]).toEqual([
    2, 2, 0,
  ]);

  await expect(execute(`WITH gone AS (DELETE FROM students) SELECT 1 / 0`)).rejects.toThrow();
  expect(await count('students')).toBe(2);

  await execute('TRUNCATE users CASCADE');
  expect([await count('students'), await count('students', 'Logic')]).toEqual([0, 0]);
});

it('neither waits nor errs while many register, and while the lines are folded', async () => {
  const groups = Array.from({ length: 4 }, () => insertStudents(connected.url, students(40, 'Logic')));
  let done = false;
  const all = Promise.all(groups).finally(() => (done = true));
  while (!done) await compactCounts(connected.database);
  await all;
  expect([await count('students'), await count('students', 'Logic')]).toEqual([160, 160]);

  await compactCounts(connected.database);
  expect([await count('students'), await count('students', 'Logic')]).toEqual([160, 160]);
  expect(await lines()).toBe(2);
});

it('lets writers of the same branch work side by side', async () => {
  const [id = ''] = await insertStudents(connected.url, students(2, 'Logic'));
  await connected.database.transaction(async (tx) => {
    await tx.$executeRaw`DELETE FROM users WHERE id = ${id}::uuid`;
    await insertStudents(connected.url, students(1, 'Logic')); // would wait for ever on a counter that is updated
    expect(await count('students', 'Logic')).toBe(3);
  });
  expect(await count('students', 'Logic')).toBe(2);
});

it('keeps no line for a branch that nobody takes any more', async () => {
  await insertStudents(connected.url, students(2, 'Logic'));
  await execute('DELETE FROM users');
  expect(await compactCounts(connected.database)).toBeGreaterThanOrEqual(0);
  expect(await lines()).toBe(0);
});
