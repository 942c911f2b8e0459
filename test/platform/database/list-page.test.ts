import { CourseRepository } from '../../../src/features/course/course.repository';
import { StudentRepository } from '../../../src/features/student/student.repository';
import { columnsOf, time } from '../../../src/platform/database/columns';
import { Prisma } from '../../../src/platform/database/generated/client';
import { NO_LINES, readLines, toPage } from '../../../src/platform/database/list-page';
import { connectTestDatabase, type ConnectedDatabase } from '../../support/connected';
import { pageIn } from '../../support/page-in';
import { insertCourses, insertStudents, insertTrainers, select } from '../../support/rows';

let connected: ConnectedDatabase;

beforeAll(async () => {
  connected = await connectTestDatabase();
});
afterAll(() => connected.drop());

/** What JSON has to escape, what it need not, and what looks like the bounds of rows. */
const TEXTS = [
  ...['"quoted"', "'", 'back\\slash', '\\n \\u0041 \\', '/', '\n', '\r\n', '\t', '\u007f', '\u0085', '\u2028 \u2029'],
  ...Array.from({ length: 0x1f }, (_, nth) => `control ${String.fromCharCode(nth + 1)}`),
  ...['é', 'e\u0301', '李', '😀', '\ufeff', '\uffff', '],\n[', '"],\n["', ',\n', ']]}', 'null', ' '],
];

const byId = <Row extends { id: string }>(rows: readonly Row[]): Row[] =>
  [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));

describe('the records of a page are those that are read as objects', () => {
  const OF_TEXTS = 'Of texts';
  let students: StudentRepository;

  beforeAll(async () => {
    students = new StudentRepository(connected.database);
    await insertStudents(
      connected.url,
      TEXTS.map((name) => ({ name, branch: OF_TEXTS })),
    );
    await select(connected.url, 'UPDATE students SET bio = name, location = name WHERE branch = $1', [OF_TEXTS]);
  });

  it('whatever their texts are', async () => {
    const { rows, hasNext } = await pageIn(students, { first: 100, branch: OF_TEXTS });
    expect(hasNext).toBe(false);
    expect(byId(rows)).toEqual(byId(await students.byIds(rows.map(({ id }) => id))));
    expect(rows.map(({ bio }) => bio).sort()).toEqual([...TEXTS].sort());
  });

  // What is cut out of a page is sent as it is.
  it('PostgreSQL writes texts as JSON.stringify does', async () => {
    const page = await students.page({ first: 100, branch: OF_TEXTS });
    for (const text of TEXTS) expect(page).toContain(JSON.stringify(text));
  });

  it('wherever a page ends', async () => {
    const { rows } = await pageIn(students, { first: 100, branch: OF_TEXTS });
    for (const [nth, after] of rows.slice(0, -1).entries()) {
      const page = await pageIn(students, { first: 1, branch: OF_TEXTS, after });
      expect(page).toEqual({ rows: [rows[nth + 1]], hasNext: nth + 2 < rows.length });
    }
  });

  it('with nulls', async () => {
    const [id = ''] = await insertStudents(connected.url, [{ name: 'Ann', branch: 'Nothing else' }]);
    const { rows } = await pageIn(students, { first: 1, branch: 'Nothing else' });
    expect(rows).toEqual(await students.byIds([id]));
    const nothing = { rollNo: null, year: null, gender: null, dateOfBirth: null, organizationId: null };
    expect(rows).toMatchObject([{ id, role: 'STUDENT', ...nothing, bio: null, location: null, phone: null }]);
  });

  it.each([
    '2026-11-22T09:30:00.000Z',
    '2026-11-22T09:30:00.007Z',
    '2026-11-22T23:59:59.120Z',
    '0099-01-01T00:00:00.000Z',
  ])('with the time %s, a date and an enum', async (at) => {
    const [id = ''] = await insertStudents(connected.url, [{ name: 'Ann', branch: at }]);
    await select(
      connected.url,
      `UPDATE students SET created_at = $2, updated_at = $2, date_of_birth = '2004-02-29', gender = 'FEMALE',
           roll_no = 'R 1', roll_no_key = id::text, year = '1', phone = '+1' WHERE id = $1`,
      [id, at],
    );
    const { rows } = await pageIn(students, { first: 1, branch: at });
    expect(rows).toEqual(await students.byIds([id]));
    const others = { gender: 'FEMALE', rollNo: 'R 1', year: '1', phone: '+1', dateOfBirth: '2004-02-29' };
    expect(rows).toMatchObject([{ id, createdAt: at, updatedAt: at, ...others }]);
  });

  it('with numbers, and a time that most do not have', async () => {
    const courses = new CourseRepository(connected.database);
    const [trainerId = ''] = await insertTrainers(connected.url, [{ name: 'Tom' }]);
    const titles = ['Archived', 'Current'].map((title) => ({ trainerId, title }));
    const [archived = '', current = ''] = await insertCourses(connected.url, titles);
    const archivedAt = '2026-11-22T09:30:00.120Z';
    await select(connected.url, 'UPDATE courses SET credits = 12');
    await select(connected.url, 'UPDATE courses SET archived_at = $2 WHERE id = $1', [archived, archivedAt]);

    const pages = await Promise.all([true, false].map((isArchived) => pageIn(courses, { first: 5, isArchived })));
    const rows = pages.flatMap((page) => page.rows);
    expect(rows).toMatchObject([
      { id: archived, credits: 12, schedule: null, archivedAt },
      { id: current, credits: 12, schedule: null, archivedAt: null },
    ]);
    expect(byId(rows)).toEqual(byId(await courses.byIds([archived, current])));
  });
});

