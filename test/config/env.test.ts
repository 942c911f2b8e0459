import { loadConfig, loadDatabaseConfig } from '../../src/config/env';
import { ConfigError } from '../../src/config/config-error';
import { VARIABLES } from '../../src/config/variables';
import { DEFAULT_LIMITS } from '../../src/config/rate-limits';

const PRODUCTION = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgresql://stms:hunter2@db.internal:5432/stms',
  REDIS_URL: 'redis://redis.internal:6379',
  JWT_SECRET: 'Zq8vN1xkW0sLr5uTgYbJ3mHd7cPfA2eO',
  TRAINER_REGISTRATION: 'closed',
};

function faultsOf(env: NodeJS.ProcessEnv): ConfigError {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('the environment was accepted');
}

const faultyNames = (env: NodeJS.ProcessEnv) => faultsOf(env).faults.map(({ variable }) => variable);

describe('defaults', () => {
  it('an empty environment starts a development gateway on its embedded databases', () => {
    expect(loadConfig({})).toEqual({
      environment: 'development',
      host: '127.0.0.1',
      port: 4000,
      database: { kind: 'embedded' },
      redis: { kind: 'embedded' },
      redisKeyPrefix: '',
      jwt: { secret: undefined, previousSecret: undefined },
      dataDir: '.data',
      session: { ttlMs: 3_600_000, maxAgeMs: 43_200_000, maxPerUser: 50 },
      cache: {
        enabled: true,
        ttlMs: {
          ...{ profile: 1_800_000, list: 600_000, record: 600_000, lectures: 300_000, today: 180_000 },
          ...{ courses: 1_800_000, organizations: 3_600_000, assignments: 3_600_000, submissions: 1_800_000 },
          ...{ attendance: 1_800_000, feedback: 3_600_000, stats: 60_000 },
        },
      },
      rateLimits: DEFAULT_LIMITS,
      feedbackWindowMs: 86_400_000,
      trustProxy: false,
      trainerRegistration: { mode: 'open' },
      timeZone: 'UTC',
      corsOrigins: [],
      introspection: true,
      explorer: 'local',
      statusPage: { mode: 'open' },
      demoData: true,
      operationLimits: {
        depth: 12,
        aliases: 15,
        directives: 8,
        repeats: 50,
        tokens: 2000,
        characters: 15_000,
        cost: 200_000,
        rows: 20_000,
      },
      bodyLimitBytes: 102_400,
      replayMaxBytes: 16_777_216,
      requestTimeoutMs: 10_000,
      hsts: false,
      logLevel: 'info',
      shutdown: { graceMs: 10_000, delayMs: 500 },
      tracing: null,
    });
  });

  it('production listens everywhere, without introspection, pages and demo data', () => {
    expect(loadConfig(PRODUCTION)).toMatchObject({
      host: '0.0.0.0',
      introspection: false,
      explorer: 'off',
      statusPage: { mode: 'off' },
      demoData: false,
    });
  });

  it('the explorer goes with introspection, unless another or none is chosen', () => {
    expect(loadConfig({ INTROSPECTION: 'off' }).explorer).toBe('off');
    expect(loadConfig({ ...PRODUCTION, INTROSPECTION: 'on' }).explorer).toBe('local');
    expect(loadConfig({ EXPLORER: 'apollo' }).explorer).toBe('apollo');
    expect(loadConfig({ EXPLORER: 'off' })).toMatchObject({ explorer: 'off', introspection: true });
  });

  it('the status page asks for a token wherever one is set', () => {
    const statusPage = { mode: 'token', token: '0123456789abcdef' };
    for (const env of [{}, PRODUCTION]) {
      expect(loadConfig({ ...env, STATUS_TOKEN: '0123456789abcdef' }).statusPage).toEqual(statusPage);
    }
  });

  it('demo data is for the embedded database unless asked for', () => {
    const env = { DATABASE_URL: 'postgresql://localhost/stms' };
    expect(loadConfig(env).demoData).toBe(false);
    expect(loadConfig({ ...env, DEMO_DATA: 'on' }).demoData).toBe(true);
  });

  it('an empty variable is an unset one, for every variable', () => {
    const empty = Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, '']));
    expect(loadConfig(empty)).toEqual(loadConfig({}));
  });

  it('is frozen to its leaves', () => {
    const config = loadConfig({ CORS_ORIGINS: 'http://localhost:3000' });
    expect(Object.isFrozen(config)).toBe(true);
    expect(() => (config.cache.ttlMs.list = 1)).toThrow(TypeError);
    expect(() => config.corsOrigins.push('http://evil.example')).toThrow(TypeError);
  });
});

