import pg from 'pg';
import { fromDist } from './dist.mjs';

const BATCH = 50_000;
const words = (text) => text.trim().split(/\s+/);

const FIRST_NAMES = words(`
  Adaeze Ahmed Aiko Alejandro Amélie Ana Anders Anna Arjun Astrid Bilal Bogdan Carmen Chen Chloé Daniel Dilnoza Elena
  Emma Fatima Felix Gabriel Giulia Hana Hiroshi Ibrahim Ingrid Ivan Jamal João Julia Kofi Lars Leila Lucas Maja Mehmet
  Mei Miguel Nadia Ngozi Noah Olga Omar Paula Priya Rania Sofía Søren Tariq Thi Thomas Wei Yara Zofia Zoë`);
const LAST_NAMES = words(`
  Abdullah Adeyemi Andersson Bianchi Castillo Chen Diaz Dubois Eriksen Fischer García Haddad Hansen Hassan Ito Ivanova
  Jansen Johnson Kaya Khan Kim Kowalski Kumar Larsen Lee López Martin Mensah Meyer Mwangi Müller Nakamura Nguyen Novák
  Okafor Oliveira Park Patel Petrov Popescu Rossi Santos Sato Schmidt Silva Singh Smith Suzuki Tanaka Wang Yılmaz`);
const COURSES = [
  'Backend Engineering',
  'Cloud Operations',
  'Data Analysis',
  'Frontend Engineering',
  'Machine Learning',
];

/** The hash of a random password. Nobody can sign in with it. */
const HASH = '$argon2id$v=19$m=19456,t=2,p=1$c3Rtcy1sb2FkLW1hbnk$kP0sYlS1x8p1m8vQv1rO0b2m3vA0mJcZ8pYxQe1fT6E';

/** $1 and $2: first and last number; $3: names; $4: their search texts; $5: branches. A hash of the number picks the name. */
const INSERT = `
  WITH dealt AS MATERIALIZED (
    SELECT gen_random_uuid() AS id,
           format('student%s@load.stms.example', number) AS email,
           1 + (hashint4(number)::bigint + 2147483648) % cardinality($3::text[]) AS name,
           ($5::text[])[1 + number % cardinality($5)] AS branch
    FROM generate_series($1::int, $2::int) AS number
  ), added AS (
    INSERT INTO users (id, email, role, password_hash) SELECT id, email, 'STUDENT', '${HASH}' FROM dealt
  )
  INSERT INTO students (id, email, name, branch, search_text)
  SELECT id, email, ($3::text[])[name], branch, ($4::text[])[name] || email FROM dealt`;

/** Adds that many students to the database. */
export async function loadStudents(databaseUrl, count) {
  const { searchText } = fromDist('platform/database/search-text.js');
  const names = FIRST_NAMES.flatMap((first) => LAST_NAMES.map((last) => `${first} ${last}`));
  const searchTexts = names.map((name) => searchText(name, ''));
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT count(*)::int AS loaded FROM users WHERE email LIKE 'student%@load.stms.example'`,
    );
    const start = 1 + rows[0].loaded;
    for (let from = start; from < start + count; from += BATCH) {
      const to = Math.min(from + BATCH, start + count) - 1;
      await client.query(INSERT, [from, to, names, searchTexts, COURSES]);
    }
    await client.query('VACUUM ANALYZE students');
    await client.query('ANALYZE users');
  } finally {
    await client.end();
  }
}
