import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createTestDatabase, type TestDatabase } from '../../support/database';
import { startGateway, type TestGateway } from '../../support/gateway';
import { startTestRedis, type TestRedis } from '../../support/redis';

let database: TestDatabase;
let redis: TestRedis;
let gateway: TestGateway;
let sockets: Socket[] = [];

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startTestRedis()]);
  gateway = await startGateway({ NODE_ENV: 'test', DATABASE_URL: database.url, REDIS_URL: redis.url });
});
afterAll(async () => {
  sockets.forEach((socket) => socket.destroy());
  await gateway.kill();
  await Promise.all([database.drop(), redis.stop()]);
});

async function ask(socket: Socket): Promise<string> {
  socket.write('GET /livez HTTP/1.1\r\nhost: x\r\n\r\n');
  const [head] = (await once(socket, 'data')) as [Buffer];
  return head.toString('latin1', 0, 12);
}

it('more connect than are accepted at once: all of them are answered', async () => {
  const port = Number(new URL(gateway.url).port);
  gateway.signal('SIGSTOP'); // it accepts nobody, and the kernel only those whom the backlog has room for
  sockets = Array.from({ length: 2_000 }, () => connect(port, '127.0.0.1'));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  gateway.signal('SIGCONT');
  expect(new Set(await Promise.all(sockets.map(ask)))).toEqual(new Set(['HTTP/1.1 200']));
});
