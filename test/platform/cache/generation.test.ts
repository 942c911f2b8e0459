import type { TransactionLog } from '../../../src/platform/cache/write-intents';
import { createTestDatabase, type TestDatabase } from '../../support/database';
import { eventually } from '../../support/eventually';
import { startTestRedis, type TestRedis } from '../../support/redis';
import { createNotes, noteSource, startWrite, writeNote } from './notes';
import { startRedisServer } from './redis-server';
import { forgetAll, startReplica, type Replica } from './replica';

let database: TestDatabase;
let redis: TestRedis;
let replica: Replica;
let onStatus: () => Promise<void>;
let onRunning: () => Promise<void>;

/** PostgreSQL, with something that happens just before, or just after, it is asked. */
const interrupted = (log: TransactionLog): TransactionLog => ({
  async transactionStatus(xid) {
    const status = await log.transactionStatus(xid);
    await onStatus();
    return status;
  },
  async runningTransactions() {
    const running = await log.runningTransactions();
    await onRunning();
    return running;
  },
});

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startTestRedis()]);
  replica = await startReplica(database.url, redis.url, { transactions: interrupted });
  await createNotes(replica.database);
});

beforeEach(async () => {
  onStatus = onRunning = async () => undefined;
  await writeNote(replica, 'a', 1);
  await eventually(async () => (await note()).result === 'HIT');
});

afterAll(async () => {
  await replica.close();
  await Promise.all([database.drop(), redis.stop()]);
});

const note = () => replica.read(noteSource(replica), 'a');
const generation = () => replica.redis.client.get('tag:era');
const flush = () => forgetAll(replica);
/** Once, and never again. */
const once = (work: () => Promise<void>) => {
  let done = false;
  return async () => {
    if (done) return;
    done = true;
    await work();
  };
};

test('carries the epoch of the server, and no intent where nothing runs', async () => {
  expect(await generation()).toMatch(new RegExp(`^${replica.redis.epoch}\\.[\\w-]{12}$`));
});

test('is new after a loss of all data: the first reader finds nothing, the second what the first one stored', async () => {
  const before = await generation();
  await flush();

  const met = [await note(), await note()];

  expect(met.map(({ value, result }) => [value?.n, result])).toEqual([
    [1, 'MISS'],
    [1, 'HIT'],
  ]);
  expect(await generation()).not.toBe(before);
});

test('an earlier one makes nothing valid again that was stored in it', async () => {
  const entry = (await replica.redis.client.get('single_lecture:a')) ?? '';
  const tags = await replica.redis.client.mget('tag:notes', 'tag:note:a');
  await flush();
  await writeNote(replica, 'a', 2);
  // As a replica that lagged would have them.
  await replica.redis.client.mset({ 'single_lecture:a': entry, 'tag:notes': tags[0], 'tag:note:a': tags[1] });

  expect((await note()).value?.n).toBe(2);
});

test('is begun by one of many readers', async () => {
  await flush();
  let asked = 0;
  onRunning = async () => void (asked += 1);
  replica.counts.loads = 0;

  const met = await Promise.all(Array.from({ length: 100 }, note));

  expect(new Set(met.map(({ value }) => value?.n))).toEqual(new Set([1]));
  expect([asked, replica.counts.loads]).toEqual([1, 1]);
});

describe('a writer whose intent is lost between its declaration and COMMIT', () => {
  test('has an intent on the new generation: nothing is stored, and what it commits is read at once', async () => {
    const write = await startWrite(replica, 'a', 2);
    await flush();

    const during = [await note(), await note()];
    const intents = (await generation())?.split('!')[1] ?? '';
    await write.commit();
    const after = await note();

    expect(during.map(({ value, result, reason }) => [value?.n, result, reason])).toEqual(
      Array(2).fill([1, 'BYPASS', 'generation']),
    );
    expect(intents).toMatch(new RegExp(`^${write.xid}@\\d+$`));
    expect(after.value?.n).toBe(2);
    await eventually(async () => (await note()).result === 'HIT');
    expect(await generation()).toMatch(new RegExp(`^${replica.redis.epoch}\\.[\\w-]{12}$`));
  });

  test('is not forgotten where the data are lost once more while the generation begins', async () => {
    await flush();
    let write: Awaited<ReturnType<typeof startWrite>> | undefined;
    onRunning = once(async () => {
      write = await startWrite(replica, 'a', 2); // after PostgreSQL was asked
      await flush();
    });

    const met = [await note(), await note()];
    await write?.commit(); // and its writer dies

    expect(met.map(({ result }) => result)).toEqual(['BYPASS', 'BYPASS']);
    expect((await note()).value?.n).toBe(2);
  });

  test('is not forgotten where the data are lost once more while an intent on the generation is healed', async () => {
    const first = await startWrite(replica, 'b', 1);
    await flush();
    await note();
    const second = await startWrite(replica, 'a', 2);
    await first.rollBack();
    let healing = false;
    onStatus = once(async () => {
      healing = true;
      await flush(); // and with it the intent of the second
    });
    await eventually(async () => {
      await note();
      return healing;
    });

    await eventually(async () => {
      await note();
      return (await generation()) !== null;
    });
    const met = [await note(), await note()];
    await second.commit(); // and its writer dies

    expect(met.map(({ result }) => result)).toEqual(['BYPASS', 'BYPASS']);
    expect((await note()).value?.n).toBe(2);
  });
});

test('is new after a restart, and where writes were in flight they are read', async () => {
  const write = await startWrite(replica, 'a', 2);
  await redis.kill();
  await redis.restart();
  await eventually(() => replica.redis.isUp);

  const during = await note();
  await write.commit();

  expect([during.value?.n, during.reason]).toEqual([1, 'generation']);
  expect((await note()).value?.n).toBe(2);
});

test('is new after a restart that has restored old data from disk', async () => {
  const server = await startRedisServer('--appendonly', 'yes', '--appendfsync', 'always');
  const lasting = await startReplica(database.url, server.url);
  const read = () => lasting.read(noteSource(lasting), 'a');
  await eventually(async () => (await read()).result === 'HIT');

  await server.kill();
  await lasting.database.transaction((tx) => tx.$executeRaw`UPDATE notes SET n = 7 WHERE name = 'a'`);
  await server.restart();
  await eventually(() => lasting.redis.isUp);
  const restored = await lasting.redis.client.exists('single_lecture:a');
  const { value, result } = await read();

  await lasting.close();
  await server.stop();
  expect({ restored, n: value?.n, result }).toEqual({ restored: 1, n: 7, result: 'MISS' });
});
