import { once } from 'node:events';
import { connect, Socket, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { loadConfig } from '../../../src/config/env';
import { FOR_OPERATORS } from '../../../src/http/server/route-config';
import { LoadShedding } from '../../../src/http/overload/load-shedding';
import { createServer } from '../../../src/http/server/server';
import { createMetrics } from '../../../src/platform/metrics/metrics';
import { eventually } from '../../support/eventually';

let app: FastifyInstance;
let load: LoadShedding;
let url: string;
let release: () => void;
let queued: number;

/** CPU time of a request, in milliseconds. Three hundred requests take more than a second. */
const WORK_MS = 4;
let workMs: number;
/** Some samples of an idle event loop. */
const LULL_MS = 250;
const ORIGIN = 'https://portal.example';
/** More than the kernel holds for a client that does not read. */
const LARGE = Buffer.alloc(32 * 1_024 * 1_024);

beforeEach(async () => {
  workMs = WORK_MS;
  queued = 0;
  const config = loadConfig({ NODE_ENV: 'test', CORS_ORIGINS: ORIGIN });
  const [logger, metrics] = [pino({ level: 'silent' }), createMetrics([])];
  load = new LoadShedding(config, metrics, () => queued);
  app = await createServer({ config, logger, metrics, tracing: null, load, before: (next) => next });
  const released = new Promise<void>((resolve) => (release = resolve));
  const work = () => {
    for (const end = performance.now() + workMs; performance.now() < end;);
    return 'done';
  };
  let last: Promise<unknown> = Promise.resolve();
  const workInTurn = () => (last = last.then(turn).then(work));
  app.get('/work', workInTurn);
  app.get('/graphql', workInTurn);
  app.get('/at-once', work); // done as soon as it is read
  app.get('/wait', () => released.then(() => 'done'));
  app.get('/large', () => LARGE);
  app.get('/operator', FOR_OPERATORS, () => 'well');
  url = await app.listen({ port: 0 });
});
afterEach(async () => {
  release();
  load.close();
  app.server.closeAllConnections(); // Node does not count connections without a request as idle
  await app.close();
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

const get = async (path: string) => {
  const response = await fetch(url + path);
  return { status: response.status, text: await response.text() };
};

/** Connections that are accepted. */
async function dial(count: number): Promise<Socket[]> {
  const { port } = app.server.address() as AddressInfo;
  let accepted = 0;
  app.server.on('connection', () => (accepted += 1));
  const sockets = Array.from({ length: count }, () => connect(port, '127.0.0.1').setEncoding('utf8'));
  await eventually(() => accepted >= count);
  return sockets;
}

const requestOf = (path: string) => `GET ${path} HTTP/1.1\r\nhost: x\r\norigin: ${ORIGIN}\r\n\r\n`;

/** Clients that send one request after the other on a connection of their own. */
const clients = async (count: number) =>
  (await dial(count)).map((socket) => async (path: string) => {
    socket.write(requestOf(path));
    return new Promise<string>((resolve) => {
      if (socket.destroyed) return resolve('');
      const gone = () => resolve('');
      socket.once('close', gone).once('data', (answer: string) => {
        socket.off('close', gone);
        resolve(answer);
      });
    });
  });

const isServed = (answer: string) => answer.startsWith('HTTP/1.1 200 ');
const isRefused = (answer: string) => !isServed(answer);
const bodyOf = (answer: string | undefined): unknown => JSON.parse(answer?.split('\r\n\r\n')[1] ?? '');

it('admits any number of requests that only wait', async () => {
  const waiting: Promise<string>[] = [];
  for (let nth = 1; nth <= 5; nth += 1) {
    const asks = await clients(50);
    await sleep(LULL_MS); // connecting is work for the event loop, too
    waiting.push(...asks.map((ask) => ask('/wait')));
    await eventually(() => load.inFlight === nth * 50);
    await sleep(LULL_MS);
  }
  expect((await get('/work')).status).toBe(200);
  release();
  expect((await Promise.all(waiting)).filter(isServed)).toHaveLength(250);
  expect(load.refused).toBe(0);
});

it('does not count requests that wait in a queue with a bound of its own, however busy the loop is', async () => {
  const waiting = (await clients(150)).map((ask) => ask('/wait'));
  await eventually(() => load.inFlight === 150);
  [queued, workMs] = [150, 20];
  for (let nth = 0; nth < 50; nth += 1) expect((await get('/work')).status).toBe(200);
  queued = 0;
  // Proves that the loop was busy. Several at once: a busy machine leaves it idle between one request and the next.
  await eventually(async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => get('/work')));
    return answers.some(({ status }) => status === 503);
  });
  release();
  await Promise.all(waiting);
});

