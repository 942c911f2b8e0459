import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './dist.mjs';

const REPORT = path.join(import.meta.dirname, 'servers/report.cjs');

/**
 * A server in a process of its own that announces the port it listens on.
 * @param {string[]} args of node
 * @param {Record<string, string>} env its whole environment, beside PATH
 */
export async function startServer(args, env) {
  const child = spawn(process.execPath, ['-r', REPORT, ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const port = await announcedPort(child);
  return {
    port,
    pid: child.pid,
    /** CPU microseconds and SQL statements so far, and resident memory. */
    async usage() {
      child.send('usage');
      const [{ cpu, statements, rss }] = await once(child, 'message');
      return { cpuUs: cpu.user + cpu.system, statements, megabytes: rss / 1e6 };
    },
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

/** The log line `{"msg":"listening",…}` has a port, or an address that ends in one. */
async function announcedPort(child) {
  for await (const line of createInterface(child.stdout)) {
    if (!line.includes('"msg":"listening"')) continue;
    const { port, url } = JSON.parse(line);
    child.stdout.resume(); // what it logs from now on is read, and dropped
    return port ?? Number(new URL(url).port);
  }
  throw new Error(`${child.spawnargs.at(-1)} did not start`);
}
