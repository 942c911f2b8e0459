import { Cluster } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import { tag, tagKey, type Tags } from '../../../src/platform/cache/tag';
import { createTestDatabase, type TestDatabase } from '../../support/database';
import { eventually } from '../../support/eventually';
import { startTestRedisCluster, type TestRedisCluster } from '../../support/redis-cluster';
import { createNotes, gate, noteSource, noteTag, startWrite, writeNote } from './notes';
import { insist, startReplica, type Replica } from './replica';

/** Notes whose tags and values lie on all masters. */
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const TAGS: Tags = [tag('notes'), ...NAMES.map(noteTag)];

let database: TestDatabase;
let cluster: TestRedisCluster;
let replicas: Replica[];
let replica: Replica;
let other: Replica;

beforeAll(async () => {
  [database, cluster] = await Promise.all([createTestDatabase(), startTestRedisCluster()]);
  const target = { kind: 'cluster', nodes: cluster.nodes, access: { tls: false } } as const;
  replicas = await Promise.all([1, 2].map(() => startReplica(database.url, target)));
  [replica, other] = replicas as [Replica, Replica];
  await createNotes(replica.database);
});

beforeEach(async () => {
  await writeAll(1);
  for (const { counts } of replicas) counts.loads = counts.coalesced = 0;
});

afterAll(async () => {
  await Promise.all(replicas.map((one) => one.close()));
  await Promise.all([database.drop(), cluster.stop()]);
});

/** A note that hangs on the tags of all notes. */
const source = (one: Replica, afterLoad?: () => Promise<void>) =>
  noteSource(one, { tags: () => TAGS, ...(afterLoad && { afterLoad }) });
const note = (name = 'a', one = replica) => one.read(source(one), name);
const becomesHit = (name: string, one = replica) => eventually(async () => (await note(name, one)).result === 'HIT');

const writeAll = (n: number) =>
  insist(() =>
    replica.writer.write(async (tx) => {
      await tx.$executeRaw`
        INSERT INTO notes SELECT name, ${n} FROM unnest(${NAMES}::text[]) AS name ON CONFLICT (name) DO UPDATE SET n = ${n}`;
      return { value: undefined, tags: TAGS };
    }),
  );

/** The port of the master that keeps a key. */
async function masterOf(key: string): Promise<number> {
  const { client } = replica.redis;
  if (!(client instanceof Cluster)) throw new Error('not a cluster');
  const slot = Number(await client.cluster('KEYSLOT', key));
  return Number(client.slots[slot]?.[0]?.split(':')[1]);
}

test('the keys of one read lie on all masters', async () => {
  const keys = [...TAGS.map(tagKey), 'tag:era', ...NAMES.map((name) => `single_lecture:${name}`)];
  const masters = await Promise.all(keys.map(masterOf));
  expect(new Set(masters)).toEqual(new Set(cluster.nodes.map(({ port }) => port)));
  expect(new Set(masters.slice(0, TAGS.length)).size).toBe(3);
});

test('a write declares and releases its intent on all its tags: the next read on any replica is fresh, the one after it a HIT', async () => {
  for (let n = 2; n <= 6; n += 1) {
    await writeAll(n);
    const fresh = await Promise.all(NAMES.map((name) => note(name, other)));
    expect(fresh.map(({ value }) => value?.n)).toEqual(NAMES.map(() => n));
    await Promise.all(NAMES.map((name) => becomesHit(name, replica)));
    const hits = await Promise.all(NAMES.map((name) => note(name, other)));
    expect(hits.map(({ value, result }) => [value?.n, result])).toEqual(NAMES.map(() => [n, 'HIT']));
  }
});

test('while an intent stands on one tag, the values under it are read past the cache, the others from it', async () => {
  const own = noteSource(replica, { tags: (name) => [noteTag(name)] });
  const read = () => Promise.all(NAMES.map((name) => replica.read(own, name)));
  await read();
  await eventually(async () => (await read()).every(({ result }) => result === 'HIT'));
  const write = await startWrite(replica, 'c', 2);

  const met = await read();
  await write.rollBack();

  expect(met.map(({ result }) => result)).toEqual(NAMES.map((name) => (name === 'c' ? 'BYPASS' : 'HIT')));
});

