import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { AcceptQueue } from '../../../src/http/overload/accept-queue';
import { eventually } from '../../support/eventually';

/** What the gateway did between two looks. */
const DEAR = { ms: 100, answered: 50, refused: 0 };
const CHEAP = { ms: 100, answered: 600, refused: 0 };

let server: Server;
let clients: Socket[];
let accepted: number;
let turnMs: number;

beforeEach(async () => {
  [clients, accepted, turnMs] = [[], 0, 5];
  server = createServer((socket) => {
    accepted += 1;
    socket.on('error', () => undefined);
    for (const end = performance.now() + turnMs; performance.now() < end;); // one a turn, and turns take long
  });
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, resolve));
});
afterEach(async () => {
  clients.forEach((socket) => socket.destroy());
  await new Promise((resolve) => server.close(resolve));
});

function crowd(count: number, port = (server.address() as AddressInfo).port): void {
  clients.push(...Array.from({ length: count }, () => connect(port, '127.0.0.1').on('error', () => undefined)));
}

async function lookUntil(isOver: () => boolean, queues: [AcceptQueue, typeof DEAR][], eachTime: () => void) {
  while (!isOver()) {
    for (const [queue, spent] of queues) queue.look(true, spent);
    eachTime();
    await sleep(100);
  }
}

const refuses = (queue: AcceptQueue) => Array.from({ length: 1_000 }, () => queue.isTooLong()).includes(true);

it('knows how long a crowd waits, and refuses some for it, where an answer costs more than a refusal', async () => {
  const [dear, cheap] = [new AcceptQueue(), new AcceptQueue()];
  [dear, cheap].forEach((queue) => queue.watch(server));
  dear.look(true, DEAR);
  cheap.look(true, CHEAP);
  expect([dear, cheap].map(refuses)).toEqual([false, false]);
  crowd(300);
  let [refused, refusedCheap, longest] = [false, false, 0];
  const queues: [AcceptQueue, typeof DEAR][] = [
    [dear, DEAR],
    [cheap, CHEAP],
  ];
  await lookUntil(
    () => accepted >= 300,
    queues,
    () => {
      refused ||= refuses(dear);
      refusedCheap ||= refuses(cheap);
      longest = Math.max(longest, cheap.waitMs);
    },
  );
  expect(longest).toBeGreaterThan(700);
  expect({ refused, refusedCheap }).toEqual({ refused: true, refusedCheap: false });

  await eventually(() => {
    dear.look(true, DEAR);
    return !refuses(dear); // the crowd is gone
  });
  [dear, cheap].forEach((queue) => queue.close());
});

it('forgets a crowd when there is time to spare', async () => {
  const queue = new AcceptQueue();
  queue.watch(server);
  queue.look(true, DEAR);
  crowd(300);
  await lookUntil(
    () => refuses(queue),
    [[queue, DEAR]],
    () => undefined,
  );
  await eventually(() => accepted > 300); // the probe, too
  for (let nth = 0; nth < 20; nth += 1) queue.look(false, DEAR);
  expect(refuses(queue)).toBe(false);
  queue.look(true, DEAR);
  expect(queue.waitMs).toBeLessThan(250);
  queue.close();
});

it('fewer than a hundred who wait for long are no crowd', async () => {
  const queue = new AcceptQueue();
  queue.watch(server);
  turnMs = 15;
  queue.look(true, DEAR);
  crowd(60);
  let [longest, refused] = [0, false];
  await lookUntil(
    () => accepted > 60,
    [[queue, DEAR]],
    () => {
      longest = Math.max(longest, queue.waitMs);
      refused ||= refuses(queue);
    },
  );
  expect({ longest, refused }).toEqual({ longest: 0, refused: false });
  queue.close();
});

it('probes that do not arrive tell nothing after the second one, whatever crowd there is', async () => {
  const queue = new AcceptQueue();
  const elsewhere = createServer(); // accepts what is meant for the first one, as whoever stands in between might
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  const { port } = elsewhere.address() as AddressInfo;
  const { port: own } = server.address() as AddressInfo;
  queue.watch(server);
  queue.look(true, DEAR);
  await eventually(() => accepted === 1); // from now on it is believed
  Object.assign(server, { address: () => ({ address: '127.0.0.1', family: 'IPv4', port }) });
  const waits: number[] = [];
  for (let nth = 0; nth < 60; nth += 1) {
    queue.look(true, DEAR);
    crowd(15, own);
    await sleep(100);
    waits.push(queue.waitMs);
  }
  expect(Math.max(...waits)).toBeGreaterThan(700);
  expect(waits.at(-1)).toBe(0);
  queue.close();
  await new Promise((resolve) => elsewhere.close(resolve));
});
