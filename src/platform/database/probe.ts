import { Socket } from 'node:net';
import { Client } from 'pg';

interface Line {
  socket: Socket;
  client: Promise<Client>;
}

/**
 * Asks the server whether it is there, on a connection of its own, kept open, so that neither a full pool nor the time
 * it takes to connect decides the answer.
 */
export class Probe {
  private line: Line | undefined;
  private asking: Promise<number> | undefined;

  constructor(private readonly url: string) {}

  /** @returns milliseconds the server took, or null if it did not answer within `timeoutMs` */
  async ask(timeoutMs: number): Promise<number | null> {
    this.asking ??= this.roundTrip();
    const asking = this.asking;
    const answer = await within(timeoutMs, asking);
    if (this.asking === asking) this.asking = undefined;
    if (answer === null) this.hangUp();
    return answer;
  }

  hangUp(): void {
    this.line?.socket.destroy();
    this.line = undefined;
    this.asking = undefined;
  }

  private async roundTrip(): Promise<number> {
    const start = performance.now();
    this.line ??= this.dial();
    const client = await this.line.client;
    await client.query('SELECT 1');
    return performance.now() - start;
  }

  private dial(): Line {
    const socket = new Socket();
    const client = new Client({ connectionString: this.url, application_name: 'stms-gateway', stream: () => socket });
    const line: Line = { socket, client: client.connect().then(() => client) };
    client.on('error', () => {
      if (this.line === line) this.line = undefined;
    });
    return line;
  }
}

/** The promise's value, or null if it fails or is late. */
function within<T>(timeoutMs: number, promise: Promise<T>): Promise<T | null> {
  return new Promise((resolve) => {
    // One more turn of the event loop: after a pause of this process the answer may be there, only not read yet.
    const timer = setTimeout(() => setImmediate(() => resolve(null)), timeoutMs);
    const settle = (value: T | null) => {
      clearTimeout(timer);
      resolve(value);
    };
    promise.then(settle, () => settle(null));
  });
}
