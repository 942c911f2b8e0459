import { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { eventually } from '../support/eventually';
import type { TestGateway } from '../support/gateway';
import type { TestPostgres } from '../support/postgres';
import type { TestRedis } from '../support/redis';
import { ask } from './support/http';
import { outage, printTable, tally } from './support/outage';
import { openSite, type Site } from './support/site';
import { HABITS, isServed, Traffic, type Habit, type People } from './support/traffic';

const CACHED: readonly Habit[] = ['cached read', 'cached REST read'];
const UNCACHED: readonly Habit[] = ['cold read', 'write', 'sign-in'];

let site: Site;
let redis: TestRedis;
let postgres: TestPostgres;
let gateway: TestGateway;
let people: People;
let traffic: Traffic;

beforeAll(async () => {
  site = await openSite();
  ({ redis, postgres } = site);
  gateway = await site.start();
  people = await site.people(gateway);
  traffic = new Traffic(() => gateway.url, people);
});
afterAll(async () => {
  await traffic.stop();
  await site.close();
});

async function command(...[name, ...args]: [string, ...(string | number)[]]): Promise<void> {
  const client = new Redis({ path: redis.url.slice('unix://'.length) });
  await client.call(name, ...args);
  client.disconnect();
}

describe('Redis', () => {
  it('stopped: everything gets 503, and what got 503 is not done', async () => {
    const { during } = await outage(traffic, {
      name: 'Redis stopped',
      begin: () => redis.pause(),
      end: () => redis.resume(),
      refused: HABITS,
    });
    expect(await site.standing(during)).toEqual([]);
  });

  it('killed, and started again without its data: 503, then everybody signs in again', async () => {
    const { during } = await outage(traffic, {
      name: 'Redis killed, and back empty',
      begin: () => redis.kill(),
      end: () => redis.restart(),
      refused: HABITS,
      signsOut: true,
    });
    expect(await site.standing(during)).toEqual([]);
    expect(during.filter(({ status }) => status === 401)).toEqual([]);
  });

  it('flushed: everybody signs in again, and nothing else is noticed', async () => {
    const flush = { begin: () => command('FLUSHALL'), end: () => undefined };
    const { all } = await outage(traffic, { name: 'Redis flushed', ...flush, lastsMs: 300, signsOut: true });
    expect(all.filter(({ status }) => status === 503)).toEqual([]);
  });

  it('slow: requests wait, up to a bound', async () => {
    await outage(traffic, {
      name: 'Redis answers after 100 ms',
      begin: () => command('CLIENT', 'PAUSE', 100),
      end: () => undefined,
      lastsMs: 400,
      served: CACHED,
    });
    await outage(traffic, {
      name: 'Redis answers after 1 s',
      begin: () => command('CLIENT', 'PAUSE', 1_000),
      end: () => sleep(300),
      lastsMs: 700,
      refused: HABITS,
    });
  });

  it('full: reads go on, also those that nobody has read; the rest gets 503 and is not done', async () => {
    const { during } = await outage(traffic, {
      name: 'Redis full',
      begin: () => command('CONFIG', 'SET', 'maxmemory', '1mb'),
      end: () => command('CONFIG', 'SET', 'maxmemory', '0'),
      served: [...CACHED, 'cold read'],
      refused: ['write', 'sign-in'],
    });
    expect(await site.standing(during)).toEqual([]);
  });
});

describe('PostgreSQL', () => {
  const health = async () => ((await ask(gateway.url, { path: '/health' }))?.body as { status: string }).status;

  it.each([
    ['stopped', () => postgres.pause(), () => postgres.resume()],
    ['killed', () => postgres.kill(), () => postgres.restart()],
    ['restarted at once', () => postgres.quit(), () => postgres.restart()],
  ])('%s: what is cached is read, the rest gets 503', async (how, begin, end) => {
    await outage(traffic, {
      name: `PostgreSQL ${how}`,
      begin,
      end: async () => {
        expect(await health()).toBe('degraded');
        await end();
      },
      served: CACHED,
      refused: UNCACHED,
    });
    expect(await health()).toBe('ok');
  });

  it('with all connections held up by a lock: nobody waits for longer than for the lock, and cached reads go on', async () => {
    const holder = new Client({ connectionString: postgres.url });
    holder.on('error', () => undefined);
    await holder.connect();
    const more = Array.from({ length: 15 }, () => new Traffic(() => gateway.url, people, ['write']));
    await outage(traffic, {
      name: 'PostgreSQL: a lock that all wait for',
      begin: () => holder.query('BEGIN; LOCK TABLE lectures IN ACCESS EXCLUSIVE MODE'),
      end: () => holder.query('COMMIT'),
      lastsMs: 2_500,
      served: CACHED,
      toFailMs: 2_000, // the lock itself
    });
    await Promise.all([holder.end(), ...more.map((one) => one.stop())]);
    const waited = more.flatMap(({ seen }) => seen).filter((one) => !isServed(one));
    expect(Object.keys(tally(waited))).toEqual(['503 SERVICE_UNAVAILABLE']);
    traffic.seen.push(...more.flatMap(({ seen }) => seen));
  });

  it('with its last connection given to others: 503, until there is one again', async () => {
    const others: Client[] = [];
    let refusals = 0;
    let isOver = false;
    const take = async () => {
      while (!isOver) {
        const client = new Client({ connectionString: postgres.url });
        client.on('error', () => undefined);
        const isTaken = await client.connect().then(
          () => others.push(client) > 0,
          () => false,
        );
        if (isTaken) continue;
        refusals += 1;
        await sleep(5);
      }
    };
    const taking = take();
    await outage(traffic, {
      name: 'PostgreSQL: too many connections',
      // As often as the gateway is quicker than we to take what becomes free: in the end none is free and none is its own.
      begin: () =>
        eventually(async () => {
          const before = refusals;
          await eventually(() => refusals > before + 1);
          return (await others[0]?.query(END_OURS))?.rowCount === 0;
        }),
      async end() {
        isOver = true;
        await taking;
        await Promise.all(others.map((client) => client.end()));
      },
      served: CACHED,
      refused: UNCACHED,
    });
  });
});

const END_OURS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'stms-gateway%'";

test('nothing that was acknowledged is lost', async () => {
  const acknowledged = traffic.seen.filter((one) => one.habit === 'write' && isServed(one));
  expect(acknowledged.length).toBeGreaterThan(50);
  const kept = await site.standing(acknowledged);
  printTable(acknowledged.length - kept.length);
  expect(kept).toHaveLength(acknowledged.length);
});
