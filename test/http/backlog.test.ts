import { once } from 'node:events';
import { connect } from 'node:net';
import { createTestDatabase } from '../support/database';
import { startGateway } from '../support/gateway';
import { startTestRedis } from '../support/redis';

it('more connect than are accepted at once: all of them are answered', async () => {
  const [database, redis] = await Promise.all([createTestDatabase(), startTestRedis()]);
  const gateway = await startGateway({ NODE_ENV: 'test', DATABASE_URL: database.url, REDIS_URL: redis.url });
  const port = Number(new URL(gateway.url).port);

  gateway.signal('SIGSTOP'); // it accepts nobody, and the kernel only those whom the backlog has room for
  const sockets = Array.from({ length: 2_000 }, () => connect(port, '127.0.0.1'));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  gateway.signal('SIGCONT');
  const answers = await Promise.all(
    sockets.map(async (socket) => {
      socket.write('GET /livez HTTP/1.1\r\nhost: x\r\n\r\n');
      const [head] = (await once(socket, 'data')) as [Buffer];
      return head.toString('latin1', 0, 12);
    }),
  );
  expect(new Set(answers)).toEqual(new Set(['HTTP/1.1 200']));

  sockets.forEach((socket) => socket.destroy());
  await gateway.kill();
  await Promise.all([database.drop(), redis.stop()]);
});
