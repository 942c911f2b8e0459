import { connectDatabase, type Database } from '../../../src/platform/database/database';
import { containsPattern, gramsOf, searchText, withFirstPart } from '../../../src/platform/database/search-text';
import type { StudentPageQuery } from '../../../src/features/student/student.record';
import { StudentRepository } from '../../../src/features/student/student.repository';
import { createLogger } from '../../../src/platform/logging/logger';
import { createTestDatabase, type TestDatabase } from '../../support/database';
import { insertStudents, select } from '../../support/rows';
import { pageIn } from '../../support/page-in';

/** So many that a sample is not the whole table, and that a walk may end before it has found enough. */
const STUDENTS = 4_000;

interface Row {
  name: string;
  email: string;
  branch: string;
}

let testDatabase: TestDatabase;
let database: Database;
let students: StudentRepository;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  await insertStudents(testDatabase.url, ROWS);
  database = connectDatabase({ url: testDatabase.url, poolSize: 2, logger: createLogger('silent') });
  students = new StudentRepository(database);
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

/** In the order of the list. */
const ROWS: Row[] = Array.from({ length: STUDENTS }, (_, nth) => ({
  name: `${String(nth).padStart(5, '0')} ${namesOf(nth).join(' ')}`,
  email: `e${nth}@example.org`,
  branch: nth % 2 ? 'Logic' : 'Sets',
}));

function namesOf(nth: number): string[] {
  return [
    ...(nth % 3 === 0 ? ['Every-Third'] : []),
    ...(nth >= STUDENTS - 1_500 ? ['Behind'] : []),
    ...(nth % 1_500 === 700 ? ['Søren'] : []),
  ];
}

/** All that match, by a look at every row. */
const matches = ({ search = '', branch }: StudentPageQuery): string[] =>
  ROWS.filter((row) => branch === undefined || row.branch === branch)
    .map(({ name, email }) => ({ name, text: searchText(name, email) }))
    .filter(({ text }) => text.includes(searchText(search)))
    .map(({ name }) => name);

/** All pages, one after another. */
async function readThrough(query: StudentPageQuery): Promise<string[]> {
  const names: string[] = [];
  let after: StudentPageQuery['after'];
  for (;;) {
    const { rows, hasNext } = await pageIn(students, { ...query, after });
    names.push(...rows.map(({ name }) => name));
    after = rows.at(-1);
    if (!hasNext) return names;
    expect(rows).toHaveLength(query.first);
  }
}

describe('searches, however frequent their matches and wherever they lie', () => {
  it.each([
    ['nearly everyone', { search: 'example', first: 100 }],
    ['every third', { search: 'every-third', first: 50 }],
    ['many, all of them at the end', { search: 'behind', first: 40 }],
    ['some, in clusters', { search: '00 ', first: 7 }],
    ['three', { search: 'søREN', first: 2 }],
    ['one', { search: 'e1234@', first: 50 }],
    ['none', { search: 'nobody', first: 50 }],
    ['one letter', { search: 'b', first: 100 }],
    ['two letters', { search: 'd ', first: 20 }],
    ['of one branch', { search: 'behind', branch: 'Logic', first: 60 }],
    ['none of one branch', { search: 'e1234@', branch: 'Logic', first: 60 }],
  ])('find %s, in order and without a gap', async (_what, query: StudentPageQuery) => {
    expect(await readThrough(query)).toEqual(matches(query));
    expect(await students.count(query)).toBe(matches(query).length);
  });
});

it('the index is asked for no gram that a text with the term lacks', async () => {
  const texts = ["o'brien", 'back\\slash', 'a|b & c:*', '𝒜🎓 ßtraße', '100% _', 'abcdefghijk'].map((text) =>
    searchText(text),
  );
  const terms = texts.flatMap((text) => substringsOf(text).map((term) => ({ text, term })));
  const missed = await select(
    testDatabase.url,
    `SELECT text, term FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS t (text, term, query, pattern)
     WHERE NOT (grams(text) @@ query::tsquery AND text LIKE pattern)`,
    [
      terms.map(({ text }) => text),
      terms.map(({ term }) => term),
      terms.map(({ term }) =>
        gramsOf(term)
          .map(({ query }) => query)
          .join(' & '),
      ),
      terms.map(({ term }) => containsPattern(term)),
    ],
  );
  expect(terms.length).toBeGreaterThan(200);
  expect(missed).toEqual([]);
});

it('a part that contains the separator of parts is one part, and no term matches across two', () => {
  const text = searchText('one\u0001two', 'three');
  expect(text.split('\u0001')).toEqual(['one two', 'three']);
  expect(withFirstPart(text, 'four\u0001five')).toBe(searchText('four five', 'three'));
  expect(containsPattern('two\u0001three')).toBe(containsPattern('two three'));
  expect(gramsOf('two\u0001three')).toEqual(gramsOf('two three'));
});

function substringsOf(text: string): string[] {
  const letters = Array.from(text);
  return letters.flatMap((_, from) => letters.slice(from).map((_, to) => letters.slice(from, from + to + 1).join('')));
}
