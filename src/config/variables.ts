/**
 * Every variable the gateway reads, with the text its default would have and an example for the fault list.
 * A variable without `fallback` is either unset by default or decided by others (env.ts says how).
 * .env.example shows this table to operators; a test holds the two together.
 */
export const VARIABLES = {
  NODE_ENV: { fallback: 'development', example: 'NODE_ENV=production' },
  HOST: { fallback: undefined, example: 'HOST=127.0.0.1' },
  PORT: { fallback: '4000', example: 'PORT=4000' },
  DATABASE_URL: { fallback: undefined, example: 'DATABASE_URL=postgresql://user:password@localhost:5432/stms' },
  REDIS_URL: { fallback: undefined, example: 'REDIS_URL=redis://localhost:6379' },
  REDIS_CLUSTER_NODES: { fallback: undefined, example: 'REDIS_CLUSTER_NODES=redis-1:6379,redis-2:6379' },
  REDIS_SENTINELS: { fallback: undefined, example: 'REDIS_SENTINELS=sentinel-1:26379,sentinel-2:26379' },
  REDIS_SENTINEL_NAME: { fallback: undefined, example: 'REDIS_SENTINEL_NAME=mymaster' },
  REDIS_USERNAME: { fallback: undefined, example: 'REDIS_USERNAME=stms' },
  REDIS_PASSWORD: { fallback: undefined, example: 'REDIS_PASSWORD="the password of its nodes"' },
  REDIS_SENTINEL_PASSWORD: { fallback: undefined, example: 'REDIS_SENTINEL_PASSWORD="the password of the sentinels"' },
  REDIS_TLS: { fallback: 'off', example: 'REDIS_TLS=on' },
  REDIS_KEY_PREFIX: { fallback: '', example: 'REDIS_KEY_PREFIX=stms:' },
  JWT_SECRET: { fallback: undefined, example: 'JWT_SECRET="$(openssl rand -base64 48)"' },
  JWT_SECRET_PREVIOUS: { fallback: undefined, example: 'JWT_SECRET_PREVIOUS="the JWT_SECRET of before"' },
  DATA_DIR: { fallback: '.data', example: 'DATA_DIR=.data' },
  SESSION_TTL: { fallback: '1h', example: 'SESSION_TTL=1h' },
  SESSION_MAX_AGE: { fallback: '12h', example: 'SESSION_MAX_AGE=12h' },
  SESSION_MAX_PER_USER: { fallback: '50', example: 'SESSION_MAX_PER_USER=50' },
  CACHE_TTL_PROFILE: { fallback: '30m', example: 'CACHE_TTL_PROFILE=30m' },
  CACHE_TTL_LIST: { fallback: '10m', example: 'CACHE_TTL_LIST=10m' },
  CACHE_TTL_RECORD: { fallback: '10m', example: 'CACHE_TTL_RECORD=10m' },
  CACHE_TTL_LECTURES: { fallback: '5m', example: 'CACHE_TTL_LECTURES=5m' },
  CACHE_TTL_TODAY: { fallback: '3m', example: 'CACHE_TTL_TODAY=3m' },
  CACHE_TTL_STATS: { fallback: '1m', example: 'CACHE_TTL_STATS=1m' },
  CACHE_ENABLED: { fallback: 'true', example: 'CACHE_ENABLED=true' },
  RATE_LIMIT_LOGIN: { fallback: '5/15m', example: 'RATE_LIMIT_LOGIN=5/15m' },
  RATE_LIMIT_LOGIN_IP: { fallback: '100/15m', example: 'RATE_LIMIT_LOGIN_IP=100/15m' },
  RATE_LIMIT_REGISTER: { fallback: '3/15m', example: 'RATE_LIMIT_REGISTER=3/15m' },
  RATE_LIMIT_API: { fallback: '10/5m', example: 'RATE_LIMIT_API=10/5m' },
  RATE_LIMIT_USER: { fallback: '600/1m', example: 'RATE_LIMIT_USER=600/1m' },
  TRUST_PROXY: { fallback: undefined, example: 'TRUST_PROXY=10.0.0.0/8,fd00::/8 or TRUST_PROXY=1' },
  TRAINER_REGISTRATION: { fallback: undefined, example: 'TRAINER_REGISTRATION=invite' },
  TRAINER_INVITE_CODE: { fallback: undefined, example: 'TRAINER_INVITE_CODE="$(openssl rand -hex 12)"' },
  APP_TIMEZONE: { fallback: 'UTC', example: 'APP_TIMEZONE=Europe/Berlin' },
  CORS_ORIGINS: { fallback: '', example: 'CORS_ORIGINS=https://app.example.com,http://localhost:3000' },
  INTROSPECTION: { fallback: undefined, example: 'INTROSPECTION=off' },
  EXPLORER: { fallback: undefined, example: 'EXPLORER=local' },
  STATUS_TOKEN: { fallback: undefined, example: 'STATUS_TOKEN="$(openssl rand -hex 24)"' },
  DEMO_DATA: { fallback: undefined, example: 'DEMO_DATA=off' },
  GRAPHQL_MAX_DEPTH: { fallback: '12', example: 'GRAPHQL_MAX_DEPTH=12' },
  GRAPHQL_MAX_ALIASES: { fallback: '15', example: 'GRAPHQL_MAX_ALIASES=15' },
  GRAPHQL_MAX_DIRECTIVES: { fallback: '8', example: 'GRAPHQL_MAX_DIRECTIVES=8' },
  GRAPHQL_MAX_REPEATS: { fallback: '50', example: 'GRAPHQL_MAX_REPEATS=50' },
  GRAPHQL_MAX_TOKENS: { fallback: '2000', example: 'GRAPHQL_MAX_TOKENS=2000' },
  GRAPHQL_MAX_CHARACTERS: { fallback: '15000', example: 'GRAPHQL_MAX_CHARACTERS=15000' },
  GRAPHQL_MAX_COST: { fallback: '200000', example: 'GRAPHQL_MAX_COST=200000' },
  GRAPHQL_MAX_ROWS: { fallback: '20000', example: 'GRAPHQL_MAX_ROWS=20000' },
  BODY_LIMIT: { fallback: '100kb', example: 'BODY_LIMIT=100kb' },
  REQUEST_TIMEOUT: { fallback: '10s', example: 'REQUEST_TIMEOUT=10s' },
  REPLAY_MAX_BYTES: { fallback: '64mb', example: 'REPLAY_MAX_BYTES=64mb' },
  HSTS: { fallback: 'off', example: 'HSTS=on' },
  LOG_LEVEL: { fallback: 'info', example: 'LOG_LEVEL=info' },
  OTEL_SDK_DISABLED: { fallback: 'false', example: 'OTEL_SDK_DISABLED=true' },
  OTEL_TRACES_EXPORTER: { fallback: undefined, example: 'OTEL_TRACES_EXPORTER=otlp' },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    fallback: undefined,
    example: 'OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4318',
  },
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: {
    fallback: undefined,
    example: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://collector:4318/v1/traces',
  },
  OTEL_EXPORTER_OTLP_PROTOCOL: { fallback: 'http/protobuf', example: 'OTEL_EXPORTER_OTLP_PROTOCOL=http/json' },
  OTEL_SERVICE_NAME: { fallback: 'stms-gateway', example: 'OTEL_SERVICE_NAME=stms-gateway' },
  OTEL_TRACES_SAMPLER: { fallback: 'parentbased_always_on', example: 'OTEL_TRACES_SAMPLER=traceidratio' },
  OTEL_TRACES_SAMPLER_ARG: { fallback: undefined, example: 'OTEL_TRACES_SAMPLER_ARG=0.1' },
  SHUTDOWN_GRACE: { fallback: '10s', example: 'SHUTDOWN_GRACE=10s' },
  SHUTDOWN_DELAY: { fallback: '500ms', example: 'SHUTDOWN_DELAY=500ms' },
} as const satisfies Record<string, { fallback: string | undefined; example: string }>;

export type VariableName = keyof typeof VARIABLES;

/** Variables that always have a value. */
export type DefaultedName = {
  [Name in VariableName]: (typeof VARIABLES)[Name]['fallback'] extends string ? Name : never;
}[VariableName];
