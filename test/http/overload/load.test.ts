import { once } from 'node:events';
import { connect, Socket, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { loadConfig } from '../../../src/config/env';
import { drain } from '../../../src/http/server/drain';
import { FOR_OPERATORS } from '../../../src/http/operator/health.route';
import { Load } from '../../../src/http/overload/load';
import { createServer } from '../../../src/http/server/server';
import { DelayQueue } from '../../../src/platform/delay-queue';
import { createMetrics } from '../../../src/platform/metrics/metrics';
import { eventually } from '../../support/eventually';

let app: FastifyInstance;
let load: Load;
let url: string;
let release: () => void;
let resting: number;

/** Milliseconds; three hundred of them take more than two seconds. */
const WORK_MS = 8;
let workMs: number;
/** Some looks at a loop that has nothing to do. */
const LULL_MS = 250;
const ORIGIN = 'https://portal.example';

beforeEach(async () => {
  workMs = WORK_MS;
  resting = 0;
  load = new Load(() => resting);
  const [config, logger, metrics] = [
    loadConfig({ NODE_ENV: 'test', CORS_ORIGINS: ORIGIN }),
    pino({ level: 'silent' }),
    createMetrics([]),
  ];
  app = await createServer({ config, logger, metrics, tracing: null, load, isDraining: () => false });
  const released = new Promise<void>((resolve) => (release = resolve));
  const work = () => {
    for (const end = performance.now() + workMs; performance.now() < end;);
    return 'done';
  };
  app.get('/work', work);
  app.get('/graphql', work);
  let last: Promise<unknown> = Promise.resolve();
  app.get('/in-turn', () => (last = last.then(() => turn()).then(work)));
  app.get('/wait', () => released.then(() => 'done'));
  app.get('/operator', FOR_OPERATORS, () => 'well');
  url = await app.listen({ port: 0 });
});
afterEach(async () => {
  release();
  load.close();
  app.server.closeAllConnections(); // those that never asked for anything are not idle to Node
  await app.close();
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

const get = async (path: string) => {
  const response = await fetch(url + path);
  return { status: response.status, text: await response.text() };
};

/** Connections that are open and accepted. */
async function dial(count: number): Promise<Socket[]> {
  const { port } = app.server.address() as AddressInfo;
  let accepted = 0;
  app.server.on('connection', () => (accepted += 1));
  const sockets = Array.from({ length: count }, () => connect(port, '127.0.0.1').setEncoding('utf8'));
  await eventually(() => accepted >= count); // one a turn of the event loop
  return sockets;
}

/** For a burst whose requests are all there at once. */
async function dialMany(count: number): Promise<(path: string) => Promise<string[]>> {
  const sockets = await dial(count);
  const ask = async (socket: Socket, path: string) => {
    socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\norigin: ${ORIGIN}\r\nconnection: close\r\n\r\n`);
    let text = '';
    socket.on('data', (piece: string) => (text += piece));
    await once(socket, 'close');
    return text;
  };
  return (path) => Promise.all(sockets.map((socket) => ask(socket, path)));
}

/** For clients that ask again on the same connection. */
const dialEach = async (count: number) =>
  (await dial(count)).map((socket) => async () => {
    socket.write('GET /in-turn HTTP/1.1\r\nhost: x\r\n\r\n');
    return new Promise<string>((resolve) => {
      const gone = () => resolve('');
      socket.once('close', gone).once('data', (answer: string) => {
        socket.off('close', gone);
        resolve(answer);
      });
    });
  });

const isServed = (answer: string) => answer.startsWith('HTTP/1.1 200 ');

it('what only waits is no load, however much of it there is', async () => {
  const waiting: Promise<string[]>[] = [];
  for (let nth = 1; nth <= 5; nth += 1) {
    const ask = await dialMany(50);
    await sleep(LULL_MS); // to make them and to have them is work, after all
    waiting.push(ask('/wait'));
    await eventually(() => load.inFlight === nth * 50);
    await sleep(LULL_MS);
  }
  expect((await get('/work')).status).toBe(200);
  release();
  expect((await Promise.all(waiting)).flat().filter(isServed)).toHaveLength(250);
  expect(load.refused).toBe(0);
});

it('who waits for something that has a bound of its own takes no place, however busy the loop is', async () => {
  const waiting = (await dialMany(150))('/wait');
  await eventually(() => load.inFlight === 150);
  resting = 150;
  for (let nth = 0; nth < 150; nth += 1) expect((await get('/work')).status).toBe(200);
  resting = 0;
  await eventually(async () => (await get('/work')).status === 503); // else the loop was not busy
  release();
  await waiting;
});

it('more work than can be done soon is told 503, operators never; then all is well again', async () => {
  const asks = [await dialMany(150), await dialMany(150)] as const;
  let isOver = false;
  const looks: number[] = [];
  const looking = (async () => {
    while (!isOver) looks.push((await get('/operator')).status);
  })();
  const [fromRest, fromGraphql] = await Promise.all([asks[0]('/work'), asks[1]('/graphql')]);
  const answers = [...fromRest, ...fromGraphql];
  isOver = true;
  await looking;

  const refused = answers.filter((answer) => !isServed(answer));
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThan(answers.length);
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
  const bodyOf = (answer: string | undefined): unknown => JSON.parse(answer?.split('\r\n\r\n')[1] ?? '');
  const isRefused = (answer: string) => !isServed(answer);
  expect(bodyOf(fromRest.find(isRefused))).toMatchObject({ status: 503, code: 'SERVICE_UNAVAILABLE' });
  expect(bodyOf(fromGraphql.find(isRefused))).toMatchObject({ errors: [{ extensions: { retryAfter: 1 } }] });
  expect(load.refused).toBe(refused.length);
  expect(looks.filter((status) => status !== 200)).toEqual([]);
  await eventually(async () => (await get('/work')).status === 200);
});

it('who asks again as soon as he is refused crowds nobody out', async () => {
  const asks = await dialEach(200);
  let served = 0;
  await Promise.all(
    asks.map(async (ask) => {
      while (served < 300) if (isServed(await ask())) served += 1;
    }),
  );
  expect(load.refused).toBeGreaterThan(0);
  expect(load.refused).toBeLessThan(5 * served); // told at once, they ask some fifty times as often
});

it('who opens a connection for each request is told as well, though hardly any of them are in flight', async () => {
  const { port } = app.server.address() as AddressInfo;
  let [served, mostInFlight] = [0, 0];
  const client = async () => {
    while (served < 300) {
      const socket = connect(port, '127.0.0.1');
      socket.write('GET /work HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
      const answer = String((await once(socket, 'data'))[0]);
      if (isServed(answer)) served += 1;
      mostInFlight = Math.max(mostInFlight, load.inFlight);
    }
  };
  await Promise.all(Array.from({ length: 200 }, client));
  expect(mostInFlight).toBeLessThan(100); // of which so many would be let in
  expect(load.refused).toBeGreaterThan(0);
});

it('lets no more than five hundred in before it knows whether a burst is one', async () => {
  const asks = await dialEach(1_000);
  await sleep(LULL_MS);
  const answers: Promise<string>[] = [];
  while (load.refused === 0) {
    answers.push(...asks.splice(0, 60).map((ask) => ask()));
    await sleep(50);
  }
  expect(load.inFlight).toBeLessThanOrEqual(500);
  workMs = 0;
  expect((await Promise.all(answers)).filter((answer) => !isServed(answer))).toHaveLength(load.refused);
});

/** A turn in which so many are refused. */
async function longTurn(refused: number): Promise<void> {
  load.isTooMuch();
  for (let nth = 0; nth < refused; nth += 1) load.refuse(() => undefined);
  for (const end = performance.now() + 700; performance.now() < end;);
  await turn();
  await sleep(1); // it is looked at
}

async function shortTurn(): Promise<void> {
  load.isTooMuch();
  await turn();
}

/** @returns in which order they are told: one who is told soon, the next one that is refused, and fifty who are held back */
async function told(): Promise<string[]> {
  const order: string[] = [];
  const [soon, held] = [new DelayQueue(), new DelayQueue()];
  load.isTooMuch();
  load.refuse(() => order.push('refused'));
  soon.soon(performance.now(), () => order.push('soon'));
  for (let nth = 0; nth < 50; nth += 1) held.hold(performance.now(), () => order.push('held'));
  await eventually(() => order.length === 52);
  return order;
}

it('holds nobody back who is refused now and then', async () => {
  await shortTurn();
  await shortTurn();
  expect((await told()).indexOf('refused')).toBeLessThan(2);
});

it('holds back those who hammer, counted from the turn before: what is read after a long one has waited for it', async () => {
  await longTurn(100);
  expect((await told()).indexOf('refused')).toBeLessThan(2);
  await longTurn(100);
  await shortTurn();
  expect((await told()).indexOf('refused')).toBeGreaterThan(0);
});

it('drained, it tells those who wait to be refused', async () => {
  const asks = await dialEach(200);
  const starts: string[] = [];
  let isOver = false;
  const asking = asks.map(async (ask) => {
    while (!isOver) starts.push((await ask()).slice(0, 12));
  });
  await eventually(() => load.refused > 50);
  isOver = true;
  workMs = 0; // what is in flight is done long before the refused are told
  await drain(app, load);
  await Promise.all(asking);
  expect(new Set(starts)).toEqual(new Set(['HTTP/1.1 200', 'HTTP/1.1 503']));
});

it('a client that has gone is in flight no more', async () => {
  const { port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write('GET /wait HTTP/1.1\r\nhost: x\r\n\r\n');
  await eventually(() => load.inFlight === 1);
  socket.destroy();
  await eventually(() => load.inFlight === 0);
});

it('one that goes while others are still being accepted never was, nor what it had sent behind its request', async () => {
  const [early] = await dial(1);
  let arriving = true;
  const arrive = () => {
    app.server.emit('connection', new Socket()); // nobody, over and over
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

it('nor are the requests that it had sent without waiting for their answers, each counted once', async () => {
  const [socket] = await dial(1);
  const requests = ['/work', '/wait', '/wait', '/wait'].map((path) => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`);
  socket?.write(requests.join(''));
  await eventually(() => load.inFlight === 3); // of which it is the turn of one
  socket?.destroy();
  await eventually(() => load.inFlight <= 0);
  await sleep(LULL_MS);
  expect(load.inFlight).toBe(0);
});

it('one connection too many takes the place of those that lie idle, not of those that are used', async () => {
  app.server.maxConnections = 3;
  const { port } = app.server.address() as AddressInfo;
  const dial = async (path: string | null) => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    if (path) socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`);
    if (path === '/operator') await once(socket, 'data');
    return socket;
  };
  const [used, idle] = [await dial('/wait'), await dial('/operator')];
  await eventually(() => load.inFlight === 1);
  const idleToo = await dial('/operator');
  const gone = Promise.all([once(idle, 'close'), once(idleToo, 'close')]);
  const turnedAway = await dial(null);
  await Promise.all([gone, once(turnedAway, 'close')]);

  expect((await get('/operator')).status).toBe(200);
  release();
  expect(String((await once(used, 'data'))[0])).toContain('200 OK');
  used.destroy();
});
