import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';

import type { App } from '../../src/app/lifecycle';
import { createTestDatabase, type TestDatabase } from './database';
import { eventually } from './eventually';
import { graphql, untilServed, type Answer } from './graphql';
import { send } from './http';
import { insertAdmin } from './rows';
import { startTestRedis, type TestRedis } from './redis';

/** A gateway in this process, with databases nobody else uses unless they were given. */
export interface TestApp {
  /** `http://127.0.0.1:41234` */
  url: string;
  /** To look at what the gateway keeps in Redis; knows nothing of its key prefix. */
  redis: Redis;
  databaseUrl: string;
  close(): Promise<void>;
}

interface Options {
  /** Variables that differ from those of every test: limits off, silent, no delay at the end. */
  env?: Record<string, string>;
  /** Shared with another gateway; whoever made it removes it. */
  database?: Pick<TestDatabase, 'url'>;
  redis?: Pick<TestRedis, 'url'>;
  /** Whether it fills its cache at the start; unless it does, every first read is a MISS. */
  warmUp?: boolean;
  /** Whether it runs inside the test's sandbox, where clocks can be set; that takes seconds to load. */
  sandboxed?: boolean;
}

/** For another gateway on the same Redis. */
export const redisUrlOf = ({ redis }: Pick<TestApp, 'redis'>) => `unix://${redis.options.path ?? ''}`;

/** What a gateway is made with. */
const partsOf = (load: (file: string) => unknown) => ({
  ...(load('app/create-app') as typeof import('../../src/app/create-app')),
  ...(load('app/ready-config') as typeof import('../../src/app/ready-config')),
  ...(load('config/env') as typeof import('../../src/config/env')),
  ...(load('platform/logging/logger') as typeof import('../../src/platform/logging/logger')),
});

const loadSandboxed = (file: string): unknown => jest.requireActual(`../../src/${file}`);

export const JWT_SECRET = 'a secret of the tests, of 32 bytes and more';

/** Starts a gateway and waits until it is ready. Call `close` in `afterAll`. */
export async function startApp(options: Options = {}): Promise<TestApp> {
  const { env = {}, database, redis, warmUp = false, sandboxed = false } = options;
  const { createApp, isReadyConfig, loadConfig, createLogger } = partsOf(sandboxed ? loadSandboxed : requireBuilt);
  const [ownDatabase, ownRedis] = await Promise.all([
    database ? null : createTestDatabase(),
    redis ? null : startTestRedis(),
  ]);
  const databaseUrl = (database ?? ownDatabase)?.url ?? '';
  const redisUrl = (redis ?? ownRedis)?.url ?? '';
  const looking = new Redis({ path: redisUrl.slice('unix://'.length) });
  let gateway: App | undefined;
  const close = async () => {
    await gateway?.close();
    looking.disconnect();
    await Promise.all([ownDatabase?.drop(), ownRedis?.stop()]);
  };
  try {
    // A lock that another replica holds: the warm-up is left to it.
    if (!warmUp) await looking.set(`${env['REDIS_KEY_PREFIX'] ?? ''}lock:warm-up`, 'a test', 'PX', 600_000);
    const config = loadConfig({ ...DEFAULTS, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, ...env });
    if (!isReadyConfig(config)) throw new Error('the test’s databases are missing');
    gateway = await createApp(config, '0.0.0-test', createLogger(config.logLevel));
    const url = await gateway.listen();
    await eventually(async () => (await send(`${url}/readyz`)).status === 200);
    return { url, redis: looking, databaseUrl, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const DEFAULTS = {
  NODE_ENV: 'test',
  PORT: '0',
  LOG_LEVEL: 'silent',
  SHUTDOWN_DELAY: '0ms',
  JWT_SECRET,
  RATE_LIMIT_LOGIN: 'off',
  RATE_LIMIT_LOGIN_IP: 'off',
  RATE_LIMIT_REGISTER: 'off',
  RATE_LIMIT_API: 'off',
  RATE_LIMIT_USER: 'off',
  RATE_LIMIT_CODE: 'off',
};

export type TestRole = 'student' | 'trainer' | 'admin';

export interface Account {
  id: string;
  email: string;
  password: string;
  token: string;
}

interface Details {
  name?: string;
  email?: string;
  branch?: string;
  expertise?: string;
  phone?: string;
}

const PASSWORD = 'correct horse battery';

/** Makes an account through GraphQL (an administrator's in the database) and signs in. */
export async function signUp(
  app: Pick<TestApp, 'url' | 'databaseUrl'>,
  role: TestRole,
  details: Details = {},
): Promise<Account> {
  const email = details.email ?? `${role}-${randomBytes(6).toString('hex')}@example.org`;
  const name = details.name ?? `A ${role}`;
  const { branch = 'Algebra', expertise = 'Go', phone } = details;
  const common = { name, email, password: PASSWORD };
  switch (role) {
    case 'student':
      return register(app, 'registerStudent', { ...common, phone, branch });
    case 'trainer':
      return register(app, 'registerTrainer', { ...common, phone, expertise });
    case 'admin':
      await insertAdmin(app.databaseUrl, { name, email, passwordHash: await hashOf(PASSWORD) });
      return signIn(app, email);
  }
}

/** A further session of an account. */
export async function signIn({ url }: Pick<TestApp, 'url'>, email: string, password = PASSWORD): Promise<Account> {
  const query = 'mutation ($input: LoginInput!) { signedIn: login(input: $input) { token user { id } } }';
  const answer = await untilServed(() => graphql(url, query, { variables: { input: { email, password } } }));
  return accountOf(email, answer, password);
}

const hashOf = (password: string) =>
  (requireBuilt('features/account/password') as typeof import('../../src/features/account/password')).hashPassword(
    password,
  );

async function register(
  app: Pick<TestApp, 'url' | 'databaseUrl'>,
  field: 'registerStudent' | 'registerTrainer',
  input: { email: string; [field: string]: unknown },
): Promise<Account> {
  const type = field === 'registerStudent' ? 'RegisterStudentInput' : 'RegisterTrainerInput';
  const query = `mutation ($input: ${type}!) { signedIn: ${field}(input: $input) { token user { id } } }`;
  const first = await graphql(app.url, query, { variables: { input } });
  if (first.status !== 503) return accountOf(input.email, first);
  const again = await untilServed(() => graphql(app.url, query, { variables: { input } }));
  // What was answered 503 may have been done all the same.
  const isDone = again.body.errors?.some(({ extensions }) => extensions.code === 'CONFLICT');
  return isDone ? signIn(app, input.email) : accountOf(input.email, again);
}

function accountOf(email: string, { body, text }: Answer, password = PASSWORD): Account {
  const signedIn = body.data?.['signedIn'] as { token: string; user: { id: string } } | null | undefined;
  if (!signedIn) throw new Error(`not signed in: ${text}`);
  return { id: signedIn.user.id, email, password, token: signedIn.token };
}

/** The session a token belongs to: its `jti`. */
export function sessionIdOf(token: string): string {
  const claims = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
  return (JSON.parse(claims) as { jti: string }).jti;
}
