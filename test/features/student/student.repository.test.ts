import fc from 'fast-check';
import type { StudentEntity, StudentFilter } from '../../../src/features/student/student.record';
import { StudentRepository } from '../../../src/features/student/student.repository';
import { newId } from '../../../src/platform/database/ids';
import { connectTestDatabase, type ConnectedDatabase } from '../../support/connected';
import { insertStudents } from '../../support/rows';
import { pageIn } from '../../support/page-in';

let connected: ConnectedDatabase;
let students: StudentRepository;

beforeAll(async () => {
  connected = await connectTestDatabase();
  students = new StudentRepository(connected.database);
});
afterAll(() => connected.drop());

const clear = () => connected.database.transaction((tx) => tx.$executeRaw`TRUNCATE users CASCADE`);

/** All pages of a list, one behind the other. */
async function walk(first: number, filter: StudentFilter = {}): Promise<StudentEntity[]> {
  const rows: StudentEntity[] = [];
  for (;;) {
    const last = rows.at(-1);
    const page = await pageIn(students, { first, ...filter, after: last && { name: last.name, id: last.id } });
    expect(page.rows.length).toBeLessThanOrEqual(first);
    rows.push(...page.rows);
    if (!page.hasNext) return rows;
    expect(page.rows).toHaveLength(first);
  }
}

/** By code point of the name, then id: as bytes of UTF-8 compare. */
const inOrder = (rows: { name: string; id: string }[]) =>
  [...rows].sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)) || (a.id < b.id ? -1 : 1));