describe('faults', () => {
  it('are reported together, each with name, fault and example', () => {
    const error = faultsOf({ PORT: 'http', SESSION_TTL: '60', RATE_LIMIT_LOGIN: '0/15m' });
    expect(error.exitCode).toBe(78);
    expect(error.message.split('\n')).toEqual([
      'The environment has 3 faults:',
      '  PORT must be a whole number from 0 to 65535; for example PORT=4000',
      '  SESSION_TTL must be a whole number with ms, s, m, h or d; for example SESSION_TTL=1h',
      '  RATE_LIMIT_LOGIN must be max/window, or off; the max must be a whole number from 1 to 1000000000; for example RATE_LIMIT_LOGIN=5/15m',
    ]);
  });

  it('never repeat a value, of any variable', () => {
    const names = Object.keys(VARIABLES).filter((name) => !['DATA_DIR', 'REDIS_SENTINEL_NAME'].includes(name));
    const canary = 'cånary ,value';
    const error = faultsOf(Object.fromEntries(names.map((name) => [name, canary])));
    expect(error.message).not.toContain('nary');
    expect(error.faults.length).toBeGreaterThan(30);
  });

  it('keep the secrets of an otherwise readable value', () => {
    const error = faultsOf({
      DATABASE_URL: 'mysql://stms:hunter2@db/stms',
      REDIS_URL: 'http://:hunter2@redis',
      JWT_SECRET: 'hunter2',
      TRAINER_REGISTRATION: 'invitation',
      TRAINER_INVITE_CODE: 'hunter2',
    });
    expect(error.faults).toHaveLength(4);
    expect(error.message).not.toContain('hunter2');
  });

  it.each([
    ['NODE_ENV', 'staging'],
    ['HOST', 'not a host'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '4e3'],
    ['DATABASE_URL', 'localhost:5432'],
    ['DATABASE_URL', 'postgresql://'],
    ['DATABASE_URL', 'postgresql:///?sslmode=require'],
    ['REDIS_URL', 'localhost:6379'],
    ['REDIS_URL', 'redis://localhost/notanumber'],
    ['REDIS_URL', 'unix://'],
    ['REDIS_CLUSTER_NODES', 'redis-1'],
    ['REDIS_CLUSTER_NODES', 'redis-1:0'],
    ['REDIS_CLUSTER_NODES', ','],
    ['REDIS_KEY_PREFIX', 'a,b'],
    ['REDIS_KEY_PREFIX', 'schlüssel:'],
    ['JWT_SECRET', 'x'.repeat(31)],
    ['JWT_SECRET', ' '.repeat(40)],
    ['JWT_SECRET_PREVIOUS', 'x'.repeat(31)],
    ['CACHE_ENABLED', 'yes'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '0'],
    ['TRUST_PROXY', '0.0.0.0/0'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', '::ffff:10.0.0.0/8'],
    ['TRUST_PROXY', '::ffff:0:0/96'],
    ['TRUST_PROXY', '10.0.0.0/8/8'],
    ['TRUST_PROXY', 'fd00::/129'],
    ['TRUST_PROXY', 'loopback'],
    ['TRAINER_REGISTRATION', 'on'],
    ['APP_TIMEZONE', 'Europe/Atlantis'],
    ['APP_TIMEZONE', '+02:00'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'null'],
    ['CORS_ORIGINS', 'app.example.com'],
    ['CORS_ORIGINS', 'https://app.example.com/'],
    ['CORS_ORIGINS', 'https://app.example.com:443'],
    ['GRAPHQL_MAX_DEPTH', '0'],
    ['GRAPHQL_MAX_COST', '0'],
    ['GRAPHQL_MAX_ROWS', '0'],
    ['BODY_LIMIT', '0'],
    ['BODY_LIMIT', '100 kb'],
    ['BODY_LIMIT', '65mb'],
    ['REPLAY_MAX_BYTES', '1kb'],
    ['EXPLORER', 'sandbox'],
    ['STATUS_TOKEN', 'fifteen-letters'],
    ['STATUS_TOKEN', 'words that have spaces'],
    ['LOG_LEVEL', 'verbose'],
    ['SHUTDOWN_GRACE', '30d'],
  ])('%s=%s is one', (name, value) => {
    expect(faultyNames({ [name]: value })).toEqual([name]);
  });
});

it('an explorer that may not ask for the schema is a fault', () => {
  expect(faultyNames({ INTROSPECTION: 'off', EXPLORER: 'local' })).toEqual(['EXPLORER']);
  expect(loadConfig({ INTROSPECTION: 'off', EXPLORER: 'off' }).explorer).toBe('off');
});

describe('values', () => {
  it.each([
    ['HOST', '::1', { host: '::1' }],
    ['PORT', '0', { port: 0 }],
    ['DATABASE_URL', 'postgres://u@/db?host=/var/run/postgresql', { database: { kind: 'url' } }],
    ['DATABASE_URL', 'postgresql:///stms', { database: { kind: 'url' } }],
    ['DATABASE_URL', 'postgresql://?host=/run/postgresql', { database: { kind: 'url' } }],
    ['DATABASE_URL', 'postgresql://db.internal', { database: { kind: 'url' } }],
    ['REDIS_URL', 'unix:///run/redis.sock', { redis: { kind: 'url', url: 'unix:///run/redis.sock' } }],
    ['REDIS_URL', 'rediss://:secret@redis:6380/2', { redis: { url: 'rediss://:secret@redis:6380/2' } }],
    [
      'REDIS_CLUSTER_NODES',
      'a:1, [::1]:2',
      {
        redis: {
          nodes: [
            { host: 'a', port: 1 },
            { host: '::1', port: 2 },
          ],
        },
      },
    ],
    ['RATE_LIMIT_API', 'off', { rateLimits: { api: null } }],
    ['RATE_LIMIT_USER', '7/90s', { rateLimits: { user: { max: 7, windowMs: 90_000 } } }],
    ['TRUST_PROXY', '1', { trustProxy: 1 }],
    ['TRUST_PROXY', '10.0.0.0/8, fd00::/8, 192.0.2.7', { trustProxy: ['10.0.0.0/8', 'fd00::/8', '192.0.2.7'] }],
    ['CACHE_ENABLED', 'off', { cache: { enabled: false } }],
    ['HSTS', 'true', { hsts: true }],
    ['APP_TIMEZONE', 'Asia/Kolkata', { timeZone: 'Asia/Kolkata' }],
    [
      'CORS_ORIGINS',
      'https://a.example, http://localhost:3000',
      { corsOrigins: ['https://a.example', 'http://localhost:3000'] },
    ],
    ['GRAPHQL_MAX_ALIASES', '0', { operationLimits: { aliases: 0 } }],
    ['GRAPHQL_MAX_COST', '1', { operationLimits: { cost: 1 } }],
    ['GRAPHQL_MAX_ROWS', '1', { operationLimits: { rows: 1 } }],
    ['BODY_LIMIT', '1mb', { bodyLimitBytes: 1_048_576 }],
    ['BODY_LIMIT', '2048', { bodyLimitBytes: 2_048 }],
    ['REPLAY_MAX_BYTES', '64kb', { replayMaxBytes: 65_536 }],
    ['REQUEST_TIMEOUT', '500ms', { requestTimeoutMs: 500 }],
    ['SHUTDOWN_DELAY', '0ms', { shutdown: { delayMs: 0 } }],
    ['SHUTDOWN_GRACE', '0s', { shutdown: { graceMs: 0 } }],
    ['RATE_LIMIT_CODE', '3/1h', { rateLimits: { code: { max: 3, windowMs: 3_600_000 } } }],
    ['FEEDBACK_WINDOW', '2d', { feedbackWindowMs: 172_800_000 }],
    ['CACHE_TTL_STATS', '5s', { cache: { ttlMs: { stats: 5_000 } } }],
    ['CACHE_TTL_TODAY', '365d', { cache: { ttlMs: { today: 31_536_000_000 } } }],
  ])('%s=%s', (name, value, expected) => {
    expect(loadConfig({ [name]: value })).toMatchObject(expected);
  });
});

describe('production', () => {
  it('refuses to start on defaults, and says all it needs', () => {
    expect(faultyNames({ NODE_ENV: 'production' })).toEqual([
      'DATABASE_URL',
      'REDIS_URL',
      'JWT_SECRET',
      'TRAINER_REGISTRATION',
    ]);
  });

  it('takes a cluster or sentinels for REDIS_URL', () => {
    const { REDIS_URL: _, ...rest } = PRODUCTION;
    expect(loadConfig({ ...rest, REDIS_CLUSTER_NODES: 'a:1' }).redis.kind).toBe('cluster');
    expect(loadConfig({ ...rest, REDIS_SENTINELS: 'a:1', REDIS_SENTINEL_NAME: 'm' }).redis.kind).toBe('sentinel');
  });

  it('may migrate with DATABASE_URL alone', () => {
    const { NODE_ENV, DATABASE_URL } = PRODUCTION;
    expect(loadDatabaseConfig({ NODE_ENV, DATABASE_URL }).database).toEqual({ kind: 'url', url: DATABASE_URL });
    expect(() => loadDatabaseConfig({ NODE_ENV })).toThrow(ConfigError);
  });
});

describe('variables that depend on each other', () => {
  it('an invitation needs its code', () => {
    expect(faultyNames({ TRAINER_REGISTRATION: 'invite' })).toEqual(['TRAINER_INVITE_CODE']);
    const invite = loadConfig({ TRAINER_REGISTRATION: 'invite', TRAINER_INVITE_CODE: 'abc' });
    expect(invite.trainerRegistration).toEqual({ mode: 'invite', code: 'abc' });
  });

  it('there is one Redis: url, cluster or sentinels', () => {
    const env = {
      REDIS_URL: 'redis://a',
      REDIS_CLUSTER_NODES: 'a:1',
      REDIS_SENTINELS: 'a:1',
      REDIS_SENTINEL_NAME: 'm',
    };
    expect(faultyNames(env)).toEqual(['REDIS_CLUSTER_NODES', 'REDIS_SENTINELS']);
  });

  it('traces need an address or to be asked for, and can be switched off in two ways', () => {
    const tracingOf = (env: Record<string, string>) => loadConfig(env).tracing;
    const address = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };
    expect(tracingOf(address)).toEqual({ protocol: 'http/protobuf' });
    expect(tracingOf({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://collector/v1/traces' })).not.toBeNull();
    expect(tracingOf({ OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' })).toEqual({
      protocol: 'http/json',
    });
    expect(tracingOf({ ...address, OTEL_SDK_DISABLED: 'true' })).toBeNull();
    expect(tracingOf({ ...address, OTEL_TRACES_EXPORTER: 'none' })).toBeNull();
    const faulty = {
      OTEL_TRACES_EXPORTER: 'zipkin',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_TRACES_SAMPLER: 'sometimes',
      OTEL_TRACES_SAMPLER_ARG: '10%',
    };
    expect(faultyNames(faulty)).toEqual(Object.keys(faulty));
  });

  it('cluster and sentinels have their logins apart, a URL holds its own', () => {
    const login = { REDIS_USERNAME: 'u', REDIS_PASSWORD: 'p', REDIS_SENTINEL_PASSWORD: 's', REDIS_TLS: 'on' };
    const access = { username: 'u', password: 'p', sentinelPassword: 's', tls: true };
    expect(loadConfig({ ...login, REDIS_CLUSTER_NODES: 'a:1' }).redis).toMatchObject({ kind: 'cluster', access });
    const sentinels = { REDIS_SENTINELS: 'a:1', REDIS_SENTINEL_NAME: 'm' };
    expect(loadConfig({ ...login, ...sentinels }).redis).toMatchObject({ kind: 'sentinel', access });
    expect(loadConfig({ REDIS_CLUSTER_NODES: 'a:1' }).redis).toMatchObject({ access: { tls: false } });
    expect(faultyNames({ ...login, REDIS_URL: 'redis://a' })).toEqual(Object.keys(login));
  });

  it('sentinels need the name of their master', () => {
    expect(faultyNames({ REDIS_SENTINELS: 'a:1' })).toEqual(['REDIS_SENTINEL_NAME']);
  });

  it('an idle time beyond the absolute cap is a mistake when chosen, and is capped when it is the default', () => {
    expect(faultyNames({ SESSION_TTL: '2h', SESSION_MAX_AGE: '1h' })).toEqual(['SESSION_TTL']);
    expect(loadConfig({ SESSION_MAX_AGE: '5m' }).session).toMatchObject({ ttlMs: 300_000, maxAgeMs: 300_000 });
  });
});

describe('PGSSLMODE', () => {
  const env = { ...PRODUCTION, PGSSLMODE: 'verify-full' };

  it('is not read, so DATABASE_URL must name its sslmode', () => {
    expect(faultyNames(env)).toEqual(['DATABASE_URL']);
    expect(loadConfig({ ...env, DATABASE_URL: `${PRODUCTION.DATABASE_URL}?sslmode=disable` })).toMatchObject({
      database: { kind: 'url' },
    });
  });
});
