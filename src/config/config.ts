import type { Limit, PolicyName } from './rate-limits';

export type Environment = 'development' | 'test' | 'production';

/** Where PostgreSQL is: an embedded one that the gateway starts, or the operator's server. */
export type DatabaseTarget = { kind: 'embedded' } | { kind: 'url'; url: string };

export interface HostPort {
  host: string;
  port: number;
}

/** Credentials for a cluster, or for the servers behind sentinels. A URL contains its own. */
export interface RedisAccess {
  username?: string;
  password?: string;
  /** The password of the sentinels themselves. */
  sentinelPassword?: string;
  tls: boolean;
}

/** How a client reaches Redis. `url` covers `redis://`, `rediss://` and `unix:///path`. */
export type RedisAddress =
  | { kind: 'url'; url: string }
  | { kind: 'cluster'; nodes: HostPort[]; access: RedisAccess }
  | { kind: 'sentinel'; sentinels: HostPort[]; name: string; access: RedisAccess };

/** Where Redis is: an embedded one that the gateway starts, or the operator's servers. */
export type RedisTarget = { kind: 'embedded' } | RedisAddress;

/** How traces are exported. OpenTelemetry itself reads the endpoint. */
export interface TracingTarget {
  protocol: 'http/protobuf' | 'http/json';
}

export type TrainerRegistration = { mode: 'open' } | { mode: 'closed' } | { mode: 'invite'; code: string };

/** Which page /explorer is: the gateway's own, Apollo Sandbox from Apollo's servers, or none. */
export type Explorer = 'local' | 'apollo' | 'off';

/** Access to /status. */
export type StatusPage = { mode: 'off' } | { mode: 'open' } | { mode: 'token'; token: string };

/** Limits of one GraphQL document. All but `rows` are checked before it runs. */
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

/** The configuration from the environment, validated once at start. Durations are milliseconds, sizes are bytes. */
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
  /** Memory of one replica for recorded responses. */
  replayMaxBytes: number;
  hsts: boolean;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** Null if tracing is off. */
  tracing: TracingTarget | null;
  shutdown: { graceMs: number; delayMs: number };
}