it('does not count responses that their client does not read, however busy the loop is', async () => {
  const [unread] = await dial(1);
  workMs = 0;
  unread?.pause().write(['/large', ...Array<string>(149).fill('/at-once')].map(requestOf).join(''));
  await eventually(() => load.inFlight === 150);
  workMs = 20;
  for (let nth = 0; nth < 50; nth += 1) expect((await get('/work')).status).toBe(200);
  // Proves that the loop was busy.
  const waiting = (await clients(150)).map((ask) => ask('/wait'));
  await eventually(async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => get('/work')));
    return answers.some(({ status }) => status === 503);
  });
  unread?.destroy();
  release();
  await Promise.all(waiting);
});

it('refuses with 503 what is above the bound, never operators, and recovers', async () => {
  const asks = await clients(300);
  const [fromRest, fromGraphql]: [string[], string[]] = [[], []];
  const looks: number[] = [];
  let looksWhileRefusing = 0;
  let isOver = false;
  const isEnough = () => looksWhileRefusing > 2 && [fromRest, fromGraphql].every((answers) => answers.some(isRefused));
  const asking = asks.map(async (ask, nth) => {
    const [path, answers] = nth % 2 ? (['/graphql', fromGraphql] as const) : (['/work', fromRest] as const);
    while (!isEnough()) answers.push(await ask(path));
  });
  const looking = (async () => {
    while (!isOver) {
      looks.push((await get('/operator')).status);
      if (load.isRefusing) looksWhileRefusing += 1;
    }
  })();
  await Promise.all(asking);
  isOver = true;
  await looking;

  const refused = [...fromRest, ...fromGraphql].filter(isRefused);
  for (const answer of refused) {
    expect(answer).toMatch(/^HTTP\/1\.1 503 /);
    expect(answer).toMatch(/^retry-after: 1$/m);
    expect(answer).toContain('SERVICE_UNAVAILABLE');
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    const headers = new Map(head.split('\r\n').map((line) => line.split(': ', 2) as [string, string]));
    expect(Number(headers.get('content-length'))).toBe(body.length);
    expect(headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('access-control-allow-origin')).toBe(ORIGIN);
  }
  expect(bodyOf(fromRest.find(isRefused))).toMatchObject({ status: 503, code: 'SERVICE_UNAVAILABLE' });
  expect(bodyOf(fromGraphql.find(isRefused))).toMatchObject({ errors: [{ extensions: { retryAfter: 1 } }] });
  expect(load.refused).toBe(refused.length);
  expect(looks.filter((status) => status !== 200)).toEqual([]);
  await eventually(async () => (await get('/work')).status === 200);
});

it('serves the others while refused clients retry at once', async () => {
  const asks = await clients(200);
  let served = 0;
  await Promise.all(
    asks.map(async (ask) => {
      while (served < 300) if (isServed(await ask('/work'))) served += 1;
    }),
  );
  expect(load.refused).toBeGreaterThan(0);
  expect(load.refused).toBeLessThan(20 * served); // many more without a delay
});

