import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../support/eventually';
import { listeningUrl, startProgram, type TestGateway } from '../support/gateway';
import { graphql } from '../support/graphql';
import { isReady, note, printTable, tally } from './support/outage';
import { openSite, type Site } from './support/site';
import { isServed, Traffic, type People, type Seen } from './support/traffic';

/** What is promised, and what a busy machine may add; ms. */
const TO_FAIL_MS = 300;
const TO_RECOVER_MS = 1_000;
const BUSY_MS = 300;

let site: Site;
let replicas: TestGateway[];
let people: People;
let crowd: Traffic[] = [];
const seen: Seen[] = [];

beforeAll(async () => {
  site = await openSite();
  replicas = await Promise.all([site.start(), site.start()]);
  const [first] = replicas;
  if (first) people = await site.people(first);
});
afterAll(() => site.close());

/** Clients behind a balancer that asks /readyz again and again. Nothing is ever sent twice. */
function startClients(count: number): { close(): Promise<void> } {
  let ready = replicas;
  let isOver = false;
  const watch = async () => {
    while (!isOver) {
      const answers = await Promise.all(replicas.map(({ url }) => isReady(url)));
      ready = replicas.filter((_, nth) => answers[nth]);
      await sleep(50);
    }
  };
  const watching = watch();
  const any = () => ready[Math.floor(Math.random() * ready.length)]?.url ?? '';
  crowd = Array.from({ length: count }, () => new Traffic(any, people, ['cached read', 'cold read', 'write']));
  return {
    async close() {
      await Promise.all(crowd.map((one) => one.stop()));
      isOver = true;
      await watching;
      seen.push(...crowd.flatMap((one) => one.seen));
    },
  };
}

const acknowledged = (some: Seen[]) => some.filter((one) => one.habit === 'write' && isServed(one));

const begunFrom = (from: number): Seen[] => crowd.flatMap((one) => one.between(from));

test('SIGTERM under load: not one request is lost', async () => {
  const clients = startClients(8);
  await eventually(() => acknowledged(begunFrom(0)).length > 50);
  const [, leaving] = replicas;
  const signalled = performance.now();
  leaving?.signal('SIGTERM');
  expect(await leaving?.exited).toBe(0);
  const gone = performance.now();
  await eventually(() => begunFrom(gone).length > 50);
  await clients.close();

  const since = begunFrom(0).filter(({ begun, took }) => begun + took > signalled);
  expect(since.filter((one) => !isServed(one))).toEqual([]);
  note({
    name: 'a replica drained under load',
    served: since.length,
    codes: {},
    toFail: 0,
    toRecover: gone - signalled,
  });
});

test('SIGKILL under load: only its requests in flight are lost, and nobody else is delayed', async () => {
  replicas = [...replicas.slice(0, 1), await site.start()];
  const clients = startClients(8);
  await sleep(500);
  const [, victim] = replicas;
  const before = performance.now();
  await victim?.kill();
  await sleep(TO_RECOVER_MS + BUSY_MS);
  const later = performance.now();
  const late = () => begunFrom(later).filter(({ habit }) => habit === 'cached read');
  await eventually(() => late().some(({ cache }) => cache === 'HIT'));
  await clients.close();

  const all = begunFrom(0);
  const failures = all.filter((one) => !isServed(one));
  expect(failures.filter(({ status }) => status !== 0)).toEqual([]);
  // Until the balancer has seen it.
  expect(failures.filter(({ begun }) => begun > before + TO_FAIL_MS + BUSY_MS)).toEqual([]);
  const last = Math.max(before, ...failures.map(({ begun, took }) => begun + took));
  const toFail = Math.max(0, ...failures.map(({ took }) => took));
  note({
    name: 'a replica killed under load',
    served: all.length - failures.length,
    codes: tally(failures),
    toFail,
    toRecover: last - before,
  });
});

test('started before its databases it is alive at once, and ready soon after them', async () => {
  const [neighbour] = replicas;
  await Promise.all([site.redis.kill(), site.postgres.kill()]);
  const early = startProgram(site.env);
  try {
    await eventually(() => listeningUrl(early.output()) !== undefined);
    const url = listeningUrl(early.output()) ?? '';
    const status = async (path: string) => (await fetch(url + path)).status;
    expect([await status('/livez'), await status('/readyz'), await status('/health')]).toEqual([200, 503, 503]);
    await refuseSignIn(url); // the first request of a process is slow
    const toFail = Math.min(await refuseSignIn(url), await refuseSignIn(url));
    expect(toFail).toBeLessThan(TO_FAIL_MS + BUSY_MS);

    await site.redis.restart();
    await sleep(300);
    expect([await status('/livez'), await status('/readyz')]).toEqual([200, 503]);
    await site.postgres.restart();
    const back = performance.now();
    await eventually(async () => (await status('/readyz')) === 200);
    const toRecover = performance.now() - back;
    expect(toRecover).toBeLessThan(TO_RECOVER_MS + BUSY_MS);
    expect(await isReady(neighbour?.url ?? '')).toBe(true);
    note({
      name: 'started before both databases',
      served: 0,
      codes: { '503 SERVICE_UNAVAILABLE': 1 },
      toFail,
      toRecover,
    });
  } finally {
    early.signal('SIGKILL');
    await early.exited;
  }
});

/** @returns how long the 503 took; ms */
async function refuseSignIn(url: string): Promise<number> {
  const { email, password } = people.visitor;
  const begun = performance.now();
  const refused = await graphql(url, 'mutation ($i: LoginInput!) { login(input: $i) { token } }', {
    variables: { i: { email, password } },
  });
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
  return performance.now() - begun;
}

test('nothing that was acknowledged is lost', async () => {
  const written = acknowledged(seen);
  expect(written.length).toBeGreaterThan(50);
  const kept = await site.standing(written);
  printTable(written.length - kept.length);
  expect(kept).toHaveLength(written.length);
});
