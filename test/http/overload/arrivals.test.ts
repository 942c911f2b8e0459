import { EventEmitter } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { Arrivals } from '../../../src/http/overload/arrivals';
import { eventually } from '../../support/eventually';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('clients that connect and ask at the same moment', () => {
  const CROWD = 200;
  const WORK_MS = 5;
  let server: Server;
  let clients: Socket[];
  afterEach(async () => {
    clients.forEach((socket) => socket.destroy());
    await new Promise((resolve) => server.close(resolve));
  });

  it('are accepted and read before anything that they ask for is begun', async () => {
    const arrivals = new Arrivals();
    let [accepted, acceptedAtFirst, done] = [0, 0, 0];
    const work = () => {
      acceptedAtFirst ||= accepted;
      for (const end = performance.now() + WORK_MS; performance.now() < end;);
      done += 1;
    };
    server = createServer((_request, response) => {
      response.end();
      if (arrivals.areOver) work();
      else arrivals.wait(work);
    });
    arrivals.watch(server);
    server.on('connection', () => (accepted += 1));
    await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: CROWD }, resolve));
    const { port } = server.address() as AddressInfo;
    clients = Array.from({ length: CROWD }, () => connect(port, '127.0.0.1'));
    for (const client of clients) client.resume().write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    await eventually(() => done === CROWD);
    // As many as there is time for: one or two where each is worked on as soon as it is read.
    expect(acceptedAtFirst).toBeGreaterThan(10);
  });
});

it('who was accepted does not wait until others have ceased to come', async () => {
  const arrivals = new Arrivals();
  const server = new EventEmitter() as Server;
  arrivals.watch(server);
  server.emit('connection');
  let done = 0;
  arrivals.wait(() => (done += 1));
  while (done === 0) {
    await turn();
    server.emit('connection');
  }
  expect(arrivals.areOver).toBe(false); // the next ones
});

it('one who comes alone waits for a turn in which nobody else comes', async () => {
  const arrivals = new Arrivals();
  const server = new EventEmitter() as Server;
  arrivals.watch(server);
  server.emit('connection');
  expect(arrivals.areOver).toBe(false);
  await turn();
  await turn();
  await turn();
  expect(arrivals.areOver).toBe(true);
});
