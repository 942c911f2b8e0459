import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { startDatabases } from './databases.mjs';
import { ask, signUp, startGateway } from './gateway.mjs';
import { median, startLoad } from './measure.mjs';
import { QUERY, VARIABLES } from './requests.mjs';
import { loadStudents } from './students.mjs';
import { markdown } from './table.mjs';

const STUDENTS = 5_000;
const COUNTS = [1, 2, 4];
/** Of each replica's load process, each with one request at a time. */
const CONNECTIONS = 16;
const WARM_SHARE = 0.3;

/**
 * A repeated read of 1, 2 and 4 replicas on one Redis: how requests, and the CPU of replicas and of Redis, grow. Rounds are
 * interleaved; the first counts for nothing.
 * @param {{ rounds: number, ms: number }} effort
 */
export async function measureScale({ rounds, ms }) {
  const databases = await startDatabases();
  const redis = new Redis({ path: databases.redisSocket });
  const replicas = [];
  const loads = [];
  try {
    await loadStudents(databases.databaseUrl, STUDENTS);
    for (let nth = 0; nth < Math.max(...COUNTS); nth += 1) {
      replicas.push(await startGateway(databases));
      loads.push(startLoad(databases.redisSocket));
    }
    const { token } = await signUp(replicas[0].url);
    const idle = median(replicas.map(({ pid }) => residentMib(pid)));
    for (const { url } of replicas) await ask(url, { query: QUERY, variables: VARIABLES }, token);
    const body = { query: QUERY, variables: VARIABLES };
    const requests = { method: 'POST', path: '/graphql', headers: { authorization: `Bearer ${token}` }, body };
    const turns = new Map(COUNTS.map((count) => [count, []]));
    for (let round = 0; round <= rounds; round += 1) {
      for (const count of COUNTS) {
        const measured = await turn(replicas.slice(0, count), { loads, redis, requests, ms });
        if (round > 0) turns.get(count).push(measured);
      }
    }
    console.log(`\n### A repeated read of several replicas on one Redis\n\n${tableOf(turns)}`);
    console.log(`\nA replica holds ${idle.toFixed(0)} MiB when it is ready and nobody asks.`);
  } finally {
    loads.forEach((load) => load.stop());
    await Promise.all(replicas.map((replica) => replica.stop()));
    redis.disconnect();
    await databases.stop();
  }
}

async function turn(replicas, { loads, redis, requests, ms }) {
  const runAll = (more) =>
    Promise.all(
      replicas.map(({ port }, nth) => loads[nth].run({ port, count: CONNECTIONS, status: 200, requests, ...more })),
    );
  await runAll({ ms: ms * WARM_SHARE });
  const before = await cpuOf(replicas, redis);
  const results = await runAll({ ms, close: true });
  const after = await cpuOf(replicas, redis);
  const count = results.reduce((sum, one) => sum + one.requests, 0);
  await sleep(100);
  return {
    perSecond: results.reduce((sum, one) => sum + one.perSecond, 0),
    replicaUs: (after.replicas - before.replicas) / count,
    redisUs: (after.redis - before.redis) / count,
    mib: median(replicas.map(({ pid }) => residentMib(pid))),
  };
}

async function cpuOf(replicas, redis) {
  const usages = await Promise.all(replicas.map((replica) => replica.usage()));
  const info = await redis.info('cpu');
  const seconds = (name) => Number(new RegExp(`^used_cpu_${name}:(\\S+)`, 'm').exec(info)[1]);
  return {
    replicas: usages.reduce((sum, { cpuUs }) => sum + cpuUs, 0),
    redis: (seconds('user') + seconds('sys')) * 1e6,
  };
}

const residentMib = (pid) => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1_024;

function tableOf(turns) {
  const body = [...turns].map(([count, own]) => {
    const middle = (key) => median(own.map((one) => one[key]));
    const redisUs = middle('redisUs');
    return [
      `${count} replica${count > 1 ? 's' : ''}`,
      middle('perSecond').toFixed(0),
      middle('replicaUs').toFixed(0),
      redisUs.toFixed(1),
      (1e6 / redisUs).toFixed(0),
      middle('mib').toFixed(0),
    ];
  });
  return markdown(
    ['', 'requests/s', 'CPU of replicas, µs', 'CPU of Redis, µs', 'requests/s a Redis core could do', 'MiB a replica'],
    body,
  );
}
