import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { RequestListener } from 'node:http';
import { createNodeServer } from '../../../src/http/server/node-server';
import { sendPrepared } from '../../../src/http/server/prepared-head';
import { raw } from '../../support/raw';

/** `100 Continue` comes before the final response, also for pipelined requests. */

const prepared: RequestListener = (request, response) => {
  const body = Buffer.from(request.url ?? '');
  sendPrepared(response, 200, [], ['content-length', String(body.length)], body);
};

/** Responds at once to /now, and to others 20 ms after their body has arrived. */
const echo: RequestListener = (request, response) => {
  const send = (body = request.url ?? '') =>
    response.writeHead(200, { 'content-length': body.length }).end(Buffer.from(body));
  if (request.url === '/now') return void send();
  void text(request).then((body) => setTimeout(() => send(body || undefined), 20));
};

async function receive(answer: RequestListener, requests: string): Promise<string> {
  const server = createNodeServer({ requestTimeoutMs: 5_000 } as Parameters<typeof createNodeServer>[0], answer);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const received = await raw(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests);
  server.close();
  return received;
}

/** Status and body of each response; the informational ones have no body. */
const responses = (received: string) =>
  received.split(/(?=HTTP\/1\.1 )/).map((one) => {
    const [head = '', body = ''] = one.split('\r\n\r\n');
    return [Number(head.split(' ')[1]), body];
  });

const get = (url: string, expect = '') => `GET ${url} HTTP/1.1\r\nhost: x\r\n${expect}\r\n`;
const EXPECT = 'expect: 100-continue\r\n';
const post = (body: string) => `POST / HTTP/1.1\r\nhost: x\r\n${EXPECT}content-length: ${body.length}\r\n\r\n${body}`;

it('of one request', async () => {
  expect(responses(await receive(echo, post('one')))).toEqual([
    [100, ''],
    [200, 'one'],
  ]);
});

it.each([
  ['with a head of Node', echo],
  ['with a prepared head', prepared],
])('no response is damaged that is soon complete, and the connection stays open, %s', async (_what, answer) => {
  expect(responses(await receive(answer, get('/first') + get('/now', EXPECT) + get('/now')))).toEqual([
    [200, '/first'],
    [100, ''],
    [200, '/now'],
    [200, '/now'],
  ]);
});

it('a pipelined request is asked for its body when it is its turn', async () => {
  expect(responses(await receive(echo, post('one') + post('two')))).toEqual([
    [100, ''],
    [200, 'one'],
    [100, ''],
    [200, 'two'],
  ]);
});
