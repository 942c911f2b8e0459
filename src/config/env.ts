import { readDatabaseUrl } from './address/database-url';
import type {
  Config,
  DatabaseTarget,
  Environment,
  Explorer,
  OperationLimits,
  StatusPage,
  TrainerRegistration,
} from './config';
import { duration, limit, LONGEST_TIMER } from './duration';
import { EnvReader } from './env-reader';
import { readRedis } from './redis-target';
import { readTracing } from './tracing-target';
import { host, origin, readableBy, trustProxy } from './network';
import {
  byteSize,
  flag,
  keyPrefix,
  listOf,
  memorySize,
  oneOf,
  secret,
  statusToken,
  text,
  timeZone,
  wholeNumber,
} from './parsers';

/**
 * Reads and checks the whole environment. The only place that touches `process.env`.
 * @returns the configuration, frozen to its leaves
 * @throws ConfigError naming every fault
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const reader = new EnvReader(env);
  const environment = readEnvironment(reader);
  const production = environment === 'production';
  const database = readDatabase(reader, production);
  const introspection = reader.optional('INTROSPECTION', flag) ?? !production;
  const config: Config = {
    environment,
    host: reader.optional('HOST', host) ?? (production ? '0.0.0.0' : '127.0.0.1'),
    port: reader.read('PORT', wholeNumber(0, 65_535)),
    database,
    redis: readRedis(reader, production),
    redisKeyPrefix: reader.read('REDIS_KEY_PREFIX', keyPrefix),
    jwt: readJwt(reader, production),
    dataDir: reader.read('DATA_DIR', text),
    session: readSession(reader),
    cache: readCache(reader),
    rateLimits: readRateLimits(reader),
    feedbackWindowMs: reader.read('FEEDBACK_WINDOW', duration()),
    trustProxy: reader.optional('TRUST_PROXY', trustProxy) ?? false,
    trainerRegistration: readTrainerRegistration(reader, production),
    timeZone: reader.read('APP_TIMEZONE', timeZone),
    corsOrigins: reader.read('CORS_ORIGINS', listOf(origin)),
    introspection,
    explorer: readExplorer(reader, introspection),
    statusPage: readStatusPage(reader, production),
    demoData: reader.optional('DEMO_DATA', flag) ?? database.kind === 'embedded',
    operationLimits: readOperationLimits(reader),
    bodyLimitBytes: reader.read('BODY_LIMIT', byteSize),
    requestTimeoutMs: reader.read('REQUEST_TIMEOUT', duration(100, LONGEST_TIMER)),
    replayMaxBytes: reader.read('REPLAY_MAX_BYTES', memorySize),
    hsts: reader.read('HSTS', flag),
    logLevel: reader.read('LOG_LEVEL', oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent')),
    tracing: readTracing(reader),
    shutdown: {
      graceMs: reader.read('SHUTDOWN_GRACE', duration(0, LONGEST_TIMER)),
      delayMs: reader.read('SHUTDOWN_DELAY', duration(0, LONGEST_TIMER)),
    },
  };
  reader.finish();
  return deepFreeze(config);
}

/**
 * The configuration of the database commands. Migrating a production database needs only `DATABASE_URL`.
 *
 * @throws ConfigError
 */
export function loadDatabaseConfig(
  env: NodeJS.ProcessEnv = process.env,
): Pick<Config, 'environment' | 'database' | 'dataDir'> {
  const reader = new EnvReader(env);
  const environment = readEnvironment(reader);
  const database = readDatabase(reader, environment === 'production');
  const dataDir = reader.read('DATA_DIR', text);
  reader.finish();
  return deepFreeze({ environment, database, dataDir });
}

/** The configuration of the operator's commands: where the gateway's data are, and its rules for them, but no secrets. */
export type OperatorConfig = Pick<
  Config,
  'environment' | 'database' | 'dataDir' | 'redis' | 'redisKeyPrefix' | 'session' | 'rateLimits'
