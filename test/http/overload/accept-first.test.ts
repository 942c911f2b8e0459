import { EventEmitter } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { AcceptFirst } from '../../../src/http/overload/accept-first';
import { eventually } from '../../support/eventually';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('clients that connect and send a request at the same moment', () => {
  const CROWD = 200;
  const WORK_MS = 5;
  let server: Server;
  let clients: Socket[] = [];
  const leave = async () => {
    clients.forEach((socket) => socket.destroy());
    await new Promise((resolve) => server.close(resolve));
  };

  /** How many of a crowd are accepted when the first request is worked on. */
  async function acceptedAtFirst(): Promise<number> {
    const acceptFirst = new AcceptFirst();
    let [accepted, atFirst, done] = [0, 0, 0];
    const work = () => {
      atFirst ||= accepted;
      for (const end = performance.now() + WORK_MS; performance.now() < end;);
      done += 1;
    };
    server = createServer((_request, response) => {
      response.end();
      if (acceptFirst.isCalm) work();
      else acceptFirst.defer(work);
    });
    acceptFirst.watch(server);
    server.on('connection', () => (accepted += 1));
    await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: CROWD }, resolve));
    const { port } = server.address() as AddressInfo;
    clients = Array.from({ length: CROWD }, () => connect(port, '127.0.0.1'));
    for (const client of clients) client.resume().write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    await eventually(() => done === CROWD);
    return atFirst;
  }
  afterEach(leave);

  it('are accepted before any of their requests is worked on', async () => {
    // As many as 50 ms suffice for, which a busy machine may spend otherwise: another crowd, then. It is one or two of every
    // crowd if work begins as soon as a request is read.
    while ((await acceptedAtFirst()) <= 10) await leave();
  });
});

it('works on accepted requests even if clients never cease to connect', async () => {
  const acceptFirst = new AcceptFirst();
  const server = new EventEmitter() as Server;
  acceptFirst.watch(server);
  server.emit('connection');
  let done = 0;
  acceptFirst.defer(() => (done += 1));
  while (done === 0) {
    await turn();
    server.emit('connection');
  }
  expect(acceptFirst.isCalm).toBe(false); // it waits for the next clients
});

it('is calm after a turn in which no client connected', async () => {
  const acceptFirst = new AcceptFirst();
  const server = new EventEmitter() as Server;
  acceptFirst.watch(server);
  server.emit('connection');
  expect(acceptFirst.isCalm).toBe(false);
  await turn();
  await turn();
  await turn();
  expect(acceptFirst.isCalm).toBe(true);
});
