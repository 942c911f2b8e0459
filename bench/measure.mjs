import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const WARM_SHARE = 0.3;

/** A process that makes load. */
export function startLoad(redisSocket) {
  const child = fork(path.join(import.meta.dirname, 'load.mjs'), {
    env: { ...process.env, REDIS_SOCKET: redisSocket },
  });
  return {
    async run(order) {
      child.send(order);
      const [{ answer, error }] = await once(child, 'message');
      if (error) throw new Error(error);
      return answer;
    },
    stop: () => child.kill('SIGKILL'),
  };
}

/**
 * Measures the rows of a table in turns, so that whatever else the machine does meets all alike. The first round counts
 * for nothing: it is there for compilers and caches to settle.
 * @param rows `{ label, base, servers, requests, status, before }`; `base` is the label of the row it is compared with
 * @returns for each row the medians of its turns, and of its ratios to the base in the same round
 */
export async function measure(rows, { loads, connections, rounds, ms }) {
  const turns = new Map(rows.map(({ label }) => [label, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const row of inTurn(rows, round)) {
      const measured = await turn(row, { loads, connections, ms });
      if (round > 0) turns.get(row.label).push(measured);
    }
  }
  return rows.map((row) => {
    const own = turns.get(row.label);
    const base = turns.get(row.base);
    return {
      ...row,
      ...Object.fromEntries(Object.keys(own[0]).map((key) => [key, median(own.map((one) => one[key]))])),
      cpuRatio: median(own.map((one, round) => one.cpuUs / base[round].cpuUs)),
      p50Ratio: median(own.map((one, round) => one.p50 / base[round].p50)),
    };
  });
}

/** Some warming up, then what counts. One load process for each server of the row. */
async function turn({ servers, requests, status, before }, { loads, connections, ms }) {
  const orders = servers.map(({ port }) => ({ port, count: connections, status, requests, before }));
  const runAll = (more) => Promise.all(orders.map((order, nth) => loads[nth].run({ ...order, ...more })));
  await runAll({ ms: ms * WARM_SHARE });
  const earlier = await usageOf(servers);
  const results = await runAll({ ms, close: true });
  const after = await usageOf(servers);
  return {
    perSecond: sum(results.map((one) => one.perSecond)),
    p50: median(results.map((one) => one.p50)),
    p99: Math.max(...results.map((one) => one.p99)),
    cpuUs: (after.cpuUs - earlier.cpuUs) / sum(results.map((one) => one.requests)),
    megabytes: after.megabytes / servers.length,
  };
}

async function usageOf(servers) {
  const usages = await Promise.all(servers.map((server) => server.usage()));
  return { cpuUs: sum(usages.map((one) => one.cpuUs)), megabytes: sum(usages.map((one) => one.megabytes)) };
}

/** Another row begins each round, and every other round runs backwards, so that no row always follows the same one. */
function inTurn(rows, round) {
  const first = round % rows.length;
  const rotated = [...rows.slice(first), ...rows.slice(0, first)];
  return round % 2 === 0 ? rotated : rotated.reverse();
}

const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