it('admits at most five hundred before it knows whether a burst is an overload', async () => {
  workMs = 8;
  const asks = await clients(1_000);
  await sleep(LULL_MS);
  const answers: Promise<string>[] = [];
  while (load.refused === 0) {
    answers.push(...asks.splice(0, 90).map((ask) => ask('/work')));
    await sleep(50);
  }
  expect(load.inFlight).toBeLessThanOrEqual(500);
  workMs = 0;
  expect((await Promise.all(answers)).filter(isRefused)).toHaveLength(load.refused);
});

it('refuses what is read in a turn that has lasted for long already', async () => {
  const asks = await clients(300);
  await sleep(LULL_MS);
  const answers = await Promise.all(asks.map((ask) => ask('/at-once')));
  expect(answers.filter(isServed).length).toBeGreaterThan(0);
  expect(answers.filter(isRefused).length).toBeGreaterThan(0);
});

it('is idle, so that a drain goes on, only when delayed refusals are sent', async () => {
  const asks = await clients(200);
  const starts: string[] = [];
  let isOver = false;
  const asking = asks.map(async (ask) => {
    while (!isOver) starts.push((await ask('/work')).slice(0, 12));
  });
  await eventually(() => load.refused > 50);
  isOver = true;
  workMs = 0; // admitted requests end long before the refusals are sent
  await load.idle();
  app.server.closeAllConnections();
  await Promise.all(asking);
  expect(new Set(starts)).toEqual(new Set(['HTTP/1.1 200', 'HTTP/1.1 503']));
});

it('says on refusals, too, that a connection ends while it drains', async () => {
  const asks = await clients(200);
  const answers: string[] = [];
  const asking = asks.map(async (ask) => {
    for (let answer = ' '; answer && load.refused < 50; answers.push(answer)) answer = await ask('/work');
  });
  await eventually(() => load.refused > 20);
  load.endConnections();
  await Promise.all(asking);
  const last = answers.filter((answer) => answer.startsWith('HTTP/1.1 503 ')).at(-1) ?? '';
  expect(last.toLowerCase()).toContain('\r\nconnection: close\r\n');
});

it('does not count a client that has disconnected', async () => {
  const [socket] = await dial(1);
  socket?.write('GET /wait HTTP/1.1\r\nhost: x\r\n\r\n');
  await eventually(() => load.inFlight === 1);
  socket?.destroy();
  await eventually(() => load.inFlight === 0);
});

it('never counts a client that disconnects while others connect, nor the requests that it had pipelined', async () => {
  const [early] = await dial(1);
  let arriving = true;
  const arrive = () => {
    app.server.emit('connection', new Socket()); // a connection that sends nothing
    if (arriving) setImmediate(arrive);
  };
  arrive();
  let asked = 0;
  app.server.on('request', () => (asked += 1));
  early?.write('GET /wait HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(3));
  await eventually(() => asked === 3);
  early?.destroy();
  await sleep(LULL_MS);
  arriving = false;
  expect(load.inFlight).toBe(0);
});

it('does not count the requests that it had pipelined either, and each only once', async () => {
  const [socket] = await dial(1);
  const requests = ['/work', '/wait', '/wait', '/wait'].map((path) => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`);
  socket?.write(requests.join(''));
  await eventually(() => load.inFlight === 3);
  socket?.destroy();
  await eventually(() => load.inFlight <= 0);
  await sleep(LULL_MS);
  expect(load.inFlight).toBe(0);
});

it('closes idle connections, not those in use, when there is one connection too many', async () => {
  app.server.maxConnections = 3;
  const { port } = app.server.address() as AddressInfo;
  const open = async (path: string | null) => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    if (path) socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`);
    if (path === '/operator') await once(socket, 'data');
    return socket;
  };
  const [used, idle] = [await open('/wait'), await open('/operator')];
  await eventually(() => load.inFlight === 1);
  const idleToo = await open('/operator');
  const gone = Promise.all([once(idle, 'close'), once(idleToo, 'close')]);
  const turnedAway = await open(null);
  await Promise.all([gone, once(turnedAway, 'close')]);

  expect((await get('/operator')).status).toBe(200);
  release();
  expect(String((await once(used, 'data'))[0])).toContain('200 OK');
  used.destroy();
});
