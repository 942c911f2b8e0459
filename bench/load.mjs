// A process of load: keeps a number of connections busy, each with one request after another.
import { createHistogram } from 'node:perf_hooks';
import { Redis } from 'ioredis';
import { requestsOf } from './requests.mjs';
import { Connection } from './connection.mjs';
import { changeIn } from './lua.mjs';

const redis = new Redis({ path: process.env.REDIS_SOCKET, enableAutoPipelining: true });
const NS_PER_MS = 1e6;
/** The first student of a page is in so many bytes of a response. */
const HEAD = 1_000;

const connections = [];
process.on('disconnect', () => process.exit());
process.on('message', async (order) => {
  try {
    process.send({ answer: await run(order) });
  } catch (error) {
    process.send({ error: error.message });
  }
});

/**
 * @param order `{ port, count, ms, status, requests, before, close }`; `status` is the only one an answer may have, and what
 * `before` changed has to be in it if it `isShown`
 */
async function run({ port, count, ms, status, requests, before, close }) {
  while (connections.length < count) connections.push(new Connection(port));
  const latencies = createHistogram();
  const next = requestsOf(requests);
  const script = before && (await redis.script('LOAD', before.lua));
  const start = performance.now();
  const end = start + ms;
  await Promise.all(
    connections.map(async (connection) => {
      while (performance.now() < end) {
        const change = script && (await redis.evalsha(script, before.keys.length, ...before.keys));
        const sent = performance.now();
        const answer = await connection.send(next());
        latencies.record(Math.max(1, Math.round((performance.now() - sent) * NS_PER_MS)));
        if (answer.status !== status) throw new Error(`${answer.status} ${answer.body.toString().slice(0, 300)}`);
        if (before?.isShown && !(changeIn(answer.body.latin1Slice(0, HEAD)) >= change))
          throw new Error('a stale answer');
      }
    }),
  );
  const seconds = (performance.now() - start) / 1_000;
  if (close) connections.splice(0).forEach((connection) => connection.close());
  return {
    requests: latencies.count,
    perSecond: latencies.count / seconds,
    p50: latencies.percentile(50) / NS_PER_MS,
    p99: latencies.percentile(99) / NS_PER_MS,
  };
}
