import { Socket } from 'node:net';
import { Client } from 'pg';

interface Line {
  socket: Socket;
  client: Promise<Client>;
}

/** Milliseconds, or why there are none. */
type Answer = number | 'late' | 'broken';

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
    const start = performance.now();
    const wasOpen = this.line !== undefined;
    let answer = await this.askOnce(timeoutMs);
    // A line that was open may have been cut long ago, which says nothing about the server now.
    if (answer === 'broken' && wasOpen) answer = await this.askOnce(timeoutMs - (performance.now() - start));
    return typeof answer === 'number' ? answer : null;
  }

  hangUp(): void {
    this.line?.socket.destroy();
    this.line = undefined;
    this.asking = undefined;
  }

  private async askOnce(timeoutMs: number): Promise<Answer> {
    this.asking ??= this.roundTrip();
    const asking = this.asking;
    const answer = await within(timeoutMs, asking);
    if (this.asking === asking) {
      this.asking = undefined;
      if (typeof answer !== 'number') this.hangUp();
    }
    return answer;
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
    const client = new Client({
      connectionString: this.url,
      application_name: 'stms-gateway probe',
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      stream: () => socket,
    });
    client.on('error', () => undefined); // told by the next question
    return { socket, client: client.connect().then(() => client) };
  }
}

function within(timeoutMs: number, promise: Promise<number>): Promise<Answer> {
  return new Promise((resolve) => {
    // One more turn of the event loop: after a pause of this process the answer may be there, only not read yet.
    const timer = setTimeout(() => setImmediate(() => resolve('late')), timeoutMs);
    const settle = (answer: Answer) => {
      clearTimeout(timer);
      resolve(answer);
    };
    promise.then(settle, () => settle('broken'));
  });
}
