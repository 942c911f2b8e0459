import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expectServed } from '../../support/afterwards';
import { signUp, startApp, type Account, type TestApp } from '../../support/app';

/** Its fifth is not a whole number. */
const REQUEST_TIMEOUT_MS = 601;
/** A search for those who take too long happens so often, and a busy machine may add as much again. */
const CHECK_MS = REQUEST_TIMEOUT_MS / 5;

let app: TestApp;
let trainer: Account;

beforeAll(async () => {
  app = await startApp({ env: { REQUEST_TIMEOUT: `${REQUEST_TIMEOUT_MS}ms` } });
  trainer = await signUp(app, 'trainer');
});
afterAll(() => app.close());

interface Slow {
  text: string;
  /** Until the gateway hung up; ms. */
  took: number;
}

/** Sends a beginning, then a byte now and then, until the gateway hangs up. */
async function drip(beginning: string, byte: string): Promise<Slow> {
  const { hostname, port } = new URL(app.url);
  const socket = connect({ host: hostname, port: Number(port) });
  const began = performance.now();
  let text = '';
  socket.setEncoding('latin1').on('data', (piece: string) => (text += piece));
  socket.on('error', () => undefined);
  if (beginning) socket.write(beginning);
  const dripping = setInterval(() => byte && !socket.destroyed && socket.write(byte), 100);
  await closed(socket);
  clearInterval(dripping);
  return { text, took: performance.now() - began };
}

/** Not `once`: that fails with a connection that is reset, and a byte that arrives after the response resets it. */
const closed = (socket: Socket) => new Promise((resolve) => socket.once('close', resolve));

const HEAD = 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';

it.each([
  ['sends nothing', '', ''],
  ['drips its headers', 'GET /graphql HTTP/1.1\r\nhost: x\r\nx-a: ', 'a'],
  ['drips its body', `${HEAD}content-length: 5000\r\n\r\n{`, ' '],
  ['drips chunks', `${HEAD}transfer-encoding: chunked\r\n\r\n`, '1\r\n \r\n'],
])('a client that %s gets 408 at the timeout, and delays nobody', async (_, beginning, byte) => {
  const slow = Promise.all(Array.from({ length: 50 }, () => drip(beginning, byte)));
  await sleep(100);
  await expectServed(app, trainer);
  const seen = await slow;
  for (const { text, took } of seen) {
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
    expect(took).toBeLessThan(REQUEST_TIMEOUT_MS + 2 * CHECK_MS + 1_000);
  }
});

async function sendHuge(head: string, piece: string): Promise<Slow> {
  const { hostname, port } = new URL(app.url);
  const socket: Socket = connect({ host: hostname, port: Number(port) });
  const began = performance.now();
  let text = '';
  socket.setEncoding('latin1').on('data', (more: string) => (text += more));
  socket.on('error', () => undefined);
  socket.write(head);
  const sending = setInterval(() => !socket.destroyed && socket.write(piece), 10);
  await closed(socket);
  clearInterval(sending);
  return { text, took: performance.now() - began };
}

it.each([
  ['says so', `${HEAD}content-length: 1000000000\r\n\r\n`, ''],
  ['has no end', `${HEAD}transfer-encoding: chunked\r\n\r\n`, `4000\r\n${' '.repeat(0x4000)}\r\n`],
])('a body that is too large and %s is 413 before it is there', async (_, head, piece) => {
  const { text, took } = await sendHuge(head, piece);
  expect(text).toMatch(/^HTTP\/1\.1 413 /);
  expect(took).toBeLessThan(REQUEST_TIMEOUT_MS);
});

it('who reads no answer holds up nobody', async () => {
  const { hostname, port } = new URL(app.url);
  const readers = Array.from({ length: 30 }, () => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.on('error', () => undefined).pause();
    socket.write('GET /api/openapi.json HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(20));
    return socket;
  });
  try {
    await Promise.all(readers.map((socket) => once(socket, 'connect')));
    await sleep(300);
    await expectServed(app, trainer);
  } finally {
    readers.forEach((socket) => socket.destroy());
  }
});
