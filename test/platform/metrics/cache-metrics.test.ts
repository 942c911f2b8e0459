import { signUp, startApp, type Account, type TestApp } from '../../support/app';
import { eventually } from '../../support/eventually';
import { dataOf, graphql, untilServed } from '../../support/graphql';
import { insertLectures, insertStudents, select } from '../../support/rows';

/** What /metrics tells of the cache, counted by a gateway at work. */

let app: TestApp;
let trainer: Account;
let students: string[];

beforeAll(async () => {
  app = await startApp();
  students = await insertStudents(
    app.databaseUrl,
    Array.from({ length: 30 }, (_, nth) => ({ name: `Student ${nth}` })),
  );
  trainer = await signUp(app, 'trainer');
  await insertLectures(app.databaseUrl, [{ trainerId: trainer.id, startsAt: '2031-01-01T09:00:00Z' }]);
  await ask('{ me { name } }');
});
afterAll(() => app.close());

const ask = (query: string) => graphql(app.url, query, { token: trainer.token });

/** Every sample of the cache's metrics, by its name and labels. */
async function samples(): Promise<Map<string, number>> {
  const text = await (await fetch(`${app.url}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith('stms_cache_'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}

/** Those samples that `work` has changed, and by how much. Profiles are read along with every request, or remembered. */
async function changed(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await samples();
  await work();
  const after = await samples();
  const grown = [...after].map(([name, value]) => [name, value - (before.get(name) ?? 0)] as const);
  return Object.fromEntries(grown.filter(([name, by]) => by !== 0 && !name.includes('"profile"')));
}

const student = (nth: number, alias = 'student') => `${alias}: student(id: "${students[nth] ?? ''}") { name }`;
const isStored = (nth: number) => app.redis.exists(`single_student:${students[nth] ?? ''}`).then(Boolean);
const touch = 'UPDATE students SET name = name WHERE id = $1 RETURNING pg_current_xact_id()::text AS xid';

test('a read that misses is one miss, one load and the bytes that were stored; the next a hit and as many bytes read', async () => {
  const miss = await changed(async () => {
    await ask(`{ ${student(0)} }`);
    await eventually(() => isStored(0));
  });
  const stored = miss['stms_cache_bytes_total{cache="student",direction="stored"}'] ?? 0;
  expect(stored).toBeGreaterThan(100);
  expect(miss).toMatchObject({
    'stms_cache_requests_total{cache="student",result="miss"}': 1,
    'stms_cache_loads_total{cache="student"}': 1,
    'stms_cache_loaded_values_total{cache="student"}': 1,
    'stms_cache_load_seconds_total{cache="student"}': expect.any(Number),
  });
  expect(miss).not.toHaveProperty('stms_cache_requests_total{cache="student",result="hit"}');

  const hit = await changed(() => ask(`{ ${student(0, 'again')} }`));
  expect(hit).toMatchObject({
    'stms_cache_requests_total{cache="student",result="hit"}': 1,
    'stms_cache_bytes_total{cache="student",direction="read"}': stored,
  });
  expect(hit).not.toHaveProperty('stms_cache_loads_total{cache="student"}');
});

test('readers of one cold key are misses that share loads', async () => {
  // Under another name each, or whoever comes last is answered without reading.
  const readers = Array.from({ length: 20 }, (_, nth) => `{ ${student(1, `reader${nth}`)} }`);
  const found = await changed(() => Promise.all(readers.map(ask)));
  const { misses, hits, loads, shared } = {
    misses: found['stms_cache_requests_total{cache="student",result="miss"}'] ?? 0,
    hits: found['stms_cache_requests_total{cache="student",result="hit"}'] ?? 0,
    loads: found['stms_cache_loads_total{cache="student"}'] ?? 0,
    shared: found['stms_cache_coalesced_total{cache="student"}'] ?? 0,
  };
  expect([misses + hits, loads, misses - shared]).toEqual([20, 1, 1]);
});

test('a read under a write intent is a bypass, with its reason, and an intent that was left behind is counted when it is healed', async () => {
  const [row] = await select<{ xid: string }>(app.databaseUrl, touch, [students[2]]);
  const declare = () => app.redis.set(`tag:student:${students[2] ?? ''}`, `left!${row?.xid ?? ''}@1`, 'PX', 60_000);
  const isHealed = async () => !(await app.redis.get(`tag:student:${students[2] ?? ''}`))?.includes('!');

  const found = await changed(async () => {
    await declare();
    await ask(`{ ${student(2)} }`);
    await eventually(isHealed);
    await eventually(async () => ((await samples()).get('stms_cache_marks_healed_total') ?? 0) > 0);
  });

  expect(found).toEqual({
    'stms_cache_requests_total{cache="student",result="bypass"}': 1,
    'stms_cache_bypasses_total{reason="write-intent"}': 1,
    'stms_cache_loads_total{cache="student"}': 1,
    'stms_cache_loaded_values_total{cache="student"}': 1,
    'stms_cache_load_seconds_total{cache="student"}': expect.any(Number),
    stms_cache_marks_healed_total: 1,
  });
});

test('hundreds of different questions add no series', async () => {
  const before = [...(await samples()).keys()];
  expect(before.length).toBeGreaterThan(50);

  for (let from = 0; from < 300; from += 50) {
    const questions = Array.from(
      { length: 50 },
      (_, nth) => QUESTIONS[(from + nth) % QUESTIONS.length]?.(from + nth) ?? '',
    );
    const answers = questions.map((question) => untilServed(() => ask(question)));
    for (const answer of await Promise.all(answers)) dataOf(answer);
  }

  expect([...(await samples()).keys()]).toEqual(before);
});

const anyId = (nth: number) => `00000000-0000-7000-8000-${String(nth).padStart(12, '0')}`;
const QUESTIONS: ((nth: number) => string)[] = [
  (nth) => `{ student(id: "${students[nth % 30] ?? ''}") { alias${nth}: name } }`,
  (nth) => `{ student(id: "${anyId(nth)}") { name } }`,
  (nth) => `{ trainer(id: "nobody-${nth}") { name } }`,
  (nth) => `{ students(search: "s${nth}") { totalCount nodes { name } } }`,
  (nth) => `{ trainers(search: "s${nth}") { totalCount } }`,
  (nth) => `{ lectures(trainerId: "${anyId(nth)}") { totalCount nodes { title } } }`,
  (nth) => `{ lectures(from: "${2000 + nth}-01-01T00:00:00Z") { nodes { title } } }`,
  (nth) => `{ todayLectures(timeZone: "Etc/GMT+${nth % 12}") { title } }`,
];
