import { redisUrlOf, signUp, startApp, type Account, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';
import { dataOf, graphql } from '../support/graphql';
import { insertLectures, insertStudents, insertTrainers } from '../support/rows';
import { spent, workOf } from '../support/work';

/*
 * What is asked for by id is read in batches: one MGET for all keys and one SQL statement for all that were missing. A page
 * of lectures with their trainers is two batches, for it is the page that tells whose trainers they are; once an answer
 * is known, so are its trainers, and what a change made doubtful is looked for in one.
 *
 * Counted apart: `admission`, the trip that every signed-in request begins with; `lookups`, the trips that look for values;
 * `stores`, keys written after a load, for which no reader waits. What is stored leaves with the next lookup if there is
 * one, so that only the last load of a request adds a trip.
 */

const COUNT = 60;
const TRAINERS = /"id":"[^"]+","name":"(Trainer \d+|Ada)"/g;
const PAGE = '{ lectures(first: 50) { nodes { id title trainer { id name } } } }';

let app: TestApp;
/** A gateway on the same databases. */
let elsewhere: TestApp;
let ada: Account;
let students: string[];
let trainers: string[];
let lectures: string[];

beforeAll(async () => {
  app = await startApp({
    env: { RATE_LIMIT_USER: '1000000/1h', GRAPHQL_MAX_ALIASES: '60', GRAPHQL_MAX_REPEATS: '60' },
  });
  elsewhere = await startApp({ database: { url: app.databaseUrl }, redis: { url: redisUrlOf(app) } });
  const all = Array.from({ length: COUNT }, (_, nth) => nth);
  [students, trainers] = await Promise.all([
    insertStudents(
      app.databaseUrl,
      all.map((nth) => ({ name: `Student ${nth}` })),
    ),
    insertTrainers(
      app.databaseUrl,
      all.map((nth) => ({ name: `Trainer ${nth}` })),
    ),
  ]);
  ada = await signUp(app, 'trainer', { name: 'Ada' });
  const hours = all.map((nth) => ({ startsAt: new Date(Date.UTC(2031, 0, 1, nth)), trainerId: trainers[nth] ?? '' }));
  const first = { startsAt: new Date(Date.UTC(2030, 0, 1)), trainerId: ada.id };
  lectures = await insertLectures(app.databaseUrl, [first, ...hours]);
  await ask('{ me { name } }'); // session and profile are known from here on
});
afterAll(async () => {
  await elsewhere.close();
  await app.close();
});

const ask = (query: string) => graphql(app.url, query, { token: ada.token });

/** Values and the versions of their tags; sessions, profiles and the generation stay. */
async function chill() {
  const keys = await app.redis.keys('*');
  const data = keys.filter((key) => /^(all|single|today)_|^tag:(student|trainer|lecture)/.test(key));
  if (data.length > 0) await app.redis.del(data);
}

/** The cost of one operation, once it has stored as many keys as it should. */
async function costOf(query: string, stores = 0) {
  const before = await workOf(app);
  const answer = await ask(query);
  const since = async () => spent(before, await workOf(app));
  await eventually(async () => ((await since()).commands['set'] ?? 0) >= stores);
  const { trips, statements, commands } = await since();
  const { evalsha: authenticator = 0, mget = 0, get = 0, set = 0 } = commands;
  const cost = { authenticator, lookups: mget + get - authenticator, trips, statements, stores: set };
  return { answer, cost, cacheHeader: answer.headers.get('x-cache') };
}

