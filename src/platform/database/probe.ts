import { Socket } from 'node:net';
import { Client } from 'pg';
import type { DatabaseAddress } from '../../config/address/database-url';
import { withSession, type SessionCheck } from './session-settings';

interface ProbeConnection {
  socket: Socket;
  client: Promise<Client>;
  isOpen: boolean;
}

/** Generous for SELECT 1, even on a busy machine. */
const ROUND_TRIP_MS = 140;
/** With a new connection first, perhaps over TLS and far away. */
const CONNECT_MS = 500;

const SILENT = new Error('no answer in time');

/** Milliseconds, or the reason of the failure. */
type Answer = number | 'late' | { error: unknown };

/** Probes the server on its own connection, which stays open. So the result depends on neither the pool nor connecting. */
export class Probe {
  private connection: ProbeConnection | undefined;
  private asking: Promise<number> | undefined;
  private closed = false;
  /** Why the last probe failed; undefined if it succeeded. */
  failure: unknown;

  /** @param check of each connection: a server that cannot serve here, such as a read replica, counts as down */
  constructor(
    private readonly address: DatabaseAddress,
    private readonly check: SessionCheck,
  ) {}

  /** @returns milliseconds the server took, or null if it did not answer in time */
  async ask(): Promise<number | null> {
    if (this.closed) return null;
    const wasOpen = this.connection?.isOpen ?? false;
    let answer = await this.askOnce(wasOpen ? ROUND_TRIP_MS : CONNECT_MS);
    // A connection that was open may have been cut long ago, which says nothing about the server now.
    if (typeof answer === 'object' && wasOpen && !this.closed) answer = await this.askOnce(CONNECT_MS);
    this.failure = typeof answer === 'object' ? answer.error : answer === 'late' ? SILENT : undefined;
    return typeof answer === 'number' ? answer : null;
  }

  close(): void {
    this.closed = true;
    this.disconnect();
  }

  private disconnect(): void {
    this.connection?.socket.destroy();
    this.connection = undefined;
    this.asking = undefined;
  }

  private async askOnce(timeoutMs: number): Promise<Answer> {
    this.asking ??= this.roundTrip();
    const asking = this.asking;
    const answer = await answerInTime(asking, timeoutMs);
    if (this.asking === asking) {
      this.asking = undefined;
      if (typeof answer !== 'number') this.disconnect();
    }
    return answer;
  }

  private async roundTrip(): Promise<number> {
    const start = performance.now();
    this.connection ??= this.open();
    const client = await this.connection.client;
    await client.query('SELECT 1');
    return performance.now() - start;
  }

  private open(): ProbeConnection {
    const socket = new Socket();
    const client = new Client({
      ...withSession(this.address),
      application_name: this.address.applicationName ?? 'stms-gateway probe',
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      stream: () => socket,
    });
    client.on('error', () => undefined); // the next probe reports it
    const connection: ProbeConnection = { socket, client: this.connect(client), isOpen: false };
    connection.client.then(
      () => (connection.isOpen = true),
      () => undefined,
    );
    return connection;
  }

  private async connect(client: Client): Promise<Client> {
    await client.connect();
    await this.check(client);
    return client;
  }
}

const TICK_MS = 10;

/**
 * Waits for an answer, or until the time is up. A tick counts as 10 ms however late it is, because no answer can be read
 * while this process stands still. `within` of deadline.ts is less patient: there a late tick counts up to 40 ms.
 */
function answerInTime(promise: Promise<number>, timeoutMs: number): Promise<Answer> {
  return new Promise((resolve) => {
    let left = Math.ceil(timeoutMs / TICK_MS);
    const ticking = setInterval(() => {
      left -= 1;
      // Decide one turn of the event loop later: the answer may have arrived and not been read yet.
      if (left <= 0) setImmediate(() => settle('late'));
    }, TICK_MS);
    const settle = (answer: Answer) => {
      clearInterval(ticking);
      resolve(answer);
    };
    promise.then(settle, (error: unknown) => settle({ error }));
  });
}
