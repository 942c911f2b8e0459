import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { CHECKOUT, startGateway, startProgram } from '../support/gateway';
import { temporaryFolder } from '../support/temporary-folder';
import { signIn } from '../support/app';
import { dataOf, graphql } from '../support/graphql';
import { stms, stmsJson } from './stms';

const { dispatch } = requireBuilt('commands/stms/dispatch') as typeof import('../../src/commands/stms/dispatch');
const { COMMANDS } = requireBuilt('commands/stms/commands') as typeof import('../../src/commands/stms/commands');

it.each([
  [['sessions', 'list'], 'EMAIL is missing; stms sessions list --help says more.'],
  [['sessions', 'list', 'a@b.c', '--all'], 'Unknown option --all; stms sessions list --help says more.'],
  [['sessions', 'revoke', 'a@b.c'], 'Give either --id ID or --all;'],
  [['sessions', 'revoke', 'a@b.c', '--id', '--all'], '--id needs a value; stms sessions revoke --help'],
  [['cache', 'clear', 'student'], 'There are no tags of this form; there are user:ID, '],
])('knows what is wrong with %j', async (args, sentence) => {
  await expect((async () => dispatch(COMMANDS, args))()).rejects.toMatchObject({
    exitCode: 64,
    message: expect.stringContaining(sentence) as string,
  });
});

it('says in a sentence what is wrong', async () => {
  const err = 'There is no command "sesions"; stms --help lists them.\n';
  expect(await stms({}, 'sesions')).toEqual({ code: 64, out: '', err });
});

it('goes on until a command is done, though nothing but waiting is left to do', async () => {
  const script = `
    const { setTimeout: sleep } = require('node:timers/promises');
    const waiting = () => sleep(200, 3, { ref: false }); // as a client between two attempts to connect
    require('./dist/commands/command.js').runCommand(waiting);`;
  await expect(startProgram({}, { args: ['-e', script] }).exited).resolves.toBe(3);
});

it('helps, also by the names that npm gives it', async () => {
  const run = promisify(execFile);
  const help = async (...npm: [string, ...string[]]) => (await run(npm[0], npm.slice(1), { cwd: CHECKOUT })).stdout;
  const usage = expect.stringContaining('Usage: stms sessions revoke EMAIL');
  const [own, script, bin] = await Promise.all([
    stms({}, '--help'),
    help('npm', 'run', '--silent', 'stms', '--', 'sessions', '--help'),
    help('npx', '--offline', 'stms', 'sessions', 'revoke', '--help'),
  ]);
  expect([own.code, own.out]).toEqual([0, expect.stringContaining('stms limits reset EMAIL|ADDRESS|USERID')]);
  expect([script, bin]).toEqual([usage, usage]);
});

it('loads for its help nothing that only a command needs', async () => {
  const folder = await temporaryFolder();
  const [preload, list] = [path.join(folder, 'lists.cjs'), path.join(folder, 'list')];
  const writes = `require('node:fs').writeFileSync(${JSON.stringify(list)}, Object.keys(require.cache).join('\\n'))`;
  await writeFile(preload, `process.on('exit', () => ${writes});`);
  await stms({ NODE_OPTIONS: `--require ${preload}` }, '--help');
  const loaded = await readFile(list, 'utf8');
  expect(loaded).toContain('dist/commands/stms/commands.js');
  expect(loaded).not.toMatch(/node_modules\/(graphql|type-graphql|class-validator|pg|ioredis|@prisma|pino|@node-rs)\//);
});

describe('with an environment that is not good', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('names the variables, and says which server is away', async () => {
    const faulty = await stms({ REDIS_URL: 'localhost', SESSION_TTL: '1 hour' }, 'cache', 'stats');
    expect(faulty).toEqual({ code: 78, out: '', err: expect.stringMatching(/REDIS_URL .*\n +SESSION_TTL /) });
    const away = { REDIS_URL: 'redis://127.0.0.1:1', DATABASE_URL: database.url };
    expect(await stms(away, 'cache', 'stats')).toEqual({
      code: 69,
      out: '',
      err: 'Redis cannot be used: connect ECONNREFUSED 127.0.0.1:1\n',
    });
  });
});

it('finds the private databases of the gateway that runs here, and says when there is none', async () => {
  const env = { DATA_DIR: path.join(await temporaryFolder(), 'data'), DEMO_DATA: 'off' };
  const gateway = await startGateway(env);
  try {
    const admin = { ...env, ADMIN_PASSWORD: 'correct horse battery' };
    expect(await stms(admin, 'create-admin', 'boss@example.org', 'Ada', 'Boss')).toEqual({
      code: 0,
      out: 'boss@example.org is an administrator now.\n',
      err: '',
    });
    const { token } = await signIn(gateway, 'boss@example.org');
    expect(await stmsJson(env, 'sessions', 'list', 'boss@example.org')).toHaveLength(1);
    const admins = async () => dataOf(await graphql(gateway.url, '{ admins { totalCount } }', { token }));
    expect([await admins(), await admins()]).toEqual(Array(2).fill({ admins: { totalCount: 1 } }));
    expect(await stms(admin, 'create-admin', 'second@example.org', 'Bea')).toMatchObject({ code: 0, err: '' });
    expect(await admins()).toEqual({ admins: { totalCount: 2 } });
  } finally {
    await gateway.stop();
  }
  const none = await stms(env, 'cache', 'stats');
  expect(none).toEqual({ code: 1, out: '', err: expect.stringContaining('No gateway runs here') });
});
