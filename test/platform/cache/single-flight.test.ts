import { createTestDatabase, type TestDatabase } from '../../support/database';
import { eventually } from '../../support/eventually';
import { startTestRedis, type TestRedis } from '../../support/redis';
import { createNotes, gate, noteSource, noteTag, startWrite, writeNote } from './notes';
import { forgetAll, startReplica, type Replica } from './replica';

const READERS = 200;

const many = <T>(count: number, make: () => Promise<T>) => Promise.all(Array.from({ length: count }, make));

let database: TestDatabase;
let redis: TestRedis;
let replicas: Replica[];
let replica: Replica;

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startTestRedis()]);
  replicas = await Promise.all([1, 2, 3].map(() => startReplica(database.url, redis.url)));
  replica = replicas[0] as Replica;
  await createNotes(replica.database);
});

beforeEach(async () => {
  await forgetAll(replica);
  // The first read begins the generation.
  await replica.read(noteSource(replica), 'nothing');
  for (const { counts } of replicas) counts.loads = counts.coalesced = 0;
});

afterAll(async () => {
  await Promise.all(replicas.map((one) => one.close()));
  await Promise.all([database.drop(), redis.stop()]);
});

describe('readers of a cold key', () => {
  beforeEach(() => writeNote(replica, 'a', 1));

  test('cause one load', async () => {
    const source = noteSource(replica);
    const before = replica.database.statements;

    const met = await many(READERS, () => replica.read(source, 'a'));

    expect(met.map(({ value }) => value?.n)).toEqual(Array(READERS).fill(1));
    expect(replica.counts).toEqual({ loads: 1, coalesced: READERS - 1 });
    expect(replica.database.statements - before).toBe(1);
  });

  test('cause one load also where they come one after another while it runs and is stored', async () => {
    const source = noteSource(replica);
    const reads: Promise<unknown>[] = [];
    let stored = false;
    while (!stored) {
      const read = replica.read(source, 'a');
      reads.push(read);
      void read.then(({ result }) => (stored ||= result === 'HIT'));
      await new Promise(setImmediate);
    }
    await Promise.all(reads);

    expect(replica.counts.loads).toBe(1);
  });

  test('cause one load on each replica, and the next reader on any of them a HIT', async () => {
    await replica.redis.client.del('tag:notes', 'tag:note:a');

    await Promise.all(replicas.flatMap((one) => many(READERS, () => one.read(noteSource(one), 'a').then(() => 0))));
    const loads = replicas.map(({ counts }) => counts.loads);
    const next = await Promise.all(replicas.map((one) => one.read(noteSource(one), 'a')));

    expect(loads).toEqual([1, 1, 1]);
    expect(next.map(({ result }) => result)).toEqual(['HIT', 'HIT', 'HIT']);
  });

  test('all learn of a load that fails; the next one loads anew', async () => {
    let fails = true;
    const source = noteSource(replica, {
      afterLoad: () => (fails ? Promise.reject(new Error('no such table')) : Promise.resolve()),
    });

    const failed = await Promise.allSettled(Array.from({ length: 5 }, () => replica.read(source, 'a')));
    fails = false;
    const { value, result } = await replica.read(source, 'a');

    expect(failed.map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
    expect(replica.counts.loads).toBe(2);
    expect({ value, result }).toEqual({ value: { name: 'a', n: 1 }, result: 'MISS' });
  });

  test('of different sources do not fail together', async () => {
    const broken = noteSource(replica, { afterLoad: () => Promise.reject(new Error('no such table')) });
    const reader = await replica.read(noteSource(replica), 'a');

    const [first, second] = await Promise.allSettled([
      replica.read(broken, 'b'),
      replica.read(noteSource(replica), 'a'),
    ]);

    expect([first.status, second.status]).toEqual(['rejected', 'fulfilled']);
    expect(reader.value).toEqual({ name: 'a', n: 1 });
  });
});

describe('a load under way is joined by nobody who came after a change', () => {
  test('once it is acknowledged', async () => {
    await writeNote(replica, 'a', 1);
    const { loaded, open, source } = standingLoad();
    const before = replica.read(source, 'a');
    await loaded;
    await writeNote(replica, 'a', 2);

    const after = await replica.read(noteSource(replica), 'a');
    open();

    expect(after.value?.n).toBe(2);
    expect((await before).value?.n).toBe(1);
    // What the slow load brought lies under versions that are no more.
    expect((await replica.read(noteSource(replica), 'a')).value?.n).toBe(2);
  });

  test('while an intent stands: those who come meanwhile share the next load', async () => {
    await writeNote(replica, 'a', 1);
    const lasting = await startWrite(replica, 'b', 1);
    const write = await startWrite(replica, 'a', 2);
    const { loaded, open, source } = standingLoad();
    const first = replica.read(source, 'a');
    await loaded;

    await write.commit();
    const later = many(READERS, () => replica.read(noteSource(replica), 'a'));
    await coalesced(replica, READERS - 1);
    open();

    expect((await first).value?.n).toBe(1);
    expect(new Set((await later).map(({ value }) => value?.n))).toEqual(new Set([2]));
    expect(replica.counts).toEqual({ loads: 2, coalesced: READERS - 1 });
    await lasting.rollBack();
  });
});

test('a batch that meets an intent on some of its tags loads those past the cache and takes the rest from it', async () => {
  await Promise.all([writeNote(replica, 'a', 1), writeNote(replica, 'b', 1)]);
  const source = noteSource(replica, { tags: (name) => [noteTag(name)] });
  await Promise.all(['a', 'b'].map((name) => replica.read(source, name)));
  const write = await startWrite(replica, 'b', 2);

  const met = await Promise.all(['a', 'b'].map((name) => replica.read(source, name)));

  expect(met.map(({ value, result }) => ({ n: value?.n, result }))).toEqual([
    { n: 1, result: 'HIT' },
    { n: 1, result: 'BYPASS' },
  ]);
  await write.rollBack();
});

const coalesced = ({ counts }: Replica, count: number) => eventually(() => counts.coalesced >= count);

/** A load that has read its rows and stands still until it is let go. */
function standingLoad() {
  const reached = gate();
  const { passed, open } = gate();
  const afterLoad = () => {
    reached.open();
    return passed;
  };
  return { loaded: reached.passed, open, source: noteSource(replica, { afterLoad }) };
}
