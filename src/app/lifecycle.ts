import type { ApolloServer } from '@apollo/server';
import type { FastifyInstance } from 'fastify';
import { drain } from '../http/server/drain';
import { BACKLOG } from '../http/server/node-server';
import { cleanUp } from '../jobs/cleanup';
import { startJobs } from '../jobs/scheduler';
import { warmUp } from '../jobs/warm-up';
import type { Logger } from '../platform/logging/logger';
import type { RequestContext } from '../shared/request-context';
import type { FeatureRegistry } from './feature-registry';
import type { Infrastructure } from './infrastructure';
import type { ReadyConfig } from './ready-config';

export type State = 'starting' | 'ready' | 'draining';

export interface App {
  /** Accepts requests; resolves to the address, then warms the cache. */
  listen(): Promise<string>;
  /** Waits up to `ms` milliseconds. @returns the servers that do not answer, and why */
  awaited(ms: number): Promise<string[]>;
  /** Says 503 on /readyz, keeps accepting for the configured delay, then drains and closes everything. */
  close(): Promise<void>;
  /** Requests being answered. */
  inFlight(): number;
}

interface Parts {
  http: FastifyInstance;
  apollo: ApolloServer<RequestContext>;
  features: FeatureRegistry;
}

/** At start, the interval at which both databases are checked. */
const CHECK_EVERY_MS = 50;

/** From starting to ready to draining. */
export class Lifecycle {
  state: State = 'starting';
  readonly startedAt = Date.now();
  private stopJobs: () => Promise<void> = async () => undefined;

  constructor(
    private readonly infrastructure: Infrastructure,
    private readonly config: ReadyConfig,
    private readonly logger: Logger,
  ) {}

  of(parts: Parts): App {
    return {
      listen: () => this.listen(parts),
      awaited: (ms) => this.awaited(ms),
      close: () => this.close(parts),
      inFlight: () => this.infrastructure.load.inFlight,
    };
  }

  private async listen({ apollo, http, features }: Parts): Promise<string> {
    await apollo.start();
    const { host, port } = this.config;
    const address = await http.listen({ host, port, backlog: BACKLOG }).catch(async (error: unknown) => {
      // The embedded servers end now. An open connection to them would log that they are gone.
      await this.disconnect();
      throw error;
    });
    void this.bothAnswer(() => this.state !== 'starting').then(() => this.becomeReady(features));
    return address;
  }

  private becomeReady(features: FeatureRegistry): void {
    if (this.state !== 'starting') return;
    this.state = 'ready';
    this.logger.info('ready');
    const { redis, cache, sessions, database, metrics } = this.infrastructure;
    const warming = this.config.cache.enabled ? warmUp(cache, features.all()) : null;
    this.stopJobs = startJobs(warming, cleanUp(sessions, database), {
      redis,
      logger: this.logger,
      ran: metrics.jobRan,
    });
  }

  private async close({ http, apollo }: Parts): Promise<void> {
    this.state = 'draining';
    const { load } = this.infrastructure;
    load.endConnections();
    await new Promise((resolve) => setTimeout(resolve, this.config.shutdown.delayMs));
    await drain(http, load);
    load.close();
    await this.stopJobs();
    await apollo.stop();
    await this.disconnect();
  }

  private async disconnect(): Promise<void> {
    const { redis, database, tracing } = this.infrastructure;
    await Promise.all([redis.close(), database.close(), tracing?.close()]);
  }

  private async awaited(ms: number): Promise<string[]> {
    const { redis, database } = this.infrastructure;
    const end = performance.now() + ms;
    await this.bothAnswer(() => performance.now() > end);
    const { reason } = database;
    return [
      ...(reason === undefined ? [] : [`PostgreSQL: ${reason}`]),
      ...(redis.isUp ? [] : [`Redis: ${redis.reason ?? 'no answer yet'}`]),
    ];
  }

  /** Checks until both databases answer, or the caller stops waiting. */
  private async bothAnswer(isOver: () => boolean): Promise<void> {
    const { redis, database } = this.infrastructure;
    while (!isOver()) {
      const answers = await database.ping().then(
        () => redis.isUp,
        () => false,
      );
      if (answers) return;
      await new Promise((resolve) => setTimeout(resolve, CHECK_EVERY_MS));
    }
  }
}