>;

/** @throws ConfigError */
export function loadOperatorConfig(env: NodeJS.ProcessEnv = process.env): OperatorConfig {
  const reader = new EnvReader(env);
  const environment = readEnvironment(reader);
  const config: OperatorConfig = {
    environment,
    database: readDatabase(reader, environment === 'production'),
    dataDir: reader.read('DATA_DIR', text),
    redis: readRedis(reader, environment === 'production'),
    redisKeyPrefix: reader.read('REDIS_KEY_PREFIX', keyPrefix),
    session: readSession(reader),
    rateLimits: readRateLimits(reader),
  };
  reader.finish();
  return deepFreeze(config);
}

/** Where the gateways' Redis is. */
export type RedisConfig = Pick<Config, 'dataDir' | 'redis' | 'redisKeyPrefix'>;

/**
 * For a command that also runs if no Redis is configured. Creating a production administrator needs only `DATABASE_URL`.
 *
 * @throws ConfigError
 */
export function loadOptionalRedisConfig(env: NodeJS.ProcessEnv = process.env): RedisConfig {
  const reader = new EnvReader(env);
  const dataDir = reader.read('DATA_DIR', text);
  const redis = readRedis(reader, false);
  const redisKeyPrefix = reader.read('REDIS_KEY_PREFIX', keyPrefix);
  reader.finish();
  return deepFreeze({ dataDir, redis, redisKeyPrefix });
}

/** The password for `create-admin`, if it is not typed. It has no default, and the command checks it. */
export const givenAdminPassword = (env: NodeJS.ProcessEnv = process.env): string | undefined =>
  env['ADMIN_PASSWORD'] || undefined;

function readEnvironment(reader: EnvReader): Environment {
  return reader.read('NODE_ENV', oneOf('development', 'test', 'production'));
}

function readDatabase(reader: EnvReader, production: boolean): DatabaseTarget {
  if (production && !reader.has('DATABASE_URL')) reader.fault('DATABASE_URL', 'must be set in production');
  const url = reader.optional('DATABASE_URL', readableBy(readDatabaseUrl));
  // An operator who sets PGSSLMODE expects TLS.
  if (url !== undefined && reader.has('PGSSLMODE') && !/[?&]ssl(mode)?=/.test(url)) {
    reader.fault('DATABASE_URL', 'needs sslmode, because PGSSLMODE is set and the gateway does not read it');
  }
  return url === undefined ? { kind: 'embedded' } : { kind: 'url', url };
}

function readJwt(reader: EnvReader, production: boolean): Config['jwt'] {
  if (production && !reader.has('JWT_SECRET')) reader.fault('JWT_SECRET', 'must be set in production');
  const current = reader.optional('JWT_SECRET', secret);
  const previousSecret = reader.optional('JWT_SECRET_PREVIOUS', secret);
  return { secret: current, previousSecret };
}

function readSession(reader: EnvReader): Config['session'] {
  // The token's `exp` counts whole seconds.
  const maxAgeMs = reader.read('SESSION_MAX_AGE', duration(1_000));
  const ttlMs = reader.read('SESSION_TTL', duration());
  if (ttlMs > maxAgeMs && reader.has('SESSION_TTL')) {
    reader.fault('SESSION_TTL', 'must not be longer than SESSION_MAX_AGE');
  }
  const maxPerUser = reader.read('SESSION_MAX_PER_USER', wholeNumber(1, 1_000));
  return { ttlMs: Math.min(ttlMs, maxAgeMs), maxAgeMs, maxPerUser };
}

function readRateLimits(reader: EnvReader): Config['rateLimits'] {
  return {
    login: reader.read('RATE_LIMIT_LOGIN', limit),
    login_ip: reader.read('RATE_LIMIT_LOGIN_IP', limit),
    register: reader.read('RATE_LIMIT_REGISTER', limit),
    api: reader.read('RATE_LIMIT_API', limit),
    user: reader.read('RATE_LIMIT_USER', limit),
    code: reader.read('RATE_LIMIT_CODE', limit),
  };
}

