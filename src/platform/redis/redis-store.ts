import { Cluster, type Redis } from 'ioredis';
import type { RedisAddress } from '../../config/config';
import { AppError, unavailable } from '../errors/app-error';
import type { Logger } from '../logging/logger';
import type { RoundTripObserver } from '../round-trip-observer';
import { confirmPlace } from './confirm';
import { openClient, type RedisClient } from './connect';
import { NotMasterError, readEpoch } from './epoch';
import type { ScriptCall } from './lua-script';
import { isReplica } from './read-only';
import { RedisLog } from './redis-log';
import { scanKeys } from './scan';
import { deadlineClock, within } from '../deadline';
import { SentinelWatch } from './sentinel-watch';
import { Turn } from './turn';

const TRIP_DEADLINE_MS = 250;
const PROBE_EVERY_MS = 250;
/** A connection without a reply for this long is replaced. Its peer may have disappeared without closing it. */
const RECONNECT_AFTER_MS = 3_000;

/** The values of several keys, in the order of the keys. Null for a key that does not exist. */
type Values = (string | null)[];

/**
 * The gateway's one connection to Redis.
 *
 * Every wait is bounded. If a round trip waits and Redis has sent nothing for 250 ms, the breaker opens. Then round trips
 * fail at once with SERVICE_UNAVAILABLE until a probe is answered. If Redis answers others meanwhile, it is busy, or this
 * process is. Then a round trip may take up to 1 s (`commandTimeout`).
 *
 * `epoch` names the run of the server. It changes when the server, or any master of a cluster, was restarted or replaced,
 * because data may have been lost. Replies of a master whose run is not part of the epoch yet are ignored, because it may be
 * empty or out of date. Replies of a replica are ignored, too, and the connection is reopened. With sentinels, the connection
 * is reopened after every outage, because the master may have changed.
 */
export class RedisStore {
  readonly client: RedisClient;
  epoch = '';
  private up = false;
  private closed = false;
  /** In a cluster, the connections to the masters whose runs make up the epoch. */
  private masters: readonly Redis[] = [];
  private confirming: Promise<void> | undefined;
  private probing: NodeJS.Timeout | undefined;
  private silentSince = 0;
  /**
   * Time of the last reply, by the clock of deadlines. Unknown for a cluster, because one node may answer while another is
   * down.
   */
  private lastReplyAt = -Infinity;
  private metReplica = false;
  private readonly sentinels: SentinelWatch | undefined;
  private readonly log: RedisLog;
  readonly turn: Turn;

  constructor(
    private readonly target: RedisAddress,
    readonly keyPrefix: string,
    logger: Logger,
    private readonly onRoundTrip: RoundTripObserver = () => undefined,
    /** Milliseconds of one round trip. Callers other than requests may wait longer. */
    private readonly deadlineMs = TRIP_DEADLINE_MS,
  ) {
    if (target.kind === 'sentinel') {
      this.sentinels = new SentinelWatch(target, () => this.reconnect('redis has a new master'));
    }
    this.client = openClient(target, keyPrefix, this.sentinels);
    this.log = new RedisLog(this.client, logger);
    this.turn = new Turn(this.client);
    this.client.on('ready', () => {
      this.watchReplies();
      void this.confirmRun();
    });
    this.client.on('close', () => this.markDown(this.log.whyClosed));
    // A cluster changes its masters without closing.
    if (this.client instanceof Cluster) this.client.on('refresh', () => this.lookForNewMasters());
  }

  /** Round trips of requests and jobs since the start. */
  get trips(): number {
    return this.turn.trips;
  }

  get isUp(): boolean {
    return this.up;
  }

  /** Why Redis is down, for a log. Undefined if it is up, or if nothing is known yet. */
  get reason(): string | undefined {
    return this.log.reason;
  }