describe('a page of 50 lectures with their trainers', () => {
  beforeAll(chill);

  it('costs two lookups and two statements where nothing is cached', async () => {
    // The page, 50 trainers, and the version of the tag of each.
    const { answer, cost, cacheHeader } = await costOf(PAGE, 102);
    expect(answer.text.match(TRAINERS)).toHaveLength(50);
    expect(cacheHeader).toBe('MISS');
    expect(cost).toEqual({ authenticator: 1, lookups: 2, trips: 4, statements: 2, stores: 102 });
  });

  it('costs two lookups and no statement where it is asked in words never seen, over cached values', async () => {
    const { cost, cacheHeader } = await costOf(PAGE.replace('title', 'called: title'));
    expect(cacheHeader).toBe('HIT');
    expect(cost).toEqual({ authenticator: 1, lookups: 2, trips: 3, statements: 0, stores: 0 });
  });

  it('costs one trip when it is repeated', async () => {
    await ask(PAGE);
    const { cost, cacheHeader } = await costOf(PAGE);
    expect(cacheHeader).toBe('HIT');
    expect(cost).toEqual({ authenticator: 1, lookups: 0, trips: 1, statements: 0, stores: 0 });
  });

  it('costs one lookup for all and one statement where one of the trainers was changed elsewhere, then one trip again', async () => {
    const change = 'mutation { updateProfile(input: { expertise: "Logic" }) { id } }';
    dataOf(await graphql(elsewhere.url, change, { token: ada.token }));
    dataOf(await graphql(elsewhere.url, '{ me { name } }', { token: ada.token })); // her own profile is known again

    expect((await costOf(PAGE, 1)).cost).toEqual({ authenticator: 1, lookups: 1, trips: 3, statements: 1, stores: 1 });
    expect((await costOf(PAGE)).cost).toEqual({ authenticator: 1, lookups: 0, trips: 1, statements: 0, stores: 0 });
  });

  it('costs one lookup for all and one statement where a lecture was added elsewhere, then one trip again', async () => {
    const input = '{ title: "New", startsAt: "2029-01-01T09:00:00Z", endsAt: "2029-01-01T10:00:00Z" }';
    dataOf(await graphql(elsewhere.url, `mutation { createLecture(input: ${input}) { id } }`, { token: ada.token }));

    const { answer, cost } = await costOf(PAGE, 1);
    expect(answer.text).toContain('"New"');
    expect(cost).toEqual({ authenticator: 1, lookups: 1, trips: 3, statements: 1, stores: 1 });
    expect((await costOf(PAGE)).cost).toEqual({ authenticator: 1, lookups: 0, trips: 1, statements: 0, stores: 0 });
  });
});

/** One alias a line. */
const byIds = (field: 'student' | 'trainer' | 'lecture', ids: readonly string[], from = 0) =>
  ids.map((id, nth) => `${field}${from + nth}: ${field}(id: "${id}") { id }`).join('\n');

describe.each(['student', 'trainer', 'lecture'] as const)('fifty by id: %s', (field) => {
  beforeAll(chill);
  const ids = () => ({ student: students, trainer: trainers, lecture: lectures })[field];

  it('cost one lookup and one statement where nothing is cached', async () => {
    const { answer, cost } = await costOf(`{ ${byIds(field, ids().slice(0, 50))} }`, 100);
    expect(idsIn(dataOf(answer))).toEqual(ids().slice(0, 50));
    expect(cost).toEqual({ authenticator: 1, lookups: 1, trips: 3, statements: 1, stores: 100 });
  });

  it('cost one lookup and no statement where all are cached', async () => {
    const { answer, cost } = await costOf(`{ ${byIds(field, ids().slice(0, 50).reverse())} }`);
    expect(idsIn(dataOf(answer))).toEqual(ids().slice(0, 50).reverse());
    expect(cost).toEqual({ authenticator: 1, lookups: 1, trips: 2, statements: 0, stores: 0 });
  });

  it('cost one lookup and one statement for those that are missing, each of them once', async () => {
    // 44 that are cached, ten that are not, five of these once more, and one that does not exist.
    const missing = ids().slice(50, 60);
    const nobody = '00000000-0000-7000-8000-000000000000';
    const asked = [...ids().slice(5, 49), ...missing, ...missing.slice(0, 5), nobody];
    const { answer, cost } = await costOf(`{ ${byIds(field, asked)} }`, 20);
    expect(idsIn(dataOf(answer))).toEqual([...asked.slice(0, -1), null]);
    expect(cost).toEqual({ authenticator: 1, lookups: 1, trips: 3, statements: 1, stores: 20 });
  });
});

it('students, trainers and lectures asked for together cost one lookup, and one statement a table', async () => {
  await chill();
  const fields = [byIds('student', students.slice(0, 15)), byIds('trainer', trainers.slice(0, 15))];
  const { answer, cost } = await costOf(`{ ${fields.join('\n')} ${byIds('lecture', lectures.slice(0, 15))} }`, 90);
  expect(idsIn(dataOf(answer))).toHaveLength(45);
  expect(cost).toMatchObject({ authenticator: 1, lookups: 1, statements: 3, stores: 90 });
});

const idsIn = (data: Record<string, unknown>) =>
  Object.values(data).map((value) => (value as { id: string } | null)?.id ?? null);
