import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { startGuarded, type Orders } from '../../../src/platform/embedded/guard';
import { currentUser } from '../../../src/platform/embedded/server-user';
import { eventually } from '../../support/eventually';
import { CHECKOUT, startProgram } from '../../support/gateway';
import { descendantsOf, stillRunning } from '../../support/processes';
import { temporaryFolder } from '../../support/temporary-folder';

const orders: Orders = { command: '/bin/sleep', args: ['1000'], user: currentUser(), stopSignal: 'KILL' };

/** A program that starts a guarded server, prints its process id and waits; SIGINT it only notes. */
const PROGRAM = `
  const { startGuarded } = require('${CHECKOUT}/dist/platform/embedded/guard');
  process.on('SIGINT', () => console.log('interrupted'));
  startGuarded(${JSON.stringify(orders)}).then((server) => console.log('server ' + server.pid));
`;

const serverPid = (output: string) => Number(/^server (\d+)$/m.exec(output)?.[1]);

test.each(['SIGKILL', 'SIGTERM'] as const)(
  'nothing is left after %s of the process that started a server',
  async (name) => {
    const program = startProgram({}, { args: ['-e', PROGRAM] });
    await eventually(() => program.output().includes('server'));
    const family = descendantsOf(program.pid);
    expect(family).toContain(serverPid(program.output()));

    program.signal(name);
    await program.exited;
    await eventually(() => stillRunning(family).length === 0);
  },
);

test('a supervisor that signals every process leaves the guard at its post', async () => {
  const program = startProgram({}, { args: ['-e', PROGRAM] });
  await eventually(() => program.output().includes('server'));
  const family = descendantsOf(program.pid);
  const server = serverPid(program.output());
  for (const pid of family.filter((one) => one !== server)) process.kill(pid, 'SIGTERM');

  expect(stillRunning(family)).toEqual(expect.arrayContaining(family));
  program.signal('SIGKILL');
  await eventually(() => stillRunning(family).length === 0);
});

test('Ctrl-C in a terminal reaches the program and not its server', async () => {
  const program = spawn(process.execPath, ['-e', PROGRAM], { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  program.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  await eventually(() => output.includes('server'));
  const group = Number(program.pid);
  const family = descendantsOf(group);

  process.kill(-group, 'SIGINT'); // what a terminal does
  await eventually(() => output.includes('interrupted'));
  expect(stillRunning(family)).toEqual(expect.arrayContaining(family));

  program.kill('SIGKILL');
  await once(program, 'close');
  await eventually(() => stillRunning(family).length === 0);
});

test('stop ends the server and removes its folder, and may be called again', async () => {
  const folder = path.join(await temporaryFolder(), 'sockets');
  await mkdir(folder);
  const server = await startGuarded({ ...orders, folder });
  expect(stillRunning([server.pid])).toEqual([server.pid]);

  await server.stop();
  await server.stop();
  expect(stillRunning([server.pid])).toEqual([]);
  expect(existsSync(folder)).toBe(false);
});

test('a server that ends by itself is told with its exit code and its last words', async () => {
  const server = await startGuarded({ ...orders, command: '/bin/sh', args: ['-c', 'echo out; echo err >&2; exit 7'] });
  expect(await server.exited).toBe(7);
  expect(server.output()).toBe('out\nerr\n');
});

test('nothing of our environment reaches the server', async () => {
  process.env['PGOPTIONS'] = '-c work_mem=1MB';
  const server = await startGuarded({ ...orders, command: '/usr/bin/env', args: [] });
  await server.exited;
  expect(server.output()).not.toContain('PGOPTIONS');
});
