import type { Limit, PolicyName } from './rate-limits';

export type Environment = 'development' | 'test' | 'production';

/** Where PostgreSQL is: the private one the gateway starts, or a server of the operator's. */
export type DatabaseTarget = { kind: 'embedded' } | { kind: 'url'; url: string };

export interface HostPort {
  host: string;
  port: number;
}

/** Credentials for a cluster, or for the servers behind sentinels. A URL has its own. */
export interface RedisAccess {
  username?: string;
  password?: string;
  /** Of the sentinels themselves. */
  sentinelPassword?: string;
  tls: boolean;
}

/** Where Redis is. `url` covers `redis://`, `rediss://` and `unix:///path`. */
export type RedisTarget =
  | { kind: 'embedded' }
  | { kind: 'url'; url: string }
  | { kind: 'cluster'; nodes: HostPort[]; access: RedisAccess }
  | { kind: 'sentinel'; sentinels: HostPort[]; name: string; access: RedisAccess };

/** How traces leave the gateway; where to is the library's to read. */
export interface TracingTarget {
  protocol: 'http/protobuf' | 'http/json';
}

export type TrainerRegistration = { mode: 'open' } | { mode: 'closed' } | { mode: 'invite'; code: string };

/** Which page /explorer is: the gateway's own, Apollo Sandbox from Apollo's servers, or none. */
export type Explorer = 'local' | 'apollo' | 'off';

/** Access to /status. */
export type StatusPage = { mode: 'off' } | { mode: 'open' } | { mode: 'token'; token: string };

/** Ceilings of one GraphQL document, checked before any of it runs. */
export interface OperationLimits {
  depth: number;
  aliases: number;
  directives: number;
  repeats: number;
  tokens: number;
  characters: number;
  /** The most records that its lists could read: `first` multiplied down the tree. */
  cost: number;
  /** The most records that its lists may read, counted during execution. */
  rows: number;
}

/** Lifetimes of cached results, in milliseconds. */
export interface CacheLifetimes {
  profile: number;
  list: number;
  record: number;
  lectures: number;
  today: number;
  courses: number;
  organizations: number;
  assignments: number;
  submissions: number;
  attendance: number;
  feedback: number;
  stats: number;
}

/** Everything the environment decides, validated once at start. Durations are milliseconds, sizes are bytes. */
export interface Config {
  environment: Environment;
  host: string;
  port: number;
  database: DatabaseTarget;
  redis: RedisTarget;
  redisKeyPrefix: string;
  /** `secret` is undefined only in development and test: a random one is then kept in the data folder. */
  jwt: { secret: string | undefined; previousSecret: string | undefined };
  dataDir: string;
  session: { ttlMs: number; maxAgeMs: number; maxPerUser: number };
  cache: { enabled: boolean; ttlMs: CacheLifetimes };
  /** `null` means the policy is off. */
  rateLimits: Record<PolicyName, Limit | null>;
  /** How long after its end a lecture may be rated. */
  feedbackWindowMs: number;
  /** What Fastify's `trustProxy` takes: CIDRs, a hop count, or false. */
  trustProxy: string[] | number | false;
  trainerRegistration: TrainerRegistration;
  /** IANA time zone that defines "today". */
  timeZone: string;
  corsOrigins: string[];
  introspection: boolean;
  explorer: Explorer;
  statusPage: StatusPage;
  demoData: boolean;
  operationLimits: OperationLimits;
  bodyLimitBytes: number;
  /** How long a client may take to send a whole request. */
  requestTimeoutMs: number;
  /** Memory of one replica for answers that may be repeated. */
  replayMaxBytes: number;
  hsts: boolean;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** Null: none are made. */
  tracing: TracingTarget | null;
  shutdown: { graceMs: number; delayMs: number };
}
