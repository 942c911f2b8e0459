import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { eventually } from '../support/eventually';
import { startProgram } from '../support/gateway';
import { dataOf, graphql } from '../support/graphql';
import { npmFile } from '../support/npm';
import { descendantsOf, stillRunning } from '../support/processes';
import { temporaryFolder } from '../support/temporary-folder';

/* `npm run portal`: one command, and nothing of it is left behind. */

const PORTAL = { args: ['scripts/portal.mjs'] };

const settings = async () => ({ PORT: '0', PORTAL_PORT: '0', DATA_DIR: await temporaryFolder() });
const urlOf = (output: string) => /Portal +(http:\S+)\n/.exec(output)?.[1];

it('starts gateway and portal, prints where they are and who can sign in, and ends all with a signal', async () => {
  const program = startProgram(await settings(), PORTAL);
  await eventually(() => urlOf(program.output()) !== undefined);
  const url = urlOf(program.output()) ?? '';
  const [, email = '', password = ''] = /STUDENT +(\S+) \/ (\S+)/.exec(program.output()) ?? [];

  const page = await fetch(`${url}/devices`);
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<title>STMS Portal</title>')]);
  const login = `mutation { login(input: { email: "${email}", password: "${password}" }) { user { email } } }`;
  expect(dataOf(await graphql(url, login))).toEqual({ login: { user: { email } } });

  const family = descendantsOf(program.pid);
  expect(family.length).toBeGreaterThan(0);
  program.signal('SIGTERM');
  expect(await program.exited).toBe(0);
  await eventually(() => stillRunning(family).length === 0);
});

it('npm is killed, and what it started ends', async () => {
  const env = { HOME: await temporaryFolder(), ...(await settings()) };
  const program = startProgram(env, { args: [await npmFile(), 'run', 'portal'] });
  await eventually(() => urlOf(program.output()) !== undefined);

  const family = descendantsOf(program.pid);
  expect(family.length).toBeGreaterThan(1);
  program.signal('SIGKILL');
  await program.exited;
  await eventually(() => stillRunning(family).length === 0);
});

it.each(['PORTAL_PORT', 'PORT'])('a %s that is taken is one clear sentence, before anything is made', async (name) => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const taken = String((holder.address() as AddressInfo).port);
  const program = startProgram({ ...(await settings()), [name]: taken }, PORTAL);
  try {
    expect(await program.exited).toBe(1);
    const next = Number(taken) + 1;
    expect(program.output()).toBe(
      `Port ${taken} is in use: stop the program that listens there, or start with ${name}=${String(next)}.\n`,
    );
  } finally {
    holder.close();
  }
});

it('a port that is none is one too', async () => {
  const program = startProgram({ PORTAL_PORT: 'many' }, PORTAL);
  expect(await program.exited).toBe(1);
  expect(program.output()).toBe('PORTAL_PORT must be a port, such as 5173.\n');
});