test('intents of a writer that died are healed on every master', async () => {
  const write = await startWrite(replica, 'a', 2);
  await write.commit(); // and nobody releases

  expect(await note('a', other)).toMatchObject({ value: { n: 2 }, result: 'BYPASS', reason: 'write-intent' });
  await becomesHit('a', other);
  expect((await note('a')).value?.n).toBe(2);
  expect(other.intents.healed + replica.intents.healed).toBeGreaterThan(0);
});

test('two hundred readers of a cold key cause one load on each replica', async () => {
  const { passed, open } = gate();
  const reads = replicas.flatMap((one) =>
    Array.from({ length: 200 }, () =>
      one
        .read(
          source(one, () => passed),
          'a',
        )
        .then(({ value }) => value?.n),
    ),
  );
  await eventually(() => replicas.every(({ counts }) => counts.coalesced === 199));
  open();

  expect(new Set(await Promise.all(reads))).toEqual(new Set([1]));
  expect(replicas.map(({ counts }) => counts)).toEqual(replicas.map(() => ({ loads: 1, coalesced: 199 })));
});

describe('a master that loses its data', () => {
  test('loses intents: in the new generation they are remembered, and nothing stored before is valid', async () => {
    // Only the intent on this tag names the writer.
    const own = (one: Replica) => noteSource(one, { tags: () => [noteTag('a')] });
    const read = (one = replica) => insist(() => one.read(own(one), 'a'));
    await eventually(async () => (await read()).result === 'HIT');
    const epoch = replica.redis.epoch;
    const write = await startWrite(replica, 'a', 2);
    await cluster.restart(await masterOf('tag:note:a'));

    const during = [await read(), await read(other)];
    await write.commit();
    const after = [await read(), await read(other)];

    expect(during.map(({ value, result }) => [value?.n, result])).toEqual(Array(2).fill([1, 'BYPASS']));
    expect(after.map(({ value }) => value?.n)).toEqual([2, 2]);
    expect(replica.redis.epoch).not.toBe(epoch);
    await eventually(async () => (await read()).result === 'HIT');
  });

  test('loses writes if its successor is behind: what they changed is not served from before', async () => {
    const own = (one: Replica) => noteSource(one, { tags: () => [noteTag('a')] });
    const read = (one = replica) => insist(() => one.read(own(one), 'a'));
    await eventually(async () => (await read()).result === 'HIT');
    const visitor = new Cluster(cluster.nodes);
    const keys = ['tag:note:a', 'single_lecture:a'];
    const before = await Promise.all(keys.map((key) => visitor.get(key)));
    await writeNote(replica, 'a', 2);

    await cluster.replace(await masterOf('tag:note:a'));
    // As the successor would have them if the write had not reached it.
    await Promise.all(keys.map((key, nth) => visitor.set(key, before[nth] ?? '', 'PX', 600_000)));
    visitor.disconnect();

    expect([await read(), await read(other)].map(({ value }) => value?.n)).toEqual([2, 2]);
    await eventually(async () => (await read()).result === 'HIT');
    await eventually(async () => (await read(other)).result === 'HIT');
  });
});

test('a successor that the cluster promotes seconds after its master was killed is found', async () => {
  const noticed = new Set<Replica>();
  let isChosen = false;
  const ask = async (one: Replica) => {
    while (!isChosen) {
      await one.redis.trip((client) => client.get(tagKey(noteTag('a')))).catch(() => noticed.add(one));
      await sleep(20);
    }
  };
  const asking = replicas.map(ask);
  await cluster.replace(await masterOf(tagKey(noteTag('a'))), 'by election');
  isChosen = true;
  await Promise.all(asking);

  expect(noticed.size).toBe(replicas.length);
  await eventually(() => replicas.every(({ redis }) => redis.isUp));
  expect((await note('a')).value?.n).toBe(1);
});
