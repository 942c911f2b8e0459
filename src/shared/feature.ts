import type { Config } from '../config/config';
import type { Cache } from '../platform/cache/cache';
import type { CacheReader } from '../platform/cache/reader';
import type { Tag } from '../platform/cache/tag';
import type { Writer } from '../platform/cache/writer';
import type { Database } from '../platform/database/database';
import type { Logger } from '../platform/logging/logger';
import type { Limiter } from '../platform/rate-limit/limiter';
import type { RedisStore } from '../platform/redis/redis-store';
import type { SessionStore } from '../platform/sessions/session-store';
import type { DemoData } from './demo';
import type { RestRoute } from './rest/route';

/** The mechanisms that a feature may use. */
export interface Kit {
  config: FeatureConfig;
  logger: Logger;
  database: Database;
  redis: RedisStore;
  cache: Cache;
  writer: Writer;
  sessions: SessionStore;
  limiter: Limiter;
  clock: () => Date;
}

/** The part of the configuration that features may depend on. */
export type FeatureConfig = Pick<Config, 'cache' | 'timeZone' | 'trainerRegistration' | 'operationLimits'> & {
  jwt: { secret: string; previousSecret: string | undefined };
};

// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- a class, whatever its constructor takes
export type Class = Function;

/** Cache keys with a common prefix, for the command line. */
export interface KeyKind {
  /** With its colon: `all_students:`. */
  prefix: string;
  /** What these keys hold, in the plural. */
  holds: string;
}

/** A kind of cache tag that an operator may type. */
export interface TagForm {
  /** `trainer:ID`, for the help. */
  form: string;
  /** The tags that a text means; none if it does not have this form. */
  parse(text: string): Tag[];
}

/** A feature in a running gateway. Further properties are for the features that use it. */
export interface FeatureInstance {
  /** One for each class in the feature's `resolvers`. */
  resolvers: readonly object[];
  /** Reads the most common data first. Returns the number of warmed records, for the log. */
  warmUp?(reader: CacheReader): Promise<Readonly<Record<string, number>>>;
}

/** The public interface of a feature: everything the rest of the gateway knows of a noun. */
export interface Feature<Instance extends FeatureInstance = FeatureInstance> {
  name: string;
  uses: Readonly<Record<string, Feature>>;
  /** Names of its cached sources: the label of the cache metrics, and the series on the status page. */
  caches: readonly string[];
  keys: readonly KeyKind[];
  tags: readonly TagForm[];
  /** Tables whose number of rows triggers keep in `row_counts`. */
  countedLists: readonly string[];
  resolvers: readonly Class[];
  /** Object types that no field returns directly, such as implementations of an interface. */
  types: readonly Class[];
  /** Its REST routes. */
  routes: readonly RestRoute[];
  demo: DemoData | null;
  create(kit: Kit, used: never): Instance;
}

type Used<Uses> = { [Name in keyof Uses]: Uses[Name] extends Feature<infer Instance> ? Instance : never };

type Optional = 'caches' | 'keys' | 'tags' | 'countedLists' | 'resolvers' | 'types' | 'routes' | 'demo';

type Definition<Uses, Instance extends FeatureInstance> = Omit<Feature<Instance>, 'uses' | 'create' | Optional> &
  Partial<Pick<Feature, Optional>> & { uses: Uses; create(kit: Kit, used: Used<Uses>): Instance };

/** Declares a feature. `create` gets the instances of the features that it names in `uses`, fully typed. */
export function defineFeature<const Uses extends Record<string, Feature>, Instance extends FeatureInstance>(
  definition: Definition<Uses, Instance>,
): Feature<Instance> {
  const nothing = {
    caches: [],
    keys: [],
    tags: [],
    countedLists: [],
    resolvers: [],
    types: [],
    routes: [],
    demo: null,
  };
  return { ...nothing, ...definition };
}