  /** Resolves when Redis answers. @throws AppError SERVICE_UNAVAILABLE after `ms` milliseconds */
  async whenUp(ms: number): Promise<void> {
    const end = Date.now() + ms;
    while (!this.up) {
      if (Date.now() > end) throw unavailable('redis did not answer');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /**
   * One round trip. All commands that `ask` issues before its first await are sent in one write.
   *
   * @throws AppError SERVICE_UNAVAILABLE when Redis is down, does not answer or refuses the command
   */
  async trip<T>(ask: (client: RedisClient) => Promise<T>): Promise<T> {
    if (!this.up) throw unavailable('redis is down');
    this.turn.begin();
    const begun = performance.now();
    let failed = true;
    try {
      const answer = await within(ask(this.client), this.deadlineMs, () => {
        const leftMs = this.lastReplyAt + this.deadlineMs - deadlineClock();
        if (leftMs > 0) return leftMs;
        this.markDown('trip timed out');
        return unavailable('redis did not answer in time');
      });
      failed = this.hasNewMaster();
      if (!failed) return answer;
      void this.confirmRun();
      throw unavailable('redis has a new master');
    } catch (error) {
      this.askForMasters();
      if (isReplica(error)) this.reconnect('the server is a replica');
      this.log.refused(error);
      throw error instanceof AppError ? error : unavailable(error);
    } finally {
      this.onRoundTrip(begun, failed);
    }
  }

  /** Runs a script, then reads the keys in `values`. One round trip, or two in a cluster. */
  async runThenRead<Reply>({ script, keys, args }: ScriptCall<Reply>, values: string[]): Promise<[Reply, Values]> {
    const read = () => this.readMany(values);
    if (!(this.client instanceof Cluster)) return this.trip((client) => script.runBefore(client, keys, args, read));
    return [await this.trip((client) => script.run(client, keys, args)), await this.trip(read)];
  }

  /** Sends one MGET, or in a cluster one GET for each key. */
  readMany(keys: string[]): Promise<Values> {
    if (keys.length === 0) return Promise.resolve([]);
    if (this.client instanceof Cluster) return Promise.all(keys.map((key) => this.client.get(key)));
    return this.client.mget(keys);
  }

  /** All keys that start with `start` (without the key prefix), some hundred at a time. */
  scan(start: string): AsyncGenerator<string[]> {
    return scanKeys(this.client, this.keyPrefix, start);
  }

  async close(): Promise<void> {
    this.closed = true;
    this.up = false;
    clearTimeout(this.probing);
    this.sentinels?.close();
    await within(this.client.quit(), TRIP_DEADLINE_MS, () => new Error('quit timed out')).catch(() => undefined);
    this.client.disconnect();
  }

  private watchReplies(): void {
    if (this.client instanceof Cluster) return;
    this.client.stream.on('data', () => (this.lastReplyAt = deadlineClock()));
  }

  private confirmRun(): Promise<void> {
    this.confirming ??= this.readRun().finally(() => (this.confirming = undefined));
    return this.confirming;
  }

  private async readRun(): Promise<void> {
    try {
      await confirmPlace(this.client, this.target);
      const { epoch, masters } = await readEpoch(this.client);
      if (this.sentinels?.isMasterDeposed()) throw new NotMasterError('the server is no longer the master');
      this.epoch = epoch;
      this.masters = masters;
      this.metReplica = false;
      if (!this.up) this.log.up(epoch);
      this.up = true;
      this.silentSince = 0;
    } catch (error) {
      this.metReplica = error instanceof NotMasterError;
      this.markDown(error instanceof Error ? error.message : 'no run id');
    }
  }

  /**
   * The client follows a redirection only if all commands of a pipeline were sent to the same node. While a master is down
   * the gateway sends nothing, so no reply would announce its successor.
   */
  private askForMasters(): void {
    if (this.client instanceof Cluster && !this.closed) this.client.refreshSlotsCache();
  }

  /** Waits until the client is ready, because the client checks its nodes first. */
  private lookForNewMasters(): void {
    if (this.client.status === 'ready' && this.hasNewMaster()) void this.confirmRun();
  }

  private hasNewMaster(): boolean {
    return this.client instanceof Cluster && !this.client.nodes('master').every((node) => this.masters.includes(node));
  }

  /** Connects to the current master. */
  private reconnect(reason: string): void {
    if (this.closed || this.client instanceof Cluster) return;
    this.markDown(reason);
    // While the client queries the sentinels, a reconnect would never finish. The master they name is checked on connection.
    if (['connect', 'ready'].includes(this.client.status)) this.client.disconnect(true);
  }

  private markDown(reason: string): void {
    if (this.closed) return;
    this.log.down(reason);
    this.up = false;
    this.silentSince ||= Date.now();
    this.probing ??= setTimeout(() => this.probe(), PROBE_EVERY_MS).unref();
  }

  /** Probes until an answer arrives. While the connection is closed, the client reconnects, and 'ready' ends the outage. */
  private probe(): void {
    this.probing = undefined;
    if (this.closed || this.up) return;
    this.askForMasters();
    if (this.client.status === 'ready' && this.masterMayHaveMoved()) {
      if (!this.confirming) this.client.disconnect(true);
    } else if (this.client.status === 'ready') {
      void within(this.client.ping(), PROBE_EVERY_MS, () => new Error('silent')).then(
        () => this.confirmRun(),
        () => this.replaceSilentConnection(),
      );
    }
    this.probing = setTimeout(() => this.probe(), PROBE_EVERY_MS).unref();
  }

  /** Whether the master may have another address now. */
  private masterMayHaveMoved(): boolean {
    return this.sentinels !== undefined || this.metReplica;
  }

  private replaceSilentConnection(): void {
    if (this.client instanceof Cluster || Date.now() - this.silentSince < RECONNECT_AFTER_MS) return;
    this.silentSince = Date.now();
    this.client.disconnect(true);
  }
}
