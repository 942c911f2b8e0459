import type { Account, TestApp } from './app';
import { graphql } from './graphql';
import { rest } from './rest';
import { select } from './rows';

type Gateway = Pick<TestApp, 'url' | 'databaseUrl'>;

/** Milliseconds within which a valid user is served after an attack. */
const SOON = 100;
/** A busy machine has that many chances. */
const READS = 30;

/**
 * Runs an attack. Afterwards no row of the database has changed, and a valid user is served over both transports, soon.
 *
 * @param valid someone who is signed in, and stays so
 * @returns what the attack returned
 */
export async function withstands<T>(app: Gateway, valid: Pick<Account, 'token'>, attack: () => Promise<T>): Promise<T> {
  const before = await rowsOf(app);
  const result = await attack();
  expect(await rowsOf(app)).toEqual(before);
  await expectServed(app, valid);
  return result;
}

/** Every read is answered, and one of them soon. */
export async function expectServed({ url }: Pick<Gateway, 'url'>, { token }: Pick<Account, 'token'>): Promise<void> {
  let quickest = Infinity;
  for (let nth = 0; nth < READS && quickest >= SOON; nth += 1) {
    const begun = performance.now();
    expect(await graphql(url, '{ me { id } }', { token })).toMatchObject({ status: 200, body: { data: { me: {} } } });
    quickest = Math.min(quickest, performance.now() - begun);
  }
  expect(quickest).toBeLessThan(SOON);
  expect((await rest(url, 'GET /api/auth/trainer/trainers?limit=1', { token })).status).toBe(200);
}

/** A digest of everything the gateway keeps of people and lectures, password hashes included. */
async function rowsOf({ databaseUrl }: Gateway): Promise<unknown> {
  const digests = ['users', 'students', 'trainers', 'admins', 'lectures'].map(
    (table) => `(SELECT count(*) || ' ' || md5(coalesce(string_agg(t::text, E'\\n' ORDER BY id), '')) FROM ${table} t)`,
  );
  return select(databaseUrl, `SELECT ${digests.map((digest, nth) => `${digest} AS t${nth}`).join(', ')}`);
}
