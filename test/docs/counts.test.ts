import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { CHECKOUT, startProgram } from '../support/gateway';
import { select } from '../support/rows';

/* Triggers keep counts of many lists. The handbook has SQL that counts all of them again. */

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  const seeding = startProgram({ DATABASE_URL: database.url }, { args: ['dist/commands/db-seed.js'] });
  expect([await seeding.exited, seeding.output()]).toEqual([0, expect.stringContaining('loaded')]);
  await select(database.url, `UPDATE students SET year = '2026' WHERE branch = (SELECT min(branch) FROM students)`);
  await select(database.url, 'UPDATE courses SET archived_at = now() WHERE id = (SELECT id FROM courses LIMIT 1)');
});
afterAll(() => database.drop());

const counts = () =>
  select<{ list: string; item: string; rows: string }>(
    database.url,
    'SELECT list, item, sum(rows) AS rows FROM row_counts GROUP BY list, item HAVING sum(rows) <> 0 ORDER BY list, item',
  );

/** The lists that some trigger counts: count_by has the list's name as its first argument, the others count their table. */
const countedLists = async () => {
  const rows = await select<{ list: string }>(
    database.url,
    `SELECT DISTINCT CASE WHEN proname = 'count_by' THEN split_part(encode(tgargs, 'escape'), E'\\\\000', 1)
                          ELSE tgrelid::regclass::text END AS list
     FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE proname IN ('count_by', 'count_rows') ORDER BY list`,
  );
  return rows.map(({ list }) => list);
};

it('the SQL of the handbook counts what the triggers count', async () => {
  const kept = await counts();
  expect([...new Set(kept.map(({ list }) => list))]).toEqual(
    expect.arrayContaining([...(await countedLists()), 'students_by_year']),
  );
  await select(database.url, 'UPDATE row_counts SET rows = rows + 7');
  const handbook = await readFile(path.join(CHECKOUT, 'docs/operations.md'), 'utf8');
  await select(database.url, /^## Counts$.*?```sql\n(.*?)```/ms.exec(handbook)?.[1] ?? '');
  expect(await counts()).toEqual(kept);
});
