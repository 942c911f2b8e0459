import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../support/eventually';
import { CHECKOUT } from '../support/gateway';
import { unusedPort } from '../support/unused-port';

/* `npm start | head` closes the pipe that the gateway prints its banner and its log into. */

/** It prints its banner when it listens, and has waited for its databases. */
const PRINTED_BY_MS = 2_500;

it('serves and drains although nobody reads what it prints', async () => {
  const port = await unusedPort();
  const gateway = spawn(process.execPath, ['-r', `${CHECKOUT}/test/support/end-with-parent.cjs`, 'dist/main.js'], {
    cwd: CHECKOUT,
    env: {
      ...{ PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: String(port) },
      ...{ DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/stms', REDIS_URL: 'redis://127.0.0.1:1' },
      JWT_SECRET: 'a secret that only this test uses, and nobody else',
    },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  gateway.stdout?.destroy();
  gateway.stderr?.destroy();
  const exited = once(gateway, 'exit');
  const isAlive = () =>
    fetch(`http://127.0.0.1:${port}/livez`).then(
      ({ ok }) => ok,
      () => false,
    );
  await eventually(async () => gateway.exitCode !== null || (await isAlive()));
  await sleep(PRINTED_BY_MS);
  expect([gateway.exitCode, await isAlive()]).toEqual([null, true]);
  gateway.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});