describe('a list of a thousand', () => {
  const COURSES = ['Logic', 'Sets', 'logic'];
  // Few names, so that many are equal; and some whose order depends on how they are compared.
  const NAMES = ['Ann', 'ann', 'Äne', 'Zoë', 'Ånn', 'An', 'Ann ', '𝄞', '\uffee', 'Ан', '李明'];
  let people: { id: string; name: string; branch: string }[];

  beforeAll(async () => {
    const wanted = Array.from({ length: 1000 }, (_, nth) => ({
      name: NAMES[(nth * 7) % NAMES.length] ?? '',
      branch: COURSES[nth % COURSES.length] ?? '',
    }));
    const ids = await insertStudents(connected.url, wanted);
    people = inOrder(wanted.map((person, nth) => ({ ...person, id: ids[nth] ?? '' }))) as typeof people;
  });
  afterAll(clear);

  it.each([1, 3, 100])('has neither gap nor double in pages of %d', async (first) => {
    const filter = first === 1 ? { branch: 'Sets', search: 'Ä' } : {};
    const expected = people.filter(({ name, branch }) => first > 1 || (branch === 'Sets' && name === 'Äne'));
    expect((await walk(first, filter)).map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
  });

  it('has none in the list of a branch, which is spelt exactly', async () => {
    const logic = people.filter(({ branch }) => branch === 'Logic');
    expect((await walk(50, { branch: 'Logic' })).map(({ id }) => id)).toEqual(logic.map(({ id }) => id));
    expect(await students.count({ branch: 'Logic' })).toBe(logic.length);
    expect(await students.count({})).toBe(1000);
  });

  it('stays in its place when others come and go before it', async () => {
    const { rows } = await pageIn(students, { first: 10 });
    const last = rows.at(-1);
    await connected.database.transaction((tx) => tx.$executeRaw`DELETE FROM users WHERE id = ${last?.id}::uuid`);
    const [added] = await insertStudents(connected.url, [{ name: '0 comes first' }]);
    const next = await pageIn(students, { first: 10, after: last });
    expect(next.rows.map(({ id }) => id)).toEqual(people.slice(10, 20).map(({ id }) => id));
    await connected.database.transaction((tx) => tx.$executeRaw`DELETE FROM users WHERE id = ${added}::uuid`);
  });

  it('is read in one statement a page', async () => {
    const before = connected.database.statements;
    await pageIn(students, { first: 10 });
    await pageIn(students, { first: 10, search: 'Ann', branch: 'Sets', after: people[3] });
    expect(connected.database.statements - before).toBe(2);
  });
});

describe('a search', () => {
  afterEach(clear);

  const found = async (search: string) => {
    const names = (await walk(2, { search })).map(({ name }) => name);
    expect(await students.count({ search })).toBe(names.length);
    return names;
  };

  it('takes %, _ and \\ as they are', async () => {
    await insertStudents(
      connected.url,
      ['50% off', '500 off', 'a_b', 'axb', 'a\\b', 'a\\\\b', "it's", 'x & y | !z:*'].map(named),
    );
    expect(await found('0%')).toEqual(['50% off']);
    expect(await found('%')).toEqual(['50% off']);
    expect(await found('_')).toEqual(['a_b']);
    expect(await found('a_b')).toEqual(['a_b']);
    expect(await found('\\')).toEqual(['a\\\\b', 'a\\b']);
    expect(await found('\\\\')).toEqual(['a\\\\b']);
    expect(await found("'")).toEqual(["it's"]);
    expect(await found("it's")).toEqual(["it's"]);
    expect(await found('& y | !z:*')).toEqual(['x & y | !z:*']);
  });

  it('is blind to case in every script, and to how accents are encoded', async () => {
    const names = ['Ωmega ΟΔΟΣ', 'Émile', 'Straße', 'ДАРЬЯ', 'İpek', 'ﬁn', 'Zoe\u0308', '李明'];
    await insertStudents(connected.url, names.map(named));
    expect(await found('οδος')).toEqual(['Ωmega ΟΔΟΣ']);
    expect(await found('ὠmega')).toEqual([]);
    expect(await found('ÉMILE')).toEqual(['Émile']);
    expect(await found('e\u0301mile')).toEqual(['Émile']);
    expect(await found('STRASSE')).toEqual(['Straße']);
    expect(await found('дарья')).toEqual(['ДАРЬЯ']);
    expect(await found('i̇PEK')).toEqual(['İpek']);
    expect(await found('FIN')).toEqual(['ﬁn']);
    expect(await found('zoë')).toEqual(['Zoe\u0308']);
    expect(await found('明')).toEqual(['李明']);
    expect(await found('李明')).toEqual(['李明']);
  });

  it('looks at the name and at the e-mail address, but not across both', async () => {
    await insertStudents(connected.url, [{ name: 'Ann', email: 'bob@example.org' }]);
    expect(await found('nn')).toEqual(['Ann']);
    expect(await found('BOB@EX')).toEqual(['Ann']);
    expect(await found('annbob')).toEqual([]);
    expect(await found('nnb')).toEqual([]);
  });

  it('finds what contains it and nothing else', async () => {
    const letters = fc.constantFrom('a', 'b', 'A', 'Ä', '%', '_', '\\', "'", ' ', '李', '𝄞');
    const texts = fc.string({ unit: letters, minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(texts, { maxLength: 12 }),
        fc.string({ unit: letters, minLength: 1, maxLength: 4 }),
        async (names, search) => {
          await clear();
          await insertStudents(
            connected.url,
            names.map((name, nth) => ({ name, email: `${nth}@1.2` })),
          );
          const expected = inOrder(names.filter((name) => contains(name, search)).map((name) => ({ name, id: '' })));
          expect(await found(search)).toEqual(expected.map(({ name }) => name));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('finds what stands far down the list, in order and page by page', async () => {
    await connected.database.transaction(async (tx) => {
      await tx.$executeRaw`INSERT INTO users (id, email, role, password_hash)
        SELECT gen_random_uuid(), number || '@example.org', 'STUDENT', '' FROM generate_series(1, 7000) AS number`;
      await tx.$executeRaw`INSERT INTO students (id, email, name, branch, search_text)
        SELECT id, email, to_char(split_part(email, '@', 1)::int, 'FM00000'), 'Logic',
               CASE WHEN email ~ '^(65|7)' THEN 'needle ' ELSE 'hay ' END || email FROM users`;
    });
    const names = (await walk(40, { search: 'NEEDLE' })).map(({ name }) => name);
    expect(names).toHaveLength(223);
    expect(names).toEqual([...names].sort());
    expect(await students.count({ search: 'needle' })).toBe(names.length);
    expect((await pageIn(students, { first: 3, search: 'needle', branch: 'Sets' })).rows).toEqual([]);
  });
});

describe('a student', () => {
  afterEach(clear);

  it('is found by id, with the fields of the record only', async () => {
    const [id = ''] = await insertStudents(connected.url, [{ name: 'Ann', email: 'ann@example.org', branch: 'Logic' }]);
    expect(await students.byIds([newId(), id])).toEqual([
      {
        role: 'STUDENT',
        id,
        name: 'Ann',
        email: 'ann@example.org',
        organizationId: null,
        rollNo: null,
        branch: 'Logic',
        year: null,
        gender: null,
        dateOfBirth: null,
        bio: null,
        location: null,
        phone: null,
        createdAt: expect.any(String),
        updatedAt: expect.any(String),
      },
    ]);
  });

  it('is changed, and found by its new name', async () => {
    const [id = ''] = await insertStudents(connected.url, [{ name: 'Ann', email: 'ann@example.org', branch: 'Logic' }]);
    const outcome = await connected.database.transaction((tx) => students.update(tx, id, { name: 'Bea', phone: '1' }));
    expect(outcome).toMatchObject({
      before: { name: 'Ann', branch: 'Logic', phone: null },
      after: { name: 'Bea', branch: 'Logic', phone: '1' },
    });
    const shown: unknown = { role: 'STUDENT', ...JSON.parse(JSON.stringify(outcome?.after)) };
    expect((await pageIn(students, { first: 1, search: 'bea' })).rows).toEqual([shown]);
    expect((await pageIn(students, { first: 1, search: 'ann@' })).rows).toEqual([shown]);
    expect((await pageIn(students, { first: 1, search: 'ann\u0001' })).rows).toEqual([]);
    expect(await connected.database.transaction((tx) => students.update(tx, newId(), { name: 'Bea' }))).toBeNull();
  });

  it('is changed by one at a time: the second sees what the first has left', async () => {
    const [id = ''] = await insertStudents(connected.url, [{ name: 'Ann', branch: 'A' }]);
    const move = (branch: string) => connected.database.transaction((tx) => students.update(tx, id, { branch }));
    const moves = await Promise.all(['B', 'C', 'D'].map(move));
    const left = moves.map((change) => change?.before.branch);
    const reached = moves.map((change) => change?.after.branch);
    const [end] = await students.byIds([id]);
    expect([...left, end?.branch].sort()).toEqual(['A', ...reached].sort());
  });
});

const named = (name: string) => ({ name });

const contains = (name: string, search: string) => {
  const fold = (text: string) => text.normalize('NFKC').toLowerCase();
  return fold(name).includes(fold(search));
};
