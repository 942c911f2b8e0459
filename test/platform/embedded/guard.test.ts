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

test('the guard survives a supervisor that signals every process', async () => {
  const program = startProgram({}, { args: ['-e', PROGRAM] });
  await eventually(() => program.output().includes('server'));
  const family = descendantsOf(program.pid);
  const server = serverPid(program.output());
  for (const pid of family.filter((one) => one !== server)) process.kill(pid, 'SIGTERM');

  expect(stillRunning(family)).toEqual(expect.arrayContaining(family));
  program.signal('SIGKILL');
  await eventually(() => stillRunning(family).length === 0);
});

/** A server that tells of every signal; whoever started it passes on what it says. */
const LISTENER = `
  process.on('SIGINT', () => console.log('server interrupted'));
  process.on('SIGUSR2', () => console.log('server asked'));
  setInterval(() => undefined, 1000);
  console.log('server listens');
`;
const LISTENING_PROGRAM = `
  const { startGuarded } = require('${CHECKOUT}/dist/platform/embedded/guard');
  process.on('SIGINT', () => console.log('program interrupted'));
  const orders = ${JSON.stringify({ ...orders, command: process.execPath, args: ['-e', LISTENER] })};
  startGuarded(orders).then((server) => {
    console.log('server ' + server.pid);
    setInterval(() => console.log(server.output()), 20);
  });
`;

test('Ctrl-C in a terminal reaches the program and not its server', async () => {
  const args = ['-e', LISTENING_PROGRAM];
  const program = spawn(process.execPath, args, { detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  program.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  await eventually(() => output.includes('server listens'));

  process.kill(-Number(program.pid), 'SIGINT'); // what a terminal does: to the whole process group
  await eventually(() => output.includes('program interrupted'));
  process.kill(serverPid(output), 'SIGUSR2');
  await eventually(() => output.includes('server asked'));
  expect(output).not.toContain('server interrupted');

  program.kill('SIGKILL');
  await once(program, 'close');
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

test('a server that ends by itself is reported with its exit code and last output', async () => {
  const server = await startGuarded({ ...orders, command: '/bin/sh', args: ['-c', 'echo out; echo err >&2; exit 7'] });
  expect(await server.exited).toBe(7);
  expect(server.output()).toBe('out\nerr\n');
});

test('nothing of our environment reaches the server', async () => {
  const program = startProgram(
    { PGOPTIONS: '-c work_mem=1MB' },
    {
      args: [
        '-e',
        `require('${CHECKOUT}/dist/platform/embedded/guard')
          .startGuarded(${JSON.stringify({ ...orders, command: '/usr/bin/env', args: [] })})
          .then(async (server) => console.log(await server.exited, server.output()))`,
      ],
    },
  );
  expect(await program.exited).toBe(0);
  expect(program.output()).toContain('TZ=UTC');
  expect(program.output()).not.toContain('PGOPTIONS');
});
