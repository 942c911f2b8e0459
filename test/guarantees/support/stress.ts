import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { createTestDatabase } from '../../support/database';
import { noonZone } from '../../support/noon-zone';
import { startTestRedis, type TestRedis } from '../../support/redis';
import { Fleet } from './fleet';
import { History } from './history';
import { hangUp } from '../../support/http';
import { slowCommits, type SlowCommits } from './slow-commits';
import { listed, shownIn } from './subjects';
import { FaultInjector, type FaultKind } from './fault-injector';
import type { View } from './view';
import { Writers } from './writers';

export interface Report {
  history: History;
  reads: number;
  writes: number;
  kills: number;
  faults: Partial<Record<FaultKind, number>>;
}

export interface Conditions {
  /** A file that takes a piece of the protocol out of each replica. */
  broken?: string;
  /** Writers rest up to this long between two writes; milliseconds. */
  restMs: number;
  slowCommits: SlowCommits;
  faults: readonly FaultKind[];
  /** Between two faults. */
  readsBetween: number;
  /** Whether it may end. */
  isOver: (sofar: { reads: number; kills: number; history: History }) => boolean;
}

/** Busy writers: much goes on between two reads. */
export const BUSY = { restMs: 200, slowCommits: { share: 0.3, ms: 600 } };

/** Prints what happened. */
export const tell = (name: string, { reads, writes, kills, faults, history }: Report) =>
  process.stdout.write(
    `${name}: ${JSON.stringify({ reads, writes, kills, ...faults, violations: history.tally() })}\n`,
  );

const READERS = 10;
/** A read that misses the cache is repeated this long before the cache counts as idle. */
const WAKE_MS = 10_000;
/** After so many reads in a row one waits between two of them: so a cache that stays idle takes no CPU from the other tests. */
const AT_ONCE = 3;
const LOOK_EVERY_MS = 50;

/** Writers, readers and faults on three replicas, until `isOver`; then a last read of every view from every replica. */
export async function stress(conditions: Conditions): Promise<Report> {
  const [database, redis] = await Promise.all([createTestDatabase(), startTestRedis()]);
  const sql = new Client({ connectionString: database.url });
  await sql.connect();
  const fleet = await Fleet.start({
    databaseUrl: database.url,
    redisUrl: redis.url,
    broken: conditions.broken,
    env: { APP_TIMEZONE: noonZone() },
  });
  try {
    return await run(fleet, redis, { url: database.url, sql }, conditions);
  } finally {
    redis.resume();
    await fleet.stop();
    hangUp();
    await sql.end();
    await Promise.all([database.drop(), redis.stop()]);
  }
}

async function run(
  fleet: Fleet,
  redis: TestRedis,
  database: { url: string; sql: Client },
  conditions: Conditions,
): Promise<Report> {
  const history = new History();
  const { url: databaseUrl, sql } = database;
  const anyReplica = () => fleet.any();
  const writers = await Writers.open({ anyReplica, databaseUrl, history, sql, restMs: conditions.restMs });
  await slowCommits(sql, conditions.slowCommits);
  const views = writers.views();
  const injector = new FaultInjector(fleet, redis, conditions.faults, conditions.readsBetween);
  let over = false;

  const read = async () => {
    while (!over) {
      const view = views[Math.floor(Math.random() * views.length)];
      if (view) await look(view, fleet.any(), writers, history);
    }
  };
  const enough = () => conditions.isOver({ reads: history.reads, kills: fleet.kills, history });
  const working = Promise.all([writers.keepWriting(), ...Array.from({ length: READERS }, read)]);
  await Promise.race([injector.run(() => history.reads, enough), working]);
  writers.stop();
  over = true;
  await working;

  if (history.violations.length === 0) await lookAround(views, fleet, writers, history);
  return { history, reads: history.reads, writes: writers.writes, kills: fleet.kills, faults: injector.counts };
}

/** @returns X-Cache, or undefined where there was no answer */
async function look(view: View, url: string, writers: Writers, history: History): Promise<string | undefined> {
  const start = performance.now();
  const answer = await view.asker.ask(url, view.question);
  const end = performance.now();
  if (!answer || answer.status === 503 || answer.status === 401) return undefined;
  const isAnswer = answer.status === 200 && !(answer.body as { errors?: unknown }).errors;
  if (!isAnswer) history.violate('unexpected', `${view.name}: ${answer.status} ${JSON.stringify(answer.body)}`);
  if (!isAnswer) return undefined;

  const shown = shownIn(answer.body);
  for (const torn of shown.torn) history.violate('torn', `${view.name}: ${torn}`);
  const claims = [...shown.versions].map(([subject, version]) => ({ subject, lowest: version, highest: version }));
  if (view.list) {
    const { kind, place } = view.list;
    const { missing, misplaced } = listed(shown, writers.subjects(kind), place);
    for (const what of misplaced) history.violate('torn', `${view.name}: ${what}`);
    claims.push(...missing.map((sight) => history.claim(sight, start)));
  }
  claims.push(...(view.sights?.(answer.body) ?? []).map((sight) => history.claim(sight, start)));
  history.read({ start, end, where: view.name, claims });
  return answer.cache;
}

/** When all is calm: every replica tells through every view what PostgreSQL says, and uses its cache again. */
async function lookAround(views: View[], fleet: Fleet, writers: Writers, history: History): Promise<void> {
  await writers.look();
  await sleep(1_100);
  for (const url of fleet.all()) {
    for (const view of views) {
      const until = performance.now() + WAKE_MS;
      for (let nth = 1; (await look(view, url, writers, history)) !== 'HIT'; nth += 1) {
        if (performance.now() > until) return history.violate('idle', `${view.name} is never a HIT`);
        if (nth >= AT_ONCE) await sleep(LOOK_EVERY_MS);
      }
    }
  }
}
