import { Socket } from 'node:net';
import { Client } from 'pg';
import type { DatabaseAddress } from '../../config/address/database-url';
import { withSession, type SessionCheck } from './session-settings';

interface ProbeConnection {
  socket: Socket;
  client: Promise<Client>;
  isOpen: boolean;
}

/** Long for SELECT 1, even on a busy machine. */
const ROUND_TRIP_MS = 140;
/** To make a connection first, perhaps over TLS and far away. */
const CONNECT_MS = 500;

const SILENT = new Error('no answer in time');

/** Milliseconds, or the reason of the failure. */
type Answer = number | 'late' | { error: unknown };

/**
 * Probes the server on a connection of its own, which stays open. So neither a full pool nor the time to connect decides the
 * result.
 */
export class Probe {
  private connection: ProbeConnection | undefined;
  private asking: Promise<number> | undefined;
  private closed = false;
  /** Why the last question was not answered; undefined if it was. */
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
    const answer = await within(timeoutMs, asking);
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
 * Counts only ticks that happened. While this process stands still, no answer can be read, and the server is not to blame.
 */
function within(timeoutMs: number, promise: Promise<number>): Promise<Answer> {
  return new Promise((resolve) => {
    let left = Math.ceil(timeoutMs / TICK_MS);
    const ticking = setInterval(() => {
      left -= 1;
      // One more turn of the event loop: the answer may be there, only not read yet.
      if (left <= 0) setImmediate(() => settle('late'));
    }, TICK_MS);
    const settle = (answer: Answer) => {
      clearInterval(ticking);
      resolve(answer);
    };
    promise.then(settle, (error: unknown) => settle({ error }));
  });
}