describe('a page', () => {
  const numbers = (last: number): Prisma.Sql =>
    Prisma.sql`SELECT json_build_array(n, ${'],\n['}::text) AS "row" FROM generate_series(1, ${last}::int) AS n ORDER BY n`;

  it.each([
    ['no rows', 0, [], false],
    ['fewer rows than its size', 2, [1, 2], false],
    ['as many rows as its size', 3, [1, 2, 3], false],
    ['a row beyond', 4, [1, 2, 3], true],
  ])('of %s', async (_what, found, expected, hasNext) => {
    const page = toPage(await readLines(connected.database, numbers(found)), 3);
    expect(JSON.parse(page)).toEqual({ hasNext, rows: expected.map((n) => [n, '],\n[']) });
    if (found === 0) expect(page).toBe(toPage(NO_LINES, 3));
  });
});

describe('columns', () => {
  interface Thing {
    id: string;
    name: string;
    at: string;
    kind: 'THING';
  }
  const things = columnsOf<Thing>({ id: 'id', name: 'title', at: time('made_at') }, { kind: 'THING' });

  it('have the same shape as the same columns', () => {
    expect(columnsOf<Thing>({ id: 'id', name: 'title', at: time('made_at') }, { kind: 'THING' }).shape).toBe(
      things.shape,
    );
  });

  it('have one shape for each list of properties, in order, and no space in it', () => {
    const shapes = [
      things,
      columnsOf<Thing>({ id: 'id', at: time('made_at'), name: 'title' }),
      columnsOf<Thing>({ id: 'id', name: 'title' }),
      columnsOf<Thing>({ id: 'id', at: time('made_at') }),
      columnsOf<Thing & { more: string }>({ id: 'id', name: 'title', at: time('made_at'), more: 'more' }),
      columnsOf<{ id: string; title: string; at: string }>({ id: 'id', title: 'title', at: time('made_at') }),
      columnsOf<{ idname: string; at: string }>({ idname: 'id', at: time('made_at') }),
    ].map(({ shape }) => shape);
    expect(new Set(shapes).size).toBe(shapes.length);
    expect(shapes.join('')).toMatch(/^[a-z\d]+$/);
  });

  it('make a record of a row, with its constants', () => {
    const at = '2026-11-22T09:30:00.000Z';
    expect(things.entityOf(['1', 'One', at])).toEqual({ id: '1', name: 'One', at, kind: 'THING' });
    expect(
      [
        ['1', 'One', at],
        ['2', 'Two', at],
      ].map(things.entityOf),
    ).toEqual([
      { id: '1', name: 'One', at, kind: 'THING' },
      { id: '2', name: 'Two', at, kind: 'THING' },
    ]);
  });
});
