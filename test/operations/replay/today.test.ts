import { localDay } from '../../../src/shared/local-day';
import { signUp, startApp, type Account, type TestApp } from '../../support/app';
import { eventually } from '../../support/eventually';
import { dataOf, graphql } from '../../support/graphql';
import { rest } from '../../support/rest';
import { insertLectures } from '../../support/rows';

/*
 * Today ends at local midnight: for the value in Redis, and for the answers that were recorded of it. The clock of the
 * gateway, and nothing else, is set by hand.
 */

const MINUTE = 60_000;
const OTHER_CLOCKS = ['hrtime', 'nextTick', 'performance', 'queueMicrotask'] as const;
const TIMERS = [
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;

let app: TestApp;

beforeAll(async () => {
  jest.useFakeTimers({ now: Date.parse('2026-01-01T12:00:00Z'), doNotFake: [...OTHER_CLOCKS, ...TIMERS] });
  app = await startApp({ sandboxed: true });
});
afterAll(async () => {
  await app.close();
  jest.useRealTimers();
});

const replayed = async () => {
  const metrics = await (await fetch(`${app.url}/metrics`)).text();
  return Number(/^stms_replayed_answers_total (\d+)$/m.exec(metrics)?.[1]);
};

// In the order of time. Berlin's days of 23 and of 25 hours, and others.
describe.each([
  ['America/Santiago', '2026-03-01T03:00:00Z'],
  ['Europe/Berlin', '2026-03-29T22:00:00Z'],
  ['America/New_York', '2026-05-02T04:00:00Z'],
  ['Asia/Kathmandu', '2026-06-01T18:15:00Z'],
  ['Europe/Berlin', '2026-10-25T23:00:00Z'],
])('in %s, at the midnight of %s', (zone, instant) => {
  const midnight = Date.parse(instant);
  let student: Account;

  const transports: Record<string, () => Promise<{ titles: string[]; cache: string | null; key: string }>> = {
    async GraphQL() {
      const query = `{ todayLectures(timeZone: "${zone}") { title } }`;
      const answer = await graphql(app.url, query, { token: student.token });
      const { todayLectures } = dataOf<{ todayLectures: { title: string }[] }>(answer);
      return { titles: todayLectures.map(({ title }) => title), ...cacheOf(answer.headers) };
    },
    async REST() {
      const address = `/api/auth/lecture/today?timeZone=${encodeURIComponent(zone)}`;
      const { body, headers } = await rest(app.url, `GET ${address}`, { token: student.token });
      const { lectures } = body as { lectures: { title: string }[] };
      return { titles: lectures.map(({ title }) => title), ...cacheOf(headers) };
    },
  };
  /** The entry of the day is read by its date first. */
  const askBoth = async () => {
    const date = localDay(new Date(midnight - 1), zone).date;
    const query = `{
      byDate: todayLectures(timeZone: "${zone}", date: "${date}") { title }
      today: todayLectures(timeZone: "${zone}") { title }
    }`;
    const data = dataOf<Record<string, { title: string }[]>>(await graphql(app.url, query, { token: student.token }));
    return Object.values(data).map((lectures) => lectures.map(({ title }) => title));
  };
  const cacheOf = (headers: Headers) => ({ cache: headers.get('x-cache'), key: headers.get('x-cache-key') ?? '' });

  beforeAll(async () => {
    jest.setSystemTime(midnight - MINUTE);
    const trainer = await signUp(app, 'trainer');
    student = await signUp(app, 'student');
    await insertLectures(app.databaseUrl, [
      { trainerId: trainer.id, title: 'the last of today', startsAt: new Date(midnight - 1) },
      { trainerId: trainer.id, title: 'the first of tomorrow', startsAt: new Date(midnight) },
    ]);
  });

  it('the value in Redis ends then, although it might live for longer', async () => {
    const { key } = (await transports['GraphQL']?.()) ?? { key: '' };
    await eventually(async () => (await app.redis.exists(key)) === 1);
    const [storedAt, expiresAt] = ((await app.redis.get(key)) ?? '').split(' ').map(Number);
    expect([storedAt, expiresAt]).toEqual([midnight - MINUTE, midnight]);
    expect(await app.redis.pttl(key)).toBeLessThanOrEqual(MINUTE);
  });

  it.each(Object.keys(transports))(
    'what was recorded over the %s transport is repeated until then, and not after',
    async (transport) => {
      const ask = transports[transport] as (typeof transports)[string];
      jest.setSystemTime(midnight - MINUTE);
      for (let nth = 0; nth < 3; nth += 1) await ask();
      const before = await replayed();
      const repeated = await ask();
      expect([repeated.titles, await replayed()]).toEqual([['the last of today'], before + 1]);

      jest.setSystemTime(midnight - 1);
      const last = await ask();
      jest.setSystemTime(midnight);
      const first = await ask();

      expect([last.titles, first.titles]).toEqual([['the last of today'], ['the first of tomorrow']]);
      expect(first.key).not.toBe(last.key);
    },
  );

  it('what was recorded of the day by its date too is not repeated after it', async () => {
    jest.setSystemTime(midnight - MINUTE);
    await app.redis.del(await app.redis.keys('today_lectures:*'));
    for (let nth = 0; nth < 3; nth += 1) await askBoth();
    const before = await replayed();
    expect([await askBoth(), await replayed()]).toEqual([[['the last of today'], ['the last of today']], before + 1]);

    jest.setSystemTime(midnight);
    expect(await askBoth()).toEqual([['the last of today'], ['the first of tomorrow']]);
  });
});
