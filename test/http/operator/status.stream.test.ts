import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { StatusStream } from '../../../src/http/operator/status.stream';
import type { Sample } from '../../../src/platform/metrics/sample';
import { Sampler, type Watcher } from '../../../src/platform/metrics/sampler';
import pino from 'pino';

/* A reader that does not read. */

const idle = new Sampler(() => new Promise(() => undefined), pino({ level: 'silent' }));
let server: Server;
afterEach(() => server.close());

it('is skipped while it is behind, and cut when it stays so', async () => {
  const watchers = new Set<Watcher>();
  // More than the connection holds on its way.
  const history = Array.from({ length: 300_000 }, (_, at) => ({ at, filling: 'x'.repeat(100) }) as unknown as Sample);
  const stream = new StatusStream(
    {
      history,
      watch(watcher) {
        watchers.add(watcher);
        return () => watchers.delete(watcher);
      },
    },
    { version: '1', replica: 'a test', startedAt: 0 },
  );
  let response: ServerResponse | undefined;
  server = createServer((_request, answer) => {
    response = answer;
    stream.begin(answer);
  }).listen(0);
  const socket = connect((server.address() as AddressInfo).port);
  socket.pause().write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  await once(server, 'request');
  const tell = () => [...watchers].forEach((watcher) => watcher(history[0] as Sample));

  const waiting = response?.writableLength ?? 0;
  expect(waiting).toBeGreaterThan(1_000_000);
  for (let nth = 0; nth < 15; nth += 1) tell();
  expect(response?.writableLength).toBeLessThanOrEqual(waiting);
  expect(response?.destroyed).toBe(false);
  tell();
  expect(response?.destroyed).toBe(true);
  await once(response as ServerResponse, 'close');
  expect(watchers.size).toBe(0);
  socket.destroy();
});

it('is cut when the gateway ends, and nobody is let in any more', async () => {
  const stream = new StatusStream(idle, { version: '1', replica: 'a test', startedAt: 0 });
  let closed = 0;
  server = createServer((_request, answer) => {
    answer.on('close', () => (closed += 1));
    stream.begin(answer);
    answer.write('x'.repeat(10_000_000));
  }).listen(0);
  const socket = connect((server.address() as AddressInfo).port);
  socket.on('error', () => undefined).pause();
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  const [, response] = (await once(server, 'request')) as [unknown, ServerResponse];
  stream.close();
  expect(stream.hasRoom).toBe(false);
  await once(response, 'close');
  expect(closed).toBe(1);
  socket.destroy();
});
