import { Socket } from 'node:net';
import { Pool, type PoolClient } from 'pg';
import type { DatabaseAddress } from '../../config/address/database-url';
import type { Logger } from '../logging/logger';
import type { RoundTripObserver } from '../round-trip-observer';
import { isoTimes } from './iso-time';
import { withSession, type SessionCheck } from './session-settings';

/** The most connections of a replica's pool, unless DATABASE_URL has another number. The probe has one more. */
export const POOL_SIZE = 10;

const IDLE_MS = 30_000;
/** Longer than any statement takes, and than a connection stays idle. A connection silent for this long is dead. */
const SILENCE_MS = IDLE_MS + 5_000;

/**
 * The longest wait for a connection: a free one, or a new one, which takes time on a busy machine. If the server is down, no
 * call waits this long (see liveness.ts).
 */
export const CONNECTION_WAIT_MS = 1_000;

export interface TrackedPool {
  pool: Pool;
  /** Statements sent so far. */
  statements(): number;
  /** Ends every connection at once, idle or not. Statements in progress fail. */
  sever(): void;
}

export interface PoolOptions {
  address: DatabaseAddress;
  size: number;
  /** Runs on each new connection. */
  check: SessionCheck;
  logger: Logger;
  onRoundTrip: RoundTripObserver;
}

/** A pool whose statements can be counted and whose connections can be cut. It connects when first used. */
export function createPool({ address, size, check, logger, onRoundTrip }: PoolOptions): TrackedPool {
  const sockets = new Set<Socket>();
  let statements = 0;

  const openSocket = () => {
    const socket = new Socket();
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.setTimeout(SILENCE_MS, () => socket.destroy());
    return socket;
  };

  const pool = new Pool({
    ...withSession(address),
    application_name: address.applicationName ?? 'stms-gateway',
    max: size,
    connectionTimeoutMillis: CONNECTION_WAIT_MS,
    idleTimeoutMillis: IDLE_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: isoTimes,
    stream: openSocket,
    onConnect: check,
  });
  // Without these listeners a broken connection would end the process: on the pool if it is idle, on itself if it is in use.
  pool.on('error', (error) => logger.debug({ err: error }, 'idle database connection lost'));
  pool.on('connect', (client) => {
    client.on('error', (error) => logger.debug({ err: error }, 'database connection lost'));
    watchStatements(client, () => statements++, onRoundTrip);
  });

  return {
    pool,
    statements: () => statements,
    sever: () => sockets.forEach((socket) => socket.destroy()),
  };
}

type Done = (error: unknown, result: unknown) => void;

/** The pool passes a callback. Transactions expect a promise. */
function watchStatements(client: PoolClient, count: () => void, onRoundTrip: RoundTripObserver): void {
  const send = client.query.bind(client) as (config: unknown, values?: unknown, done?: Done) => unknown;
  // Without rest parameters: V8 kept their arrays, and with them the rows, until its next collection of old objects (measured).
  const query = (config: unknown, values?: unknown, done?: Done) => {
    count();
    const begun = performance.now();
    if (done) {
      return send(config, values, (error, result) => {
        onRoundTrip(begun, Boolean(error));
        done(error, result);
      });
    }
    const sent = send(config, values);
    if (sent instanceof Promise) {
      sent.then(
        () => onRoundTrip(begun, false),
        () => onRoundTrip(begun, true),
      );
    }
    return sent;
  };
  Object.assign(client, { query });
}