function readCache(reader: EnvReader): Config['cache'] {
  const lifetime = duration();
  return {
    enabled: reader.read('CACHE_ENABLED', flag),
    ttlMs: {
      profile: reader.read('CACHE_TTL_PROFILE', lifetime),
      list: reader.read('CACHE_TTL_LIST', lifetime),
      record: reader.read('CACHE_TTL_RECORD', lifetime),
      lectures: reader.read('CACHE_TTL_LECTURES', lifetime),
      today: reader.read('CACHE_TTL_TODAY', lifetime),
      courses: reader.read('CACHE_TTL_COURSES', lifetime),
      organizations: reader.read('CACHE_TTL_ORGANIZATIONS', lifetime),
      assignments: reader.read('CACHE_TTL_ASSIGNMENTS', lifetime),
      submissions: reader.read('CACHE_TTL_SUBMISSIONS', lifetime),
      attendance: reader.read('CACHE_TTL_ATTENDANCE', lifetime),
      feedback: reader.read('CACHE_TTL_FEEDBACK', lifetime),
      stats: reader.read('CACHE_TTL_STATS', lifetime),
    },
  };
}

function readOperationLimits(reader: EnvReader): OperationLimits {
  return {
    // graphql-js parses by recursion and overflows its stack at some thousand levels.
    depth: reader.read('GRAPHQL_MAX_DEPTH', wholeNumber(1, 500)),
    aliases: reader.read('GRAPHQL_MAX_ALIASES', wholeNumber(0, 100_000)),
    directives: reader.read('GRAPHQL_MAX_DIRECTIVES', wholeNumber(0, 100_000)),
    repeats: reader.read('GRAPHQL_MAX_REPEATS', wholeNumber(1, 100_000)),
    tokens: reader.read('GRAPHQL_MAX_TOKENS', wholeNumber(1, 1_000_000)),
    characters: reader.read('GRAPHQL_MAX_CHARACTERS', wholeNumber(1, 10_000_000)),
    // One page of the largest size is always allowed.
    cost: reader.read('GRAPHQL_MAX_COST', wholeNumber(1, 1_000_000_000)),
    rows: reader.read('GRAPHQL_MAX_ROWS', wholeNumber(1, 100_000_000)),
  };
}

/** Trainers can read personal records, so production has no default for who may register as one. */
function readTrainerRegistration(reader: EnvReader, production: boolean): TrainerRegistration {
  if (production && !reader.has('TRAINER_REGISTRATION')) {
    reader.fault('TRAINER_REGISTRATION', 'must be chosen in production: open, invite or closed');
  }
  const mode = reader.optional('TRAINER_REGISTRATION', oneOf('open', 'invite', 'closed')) ?? 'open';
  if (mode !== 'invite') return { mode };
  const code = reader.optional('TRAINER_INVITE_CODE', text);
  if (code === undefined) reader.fault('TRAINER_INVITE_CODE', 'must be set with TRAINER_REGISTRATION=invite');
  return { mode, code: code ?? '' };
}

/** Both pages read the schema by introspection. */
function readExplorer(reader: EnvReader, introspection: boolean): Explorer {
  const explorer = reader.optional('EXPLORER', oneOf('local', 'apollo', 'off'));
  if (explorer === undefined || explorer === 'off') return explorer ?? (introspection ? 'local' : 'off');
  if (!introspection) reader.fault('EXPLORER', 'needs INTROSPECTION=on');
  return explorer;
}

/** The page's data would also help attackers, so production has no page without a token. */
function readStatusPage(reader: EnvReader, production: boolean): StatusPage {
  const token = reader.optional('STATUS_TOKEN', statusToken);
  return token === undefined ? { mode: production ? 'off' : 'open' } : { mode: 'token', token };
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
