import type { TestApp } from './app';
import { eventually } from './eventually';
import { send } from './http';

/** What a gateway has done so far. */
export interface Work {
  /** Round trips and statements as the gateway counts them itself. */
  trips: number;
  statements: number;
  /** What Redis has read from its sockets, and its commands by name, those of scripts too. */
  socketReads: number;
  commands: ReadonlyMap<string, number>;
}

export async function workOf({ url, redis }: Pick<TestApp, 'url' | 'redis'>): Promise<Work> {
  const { text: metrics } = await send(`${url}/metrics`);
  const counted = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(metrics)?.[1]);
  const info = await redis.info('stats', 'commandstats');
  const calls = [...info.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)].filter(([, command]) => command !== 'info');
  return {
    trips: counted('stms_redis_round_trips_total'),
    statements: counted('stms_sql_statements_total'),
    socketReads: Number(/^total_reads_processed:(\d+)/m.exec(info)?.[1]),
    commands: new Map(calls.map(([, command, count]) => [command ?? '', Number(count)])),
  };
}

/** What was done between two looks, without the second look itself. */
export function spent(before: Work, after: Work) {
  const commands = [...after.commands]
    .map(([command, count]) => [command, count - (before.commands.get(command) ?? 0)] as const)
    .filter(([, count]) => count > 0);
  return {
    trips: after.trips - before.trips,
    statements: after.statements - before.statements,
    socketReads: after.socketReads - before.socketReads - 1,
    commands: Object.fromEntries(commands) as Partial<Record<string, number>>,
  };
}

/** How many answers the gateway has sent from its memory of recorded ones. */
export async function replayedBy({ url }: Pick<TestApp, 'url'>): Promise<number> {
  const { text } = await send(`${url}/metrics`);
  return Number(/^stms_replayed_answers_total (\d+)$/m.exec(text)?.[1]);
}

/** Asks until the answer is one that was recorded: what has to be stored before is stored beside the answers. */
export const untilReplayed = (app: Pick<TestApp, 'url'>, ask: () => Promise<unknown>): Promise<void> =>
  eventually(async () => {
    const before = await replayedBy(app);
    await ask();
    return (await replayedBy(app)) > before;
  });
