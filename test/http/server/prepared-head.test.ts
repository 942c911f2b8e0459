import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { prepareHeaders, sendPrepared } from '../../../src/http/server/prepared-head';
import { KEEP_ALIVE_MS } from '../../../src/http/server/node-server';

/** A prepared head has what Node's own has, byte for byte, but for the order. */

const PREPARED = [
  prepareHeaders(['content-type', 'text/plain; charset=utf-8', 'x-cache-key', 'all_students:first=50']),
  prepareHeaders(['x-frame-options', 'DENY']),
];
const LINES = ['x-request-id', '0123456789', 'x-ratelimit-remaining', '7'];
const BODY = Buffer.from('Zoë Ødegård\n');
const LENGTH = prepareHeaders(['content-length', String(BODY.length)]);

type Send = (response: ServerResponse) => void;

const ours: Send = (response) => sendPrepared(response, 200, [...PREPARED, LENGTH], LINES, BODY);
const nodes: Send = (response) => {
  const lines = [...PREPARED, LENGTH].flatMap((one) => one.lines);
  response.writeHead(200, [...lines, ...LINES]).end(BODY);
};
const ours304: Send = (response) => sendPrepared(response, 304, PREPARED, LINES, null);
const nodes304: Send = (response) => {
  response.writeHead(304, [...PREPARED.flatMap((one) => one.lines), ...LINES]).end();
};

const REFUSAL = prepareHeaders(['content-type', 'application/json', 'content-length', '2', 'retry-after', '1']);
const ours503: Send = (response) => sendPrepared(response, 503, [REFUSAL], LINES, '{}');
const nodes503: Send = (response) => response.writeHead(503, [...REFUSAL.lines, ...LINES]).end('{}');

/** All bytes that a connection receives for `requests`, until it is closed, or nothing more comes. */
async function receive(send: Send, requests: string): Promise<string> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (_request, response) => send(response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const expected = requests.split('\r\n\r\n').length - 1;
  let received = '';
  socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')));
  socket.write(requests);
  const ended = once(socket, 'end');
  while ((received.match(/\r\n\r\n/g) ?? []).length < expected) await Promise.race([once(socket, 'data'), ended]);
  if (/connection: close/i.test(received)) await ended;
  socket.destroy();
  server.close();
  return received;
}

const parts = (received: string) =>
  received.split(/(?=HTTP\/1.1 )/).map((response) => {
    const [head = '', body = ''] = response.split('\r\n\r\n');
    const [status, ...lines] = head.split('\r\n');
    return { status, body, lines: lines.filter((line) => !line.startsWith('Date: ')).sort() };
  });

const GET = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';

it.each([
  ['a connection that stays open', GET],
  ['two pipelined requests', GET + GET],
  ['a connection that the client closes', 'GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'],
  ['HTTP/1.0', 'GET / HTTP/1.0\r\n\r\n'],
  ['HTTP/1.0 that stays open', 'GET / HTTP/1.0\r\nconnection: keep-alive\r\n\r\n'],
])('it is that of writeHead for %s', async (_what, requests) => {
  expect(parts(await receive(ours, requests))).toEqual(parts(await receive(nodes, requests)));
});

it('it is that of writeHead for a 304', async () => {
  expect(parts(await receive(ours304, GET + GET))).toEqual(parts(await receive(nodes304, GET + GET)));
});

it.each(['GET', 'HEAD', 'POST'])('it is that of writeHead for a text in response to %s', async (method) => {
  const requests = `${method} / HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n`.repeat(2);
  expect(parts(await receive(ours503, requests))).toEqual(parts(await receive(nodes503, requests)));
});

it('it has the date of now', async () => {
  for (const now of ['2031-05-06T07:08:09.999Z', '2031-05-06T07:08:10.000Z']) {
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.parse(now));
    const received = await receive(ours, GET);
    clock.mockRestore();
    expect(received).toContain(`\r\nDate: ${new Date(now).toUTCString()}\r\n`);
  }
});

it('Node writes the head where a version of it keeps heads elsewhere', async () => {
  const elsewhere: Send = (response) => {
    Object.defineProperty(response, '_header', { value: undefined, writable: true });
    const writeHead = jest.spyOn(response, 'writeHead');
    ours(response);
    expect(writeHead).toHaveBeenCalledTimes(1);
  };
  expect(parts(await receive(elsewhere, GET))).toEqual(parts(await receive(nodes, GET)));
});

it.each([
  ['a line break in a value', ['x-cache-key', 'a\r\nset-cookie: b']],
  ['a character outside Latin', ['x-cache-key', '\u2028']],
  ['a space in a name', ['x cache', 'a']],
  ['a line break in a name', ['x\r\ny', 'a']],
])('%s cannot be prepared', (_what, lines) => {
  expect(() => prepareHeaders(lines)).toThrow(/header/i);
});
