import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from './connection.mjs';
import { median } from './measure.mjs';
import { requestsOf } from './requests.mjs';

const REQUESTS = 15;
/** What is stored after the answer has left is counted too. */
const AFTERWARDS_MS = 20;

/**
 * What one request asks of Redis and PostgreSQL, sent alone: nothing is shared with requests at the same time.
 * @returns medians: round trips as Redis' reads of its sockets, commands including those inside scripts, SQL statements
 */
export async function countWork({ servers: [server], requests, status, before }, redis) {
  const connection = new Connection(server.port);
  const next = requestsOf(requests);
  const counts = [];
  try {
    for (let nth = 0; nth < REQUESTS; nth += 1) {
      if (before) await redis.eval(before.lua, before.keys.length, ...before.keys);
      const statements = await server.statements();
      const facts = await redisFacts(redis);
      const answer = await connection.send(next());
      if (answer.status !== status) throw new Error(`${answer.status} ${answer.body.toString().slice(0, 300)}`);
      await sleep(AFTERWARDS_MS);
      const later = await redisFacts(redis);
      counts.push({
        trips: later.reads - facts.reads - 1, // the question itself was read
        commands: later.commands - facts.commands,
        sql: (await server.statements()) - statements,
      });
    }
  } finally {
    connection.close();
  }
  const middle = (name) => median(counts.map((one) => one[name]));
  return { trips: middle('trips'), commands: middle('commands'), sql: middle('sql') };
}

async function redisFacts(redis) {
  const info = await redis.info('stats', 'commandstats');
  const calls = [...info.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)].filter(([, command]) => command !== 'info');
  return {
    reads: Number(/^total_reads_processed:(\d+)/m.exec(info)[1]),
    commands: calls.reduce((total, [, , count]) => total + Number(count), 0),
  };
}
