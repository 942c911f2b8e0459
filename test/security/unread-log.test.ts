import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { JWT_SECRET, signUp } from '../support/app';
import { expectServed } from '../support/afterwards';
import { createTestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { CHECKOUT } from '../support/gateway';
import { graphql } from '../support/graphql';
import { startTestRedis } from '../support/redis';
import { unusedPort } from '../support/unused-port';

/** Lines of some hundred bytes each: far more than the buffers between two processes hold. */
const REFUSALS = 1_000;
const AT_A_TIME = 25;

it('a log that nobody reads stops nobody: refusals that each leave a line cannot fill a pipe until the gateway waits', async () => {
  const [database, redis, port] = await Promise.all([createTestDatabase(), startTestRedis(), unusedPort()]);
  const env = { DATABASE_URL: database.url, REDIS_URL: redis.url, JWT_SECRET, PORT: String(port), NODE_ENV: 'test' };
  const gateway = spawn(process.execPath, ['-r', `${CHECKOUT}/test/support/end-with-parent.cjs`, 'dist/main.js'], {
    cwd: CHECKOUT,
    env: { PATH: process.env['PATH'], LOG_LEVEL: 'info', SHUTDOWN_DELAY: '0ms', ...env },
    stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
  });
  const url = `http://127.0.0.1:${port}`;
  try {
    await eventually(() =>
      fetch(`${url}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    const valid = await signUp({ url, databaseUrl: database.url }, 'trainer');
    const headers = { 'user-agent': 'x'.repeat(256) };
    for (let sent = 0; sent < REFUSALS;) {
      // A busy machine sheds load, without a line for each.
      const refused = await Promise.all(
        Array.from({ length: AT_A_TIME }, () => graphql(url, '{ me { id } }', { token: 'garbage', headers })),
      );
      for (const { status } of refused) expect([401, 503]).toContain(status);
      sent += refused.filter(({ status }) => status === 401).length;
    }
    await expectServed({ url }, valid);
  } finally {
    gateway.kill('SIGKILL');
    await once(gateway, 'exit');
    await Promise.all([database.drop(), redis.stop()]);
  }
});
