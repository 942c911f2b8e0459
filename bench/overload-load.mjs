// A process of load that does not spare the gateway: so many requests a second, whatever becomes of those before them; or so
// many clients that ask again as soon as they are answered, whatever the answer is.
import { createHistogram } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from './connection.mjs';
import { requestsOf } from './requests.mjs';

const NS_PER_MS = 1e6;
/**
 * Opened beforehand, as a balancer keeps them, and more than are needed at once: Node accepts one connection a turn, which
 * would be what is measured.
 */
const CONNECTIONS = 5_000;
/** For the gateway to forget that it had to. */
const PAUSE_MS = 1_000;
/** What is answered in the first of it does not count: at its beginning nothing is in flight, at its end much is. */
const WARM_UP_MS = 1_000;

process.on('disconnect', () => process.exit());
process.on('message', async (order) => process.send(await run(order)));

/**
 * @param order `{ port, perSecond, clients, ms, request }`; one of `perSecond` and `clients`
 * @returns per status how many a second after the warm-up, and how long all of them took, the first ones too
 */
async function run({ port, perSecond, clients, ms, request }) {
  const next = requestsOf(request);
  const free = Array.from({ length: CONNECTIONS }, () => new Connection(port));
  await Promise.all(free.map((connection) => connection.send('GET /livez HTTP/1.1\r\nhost: localhost\r\n\r\n')));
  await sleep(PAUSE_MS);
  const outcomes = new Map();
  let open = 0;

  const send = async () => {
    const connection = free.pop() ?? new Connection(port);
    open += 1;
    const sent = performance.now();
    const status = await connection.send(next()).then(
      (answer) => answer.status,
      () => 0, // broken
    );
    const histogram = outcomes.get(status) ?? createHistogram();
    outcomes.set(status, histogram);
    histogram.record(Math.max(1, Math.round((performance.now() - sent) * NS_PER_MS)));
    open -= 1;
    if (status !== 0) free.push(connection);
  };

  const start = performance.now();
  const isOver = () => performance.now() - start >= WARM_UP_MS + ms;
  const counts = () => new Map([...outcomes].map(([status, histogram]) => [status, histogram.count]));
  let warm;
  let begun = 0;
  let mostOpen = 0;
  const askAgain = async () => {
    for (; !isOver(); begun += 1) await send();
  };
  const asking = Array.from({ length: clients ?? 0 }, askAgain);
  while (!isOver()) {
    const due = ((performance.now() - start) / 1_000) * (perSecond ?? 0);
    for (; begun < due; begun += 1) void send();
    mostOpen = Math.max(mostOpen, open);
    if (performance.now() - start >= WARM_UP_MS) warm ??= { at: performance.now(), counts: counts() };
    await sleep(2);
  }
  const end = { at: performance.now(), counts: counts() };
  const perSecondOf = (status) =>
    (((end.counts.get(status) ?? 0) - (warm.counts.get(status) ?? 0)) * 1_000) / (end.at - warm.at);
  await Promise.all(asking);
  while (open > 0) await sleep(10);
  free.forEach((connection) => connection.close());
  return {
    mostOpen,
    answers: [...outcomes].map(([status, histogram]) => ({
      status,
      perSecond: perSecondOf(status),
      p50: histogram.percentile(50) / NS_PER_MS,
      p99: histogram.percentile(99) / NS_PER_MS,
      max: histogram.max / NS_PER_MS,
    })),
  };
}
