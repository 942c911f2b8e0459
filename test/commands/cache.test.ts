import { Client } from 'pg';
import { signUp, startApp, type Account, type TestApp } from '../support/app';
import { dataOf, graphql } from '../support/graphql';
import { eventually } from '../support/eventually';
import { select } from '../support/rows';
import { stms, stmsJson } from './stms';

let app: TestApp;
let env: Record<string, string>;
let trainer: Account;

beforeAll(async () => {
  app = await startApp();
  env = { DATABASE_URL: app.databaseUrl, REDIS_URL: `unix://${app.redis.options.path}` };
  trainer = await signUp(app, 'trainer');
  await signUp(app, 'student', { name: 'Ada', branch: 'Data, Analysis' });
});
afterAll(() => app.close());

const QUERY = '{ students(branch: "Data, Analysis") { nodes { name } } }';

/** The name of the only student, and what the cache said. */
async function look(): Promise<[name: string | undefined, cache: string | null]> {
  const answer = await graphql(app.url, QUERY, { token: trainer.token });
  const { students } = dataOf<{ students: { nodes: { name: string }[] } }>(answer);
  return [students.nodes[0]?.name, answer.headers.get('x-cache')];
}

const cached = () => eventually(async () => (await look())[1] === 'HIT');

it.each([['students:branch=Data, Analysis'], ['students:branch=Data%2C%20Analysis'], ['era'], ['--all']])(
  'clears %s: the next read sees what was changed past the gateway',
  async (tag) => {
    await cached();
    const name = `Changed for ${tag}`;
    await select(app.databaseUrl, 'UPDATE students SET name = $1', [name]);
    expect((await look())[0]).not.toBe(name);
    expect(await stms(env, 'cache', 'clear', tag)).toEqual({ code: 0, out: 'Cleared.\n', err: '' });
    expect(await look()).toEqual([name, 'MISS']);
  },
);

it('says that nothing was cached under a tag', async () => {
  expect(await stmsJson(env, 'cache', 'clear', 'lectures:day:2020-02-29')).toEqual({ cleared: false });
});

it('leaves the write intents of writers that have not committed', async () => {
  await cached();
  const writer = new Client({ connectionString: app.databaseUrl });
  await writer.connect();
  await writer.query(`BEGIN; UPDATE students SET name = 'Later'`);
  const { rows } = await writer.query<{ xid: string }>('SELECT pg_current_xact_id()::text AS xid');
  const key = 'tag:students:branch=Data%2C%20Analysis';
  await app.redis.set(key, `${await app.redis.get(key)}!${rows[0]?.xid}@${Date.now()}`, 'KEEPTTL');
  expect(await stmsJson(env, 'cache', 'clear', 'students:branch=Data, Analysis')).toEqual({ cleared: true });
  await look(); // would be stored, and stay, if the intent were gone
  await writer.query('COMMIT');
  await writer.end();
  expect((await look())[0]).toBe('Later');
});

it('counts what is kept, by kind', async () => {
  await cached();
  const stats = await stmsJson<{ kinds: { kind: string; keys: number; bytes: number }[]; redis: unknown }>(
    env,
    ...['cache', 'stats'],
  );
  const kinds = new Map(stats.kinds.map((kind) => [kind.kind, kind]));
  expect(kinds.get('lists of students')).toMatchObject({ keys: 1, estimated: false });
  expect(kinds.get('lists of students')?.bytes).toBeGreaterThan(100);
  expect(kinds.get('users with sessions')?.keys).toBe(2);
  expect(kinds.has('others')).toBe(false);
  expect(stats.redis).toMatchObject({ keys: await app.redis.dbsize() });
  expect((await stms(env, 'cache', 'stats')).out).toMatch(/^lists of students +1 +\S+ (B|KiB)$/m);
});
