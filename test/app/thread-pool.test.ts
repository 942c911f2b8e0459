import { readdirSync } from 'node:fs';
import { RUNNING_MAX } from '../../src/features/account/hash-queue';
import { eventually } from '../support/eventually';
import { listeningUrl, startProgram } from '../support/gateway';

/* Linux lists the threads of a process. The log line that names the port was written by a thread of the pool, so they all run by then. */

const CHOSEN = 9;
/** Nobody listens there: the gateway starts, and is not ready. */
const ENVIRONMENT = {
  ...{ HOST: '127.0.0.1', PORT: '0', JWT_SECRET: 'a secret that only this test uses, and nobody else' },
  ...{ DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/stms', REDIS_URL: 'redis://127.0.0.1:1' },
};

async function threadsWith(env: Record<string, string>): Promise<number> {
  const program = startProgram({ ...ENVIRONMENT, ...env });
  await eventually(() => listeningUrl(program.output()) !== undefined);
  const threads = readdirSync(`/proc/${program.pid}/task`).length;
  program.signal('SIGTERM');
  await program.exited;
  return threads;
}

it('the pool has one thread more than hashes that run, unless the operator chooses its size', async () => {
  const [own, chosen] = await Promise.all([threadsWith({}), threadsWith({ UV_THREADPOOL_SIZE: String(CHOSEN) })]);
  expect(chosen - own).toBe(CHOSEN - (RUNNING_MAX + 1));
});
