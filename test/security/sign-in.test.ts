import { RUNNING_MAX, WAITING_MAX } from '../../src/features/account/hash-queue';
import { signUp, type Account } from '../support/app';
import { withstands } from '../support/afterwards';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { startGateway, type TestGateway } from '../support/gateway';
import { dataOf, graphql } from '../support/graphql';
import { startTestRedis, type TestRedis } from '../support/redis';
import { attempt, TRANSPORTS, WRONG } from './support/sign-in';

/*
 * A sign-in that fails tells nothing, and however many come at once they cost nobody else anything. The gateway has a
 * process of its own, where passwords cost what they cost in production.
 */
let redis: TestRedis;
let database: TestDatabase;
let app: TestGateway & { databaseUrl: string };
let valid: Account;
let trainer: Account;

beforeAll(async () => {
  [redis, database] = await Promise.all([startTestRedis(), createTestDatabase()]);
  const servers = { DATABASE_URL: database.url, REDIS_URL: redis.url };
  app = { ...(await startGateway({ ...LIMITS_OFF, ...servers })), databaseUrl: database.url };
  valid = await signUp(app, 'student');
  trainer = await signUp(app, 'trainer');
});
afterAll(async () => {
  await app.kill();
  await Promise.all([redis.stop(), database.drop()]);
});

const LIMITS_OFF = {
  ...{ NODE_ENV: 'test', RATE_LIMIT_LOGIN: 'off', RATE_LIMIT_LOGIN_IP: 'off' },
  ...{ RATE_LIMIT_REGISTER: 'off', RATE_LIMIT_API: 'off', RATE_LIMIT_USER: 'off' },
};

const UNKNOWN = 'nobody.at.all@example.org';

describe.each(TRANSPORTS)('whether an address has an account: the %s transport', (transport) => {
  const PAIRS = 25;
  const LOOKS = 4;
  const timed = async (email: string): Promise<number> => {
    const begun = performance.now();
    const { result } = await attempt(app.url, transport, { email, password: WRONG });
    if (result !== 'UNAUTHENTICATED') throw new Error(result);
    return performance.now() - begun;
  };
  const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

  /**
   * By what share a try with the known address takes longer or shorter than the one with the unknown beside it: the median of
   * some pairs. Their order changes, so that what else the machine does falls on both alike.
   */
  async function difference(): Promise<number> {
    const ratios: number[] = [];
    for (let nth = 0; nth < PAIRS; nth += 1) {
      const before = nth % 2 ? await timed(valid.email) : null;
      const unknown = await timed(UNKNOWN);
      ratios.push((before ?? (await timed(valid.email))) / unknown);
    }
    return Math.abs(median(ratios) - 1);
  }

  it('does not show in the response', async () => {
    const emails = [valid.email, UNKNOWN, 'no address', ...(transport === 'REST' ? [trainer.email] : [])];
    const answers = await withstands(app, valid, () =>
      Promise.all(emails.map((email) => attempt(app.url, transport, { email, password: WRONG }))),
    );
    const plain = (text: string) => text.replace(/"requestId":"[^"]+"/, '');
    for (const { status, text, result, headers } of answers) {
      expect([status, result, plain(text)]).toEqual([
        answers[0]?.status,
        'UNAUTHENTICATED',
        plain(answers[0]?.text ?? ''),
      ]);
      expect([...headers.keys()]).toEqual([...(answers[0]?.headers.keys() ?? [])]);
    }
  });

  it('does not show in the time', async () => {
    await timed(UNKNOWN);
    // What it tells it tells at every look; a busy machine does not have the same share in each.
    let least = Infinity;
    for (let look = 0; look < LOOKS && least >= 0.05; look += 1) least = Math.min(least, await difference());
    expect(least).toBeLessThan(0.05);
  });
});

describe('a flood of sign-ins', () => {
  const flood = (times: number) =>
    Array.from({ length: times }, (_, nth) =>
      attempt(app.url, TRANSPORTS[nth % 2] ?? 'REST', { email: UNKNOWN, password: `${WRONG} ${nth}` }),
    );
  const read = () => graphql(app.url, '{ trainers { totalCount } }', { token: valid.token });

  it('of forty leaves reads as they are: many are answered for each that is hashed', async () => {
    dataOf(await read());
    let isOver = false;
    const answers = Promise.all(flood(40)).finally(() => (isOver = true));
    let reads = 0;
    for (; !isOver; reads += 1) expect((await read()).headers.get('x-cache')).toBe('HIT');
    const served = (await answers).filter(({ result }) => result === 'UNAUTHENTICATED').length;
    expect(reads).toBeGreaterThan(served);
  });

  it('beyond the queue are refused at once, with Retry-After', async () => {
    const queue = WAITING_MAX + RUNNING_MAX;
    const order: string[] = [];
    const answers = await withstands(app, valid, () =>
      Promise.all(
        flood(queue * 2).map(async (call) => {
          const answer = await call;
          order.push(answer.result);
          return answer;
        }),
      ),
    );
    const refused = answers.filter(({ result }) => result === 'SERVICE_UNAVAILABLE');
    expect(refused.length).toBeGreaterThan(0);
    for (const { status, headers } of refused) {
      expect(status).toBe(503);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    // Those that wait are hashed after the last of the others has gone.
    const hashedAfter = order.length - 1 - order.lastIndexOf('SERVICE_UNAVAILABLE');
    expect(hashedAfter).toBeGreaterThan(WAITING_MAX / 2);
    expect(answers.filter(({ result }) => result === 'UNAUTHENTICATED')).toHaveLength(answers.length - refused.length);
  });
});
