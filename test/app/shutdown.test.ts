import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { signUp } from '../support/app';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { startGateway, type TestGateway } from '../support/gateway';
import { graphql } from '../support/graphql';
import { startTestRedis, type TestRedis } from '../support/redis';
import { temporaryFolder } from '../support/temporary-folder';

let database: TestDatabase;
let redis: TestRedis;
let holder: Client;
let gateway: TestGateway;
let email: string;

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startTestRedis()]);
  holder = new Client({ connectionString: database.url });
  await holder.connect();
});
afterAll(async () => {
  await holder.end();
  await Promise.all([database.drop(), redis.stop()]);
});
afterEach(() => gateway.kill());

/** @param preload a program that runs in the gateway's process, before it */
async function start(env: Record<string, string> = {}, preload?: string): Promise<void> {
  const args = preload ? ['-r', preload, 'dist/main.js'] : undefined;
  gateway = await startGateway(
    { RATE_LIMIT_REGISTER: 'off', NODE_ENV: 'test', DATABASE_URL: database.url, REDIS_URL: redis.url, ...env },
    { args },
  );
  ({ email } = await signUp({ url: gateway.url, databaseUrl: database.url }, 'trainer'));
}

/** A sign-in that waits for the users' table, which is locked until `release`. */
async function signInThatWaits() {
  await holder.query('BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE');
  const query = 'mutation ($input: LoginInput!) { login(input: $input) { token } }';
  const answer = graphql(gateway.url, query, { variables: { input: { email, password: 'correct horse battery' } } });
  await eventually(async () => {
    const sql = `SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database
      WHERE NOT granted AND datname = current_database()`;
    return (await holder.query(sql)).rowCount === 1;
  });
  return { answer, release: () => holder.query('COMMIT') };
}

const isDraining = () => eventually(async () => (await fetch(`${gateway.url}/readyz`)).status === 503);

/** The Connection header of an answer to a client that would rather keep the connection. */
function connectionHeader(url: string): Promise<string | undefined> {
  const agent = new Agent({ keepAlive: true });
  return new Promise((resolve, reject) => {
    request(`${url}/livez`, { agent }, (response) => {
      resolve(response.headers.connection);
      response.resume().on('end', () => agent.destroy());
    })
      .on('error', reject)
      .end();
  });
}

async function dial(): Promise<Socket> {
  const { hostname, port } = new URL(gateway.url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

const BEGINNING = 'POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{';

const inFlight = async () => {
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  return Number(/^stms_requests_in_flight (\d+)/m.exec(metrics)?.[1]);
};

/** A request whose head has been read, and whose body is to come. */
async function beginRequest(): Promise<Socket> {
  const before = await inFlight();
  const socket = await dial();
  socket.write(BEGINNING);
  await eventually(async () => (await inFlight()) > before);
  return socket;
}

const lastLine = () => gateway.output().trim().split('\n').at(-1) ?? '';

test('SIGTERM: not ready at once, accepts for a while, finishes what runs, closes the remaining connections, exits with 0', async () => {
  await start({ SHUTDOWN_DELAY: '700ms' });
  expect(await connectionHeader(gateway.url)).toBe('keep-alive');
  const { answer, release } = await signInThatWaits();
  const [silent, begun] = await Promise.all([dial(), dial()]);
  begun.write(BEGINNING.slice(0, 40)); // not even its head
  const slow = await beginRequest();

  gateway.signal('SIGTERM');
  await isDraining();
  gateway.signal('SIGTERM'); // as supervisors do, over and over
  expect(await connectionHeader(gateway.url)).toBe('close');
  expect((await fetch(`${gateway.url}/livez`)).status).toBe(200);
  slow.write(' '.repeat(98));
  const [head] = (await once(slow, 'data')) as [Buffer];
  expect(head.toString().toLowerCase()).toContain('\r\nconnection: close\r\n');
  await eventually(
    async () =>
      await fetch(`${gateway.url}/livez`).then(
        () => false,
        () => true,
      ),
  );
  await release();

  expect((await answer).body).toMatchObject({ data: { login: { token: expect.any(String) } } });
  expect(await gateway.exited).toBe(0);
  expect([
    silent.destroyed || (await once(silent, 'close')),
    begun.destroyed || (await once(begun, 'close')),
  ]).toBeDefined();
  expect(lastLine()).toContain('"drained"');
});

test('a client that has connected before it stops listening is answered, even if the connection was not accepted yet', async () => {
  await start({ SHUTDOWN_DELAY: '500ms' });
  gateway.signal('SIGTERM');
  await isDraining();
  gateway.signal('SIGSTOP'); // the kernel goes on taking connections
  const crowd = await Promise.all(Array.from({ length: 100 }, dial));
  const answers = crowd.map(async (socket) => {
    socket.write('GET /livez HTTP/1.1\r\nhost: x\r\n\r\n');
    return Promise.race([
      once(socket, 'data').then(([head]) => (head as Buffer).toString('latin1', 0, 12)),
      once(socket, 'close').then(() => 'nothing'),
    ]);
  });
  await sleep(600); // the delay is over
  gateway.signal('SIGCONT');
  expect(new Set(await Promise.all(answers))).toEqual(new Set(['HTTP/1.1 200']));
  expect(await gateway.exited).toBe(0);
});

test('a client that never sends the rest of its request is disconnected, and delays nobody', async () => {
  await start({ SHUTDOWN_DELAY: '0ms', SHUTDOWN_GRACE: '30s' });
  await beginRequest();
  gateway.signal('SIGTERM');
  expect(await gateway.exited).toBe(0);
  expect(lastLine()).toContain('"drained"');
});

test('a request that takes longer than the grace period delays nobody, and the exit code shows it', async () => {
  await start({ SHUTDOWN_DELAY: '0ms', SHUTDOWN_GRACE: '1s' });
  const { answer, release } = await signInThatWaits();
  answer.catch(() => undefined); // cut off
  gateway.signal('SIGTERM');
  expect(await gateway.exited).toBe(1);
  await release();
  expect(JSON.parse(lastLine())).toMatchObject({ msg: expect.stringContaining('cut off') as string, requests: 1 });
});

test('a second Ctrl-C ends it at once; the same one, twice, does not', async () => {
  await start({ SHUTDOWN_DELAY: '20s', SHUTDOWN_GRACE: '30s' });
  gateway.signal('SIGINT');
  gateway.signal('SIGINT');
  await isDraining();
  await sleep(700);
  expect((await fetch(`${gateway.url}/livez`)).status).toBe(200);
  gateway.signal('SIGINT');
  expect(await gateway.exited).toBe(130);
});

test.each(['throw new Error(`unexpected`)', 'void Promise.reject(new Error(`unexpected`))'])(
  'what nobody expected is logged, and drained: %s',
  async (fault) => {
    const preload = path.join(await temporaryFolder(), 'fault.cjs');
    await writeFile(preload, `process.on('SIGUSR2', () => setTimeout(() => { ${fault}; }));`);
    await start({ SHUTDOWN_DELAY: '300ms' }, preload);
    const { answer, release } = await signInThatWaits();
    gateway.signal('SIGUSR2');
    await isDraining();
    await release();
    expect((await answer).status).toBe(200);
    expect(await gateway.exited).toBe(1);
    const fatal = gateway
      .output()
      .split('\n')
      .find((line) => line.startsWith('{"level":60'));
    expect(JSON.parse(fatal ?? '{}')).toMatchObject({
      err: { message: 'unexpected', stack: expect.any(String) as string },
    });
    expect(lastLine()).toContain('"drained"');
  },
);
