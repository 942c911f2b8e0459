import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { tally } from '../guarantees/support/outage';
import { openSite, type Site } from '../guarantees/support/site';
import { HABITS, isServed, Traffic, type Seen } from '../guarantees/support/traffic';
import { graphql } from '../support/graphql';
import { gauge, grown, tableOf, type Gauge } from './gauges';
import { Replicas } from './replicas';
import { Versions } from './versions';

/** Between the end of a fault and the next. */
const REST_MS = 8_000;
const GAUGE_EVERY_MS = 3_000;

type Fault = [name: string, happen: (site: Site, replicas: Replicas) => Promise<unknown>];

const FAULTS: Fault[] = [
  ['replica drained', (_, replicas) => replicas.drain()],
  ['Redis paused', ({ redis }) => pause(redis, 700)],
  ['replica killed', (_, replicas) => replicas.kill()],
  ['PostgreSQL restarted', ({ postgres }) => postgres.quit().then(() => postgres.restart())],
  ['Redis emptied', ({ redis }) => empty(redis.url)],
  ['PostgreSQL killed', ({ postgres }) => postgres.kill().then(() => postgres.restart())],
  ['Redis killed', ({ redis }) => redis.kill().then(() => redis.restart())],
  ['PostgreSQL paused', ({ postgres }) => pause(postgres, 1_500)],
];

/** Prints what happened. Sets the exit code to 1 if anything was lost, stale, unexpected or has grown. */
export async function soak(minutes: number): Promise<void> {
  const site = await openSite({ REPLAY_MAX_BYTES: '4mb' });
  try {
    const findings = await run(site, minutes * 60_000);
    for (const finding of findings) process.stdout.write(`FAILED: ${finding}\n`);
    process.exitCode = findings.length > 0 ? 1 : 0;
  } finally {
    await site.close();
  }
}

async function run(site: Site, ms: number): Promise<string[]> {
  const replicas = await Replicas.start(site.start);
  const [first] = replicas.all();
  if (!first) throw new Error('no replica');
  const people = await site.people(first);
  const id = await makeLecture(first.url, people.trainer.token);
  const begun = performance.now();
  const traffic = new Traffic(replicas.any, people);
  const versions = new Versions(replicas.any, people, id);
  const gauges: Gauge[] = [];
  const measuring = setInterval(() => {
    void Promise.all(replicas.all().map((one) => gauge(one, begun))).then((all) => gauges.push(...all.flat()));
  }, GAUGE_EVERY_MS);
  const counts = new Map<string, number>();
  for (let nth = 0; performance.now() - begun < ms; nth += 1) {
    await sleep(REST_MS);
    const [name, happen] = FAULTS[nth % FAULTS.length] as Fault;
    await happen(site, replicas);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  await traffic.served(performance.now());
  await sleep(REST_MS);
  clearInterval(measuring);
  await Promise.all([traffic.stop(), versions.stop()]);

  const lost = await lostWrites(site, traffic.seen);
  tell(`${new Date().toISOString().slice(0, 10)}, ${((performance.now() - begun) / 60_000).toFixed(1)} minutes`);
  tell([...counts].map(([name, count]) => `${name}: ${count}`).join(', '));
  tell('\n| habit | requests | served | not served |\n| - | -: | -: | - |');
  for (const habit of HABITS) tell(lineOf(habit, traffic.seen));
  tell(`\n${tableOf(gauges).join('\n')}\n`);
  const { reads, violations } = versions.history;
  tell(
    `Acknowledged writes lost: ${lost}; reads compared with acknowledged writes: ${reads}, stale: ${violations.length}`,
  );

  const odd = traffic.seen.filter((one) => !isServed(one) && !isExcused(one, replicas));
  return [
    ...(lost > 0 ? [`${lost} acknowledged writes are lost`] : []),
    ...violations.slice(0, 5).map(({ promise, what }) => `${promise}: ${what}`),
    ...odd.slice(0, 5).map((one) => `unexpected: ${JSON.stringify(one)}`),
    ...grown(gauges),
  ];
}

const tell = (line: string) => process.stdout.write(`${line}\n`);

function lineOf(habit: string, seen: readonly Seen[]): string {
  const own = seen.filter((one) => one.habit === habit);
  const failures = own.filter((one) => !isServed(one));
  const codes = Object.entries(tally(failures)).map(([code, count]) => `${count} x ${code}`);
  return `| ${habit} | ${own.length} | ${own.length - failures.length} | ${codes.join(', ')} |`;
}

/** 503 while something is away, 401 after Redis has forgotten everybody, and what a killed replica was answering. */
function isExcused({ status, code, begun, took }: Seen, replicas: Replicas): boolean {
  if (status === 0) return replicas.wasKilledAt(begun + took);
  return status === 401 || (status === 503 && code === 'SERVICE_UNAVAILABLE');
}

async function lostWrites(site: Site, seen: readonly Seen[]): Promise<number> {
  const acknowledged = seen.filter((one) => one.habit === 'write' && isServed(one));
  return acknowledged.length - (await site.standing(acknowledged)).length;
}

async function makeLecture(url: string, token: string): Promise<string> {
  const query = `mutation { made: createLecture(input: {
    title: "version 0.", startsAt: "2030-01-01T09:00:00Z", endsAt: "2030-01-01T10:00:00Z" }) { id } }`;
  const { body } = await graphql(url, query, { token });
  return (body.data as { made: { id: string } }).made.id;
}

async function pause(server: { pause(): void; resume(): void }, ms: number): Promise<void> {
  server.pause();
  await sleep(ms);
  server.resume();
}

async function empty(url: string): Promise<void> {
  const client = new Redis({ path: url.slice('unix://'.length) });
  await client.flushall();
  client.disconnect();
}
