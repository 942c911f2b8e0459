/**
 * Threats this file answers: a thousand clients that connect at the same moment. Node accepts one connection a turn of the
 * event loop, and works in each turn on whatever those have sent that it has accepted before. The more they are the longer a
 * turn takes, and the last of them, or a probe that comes after them, waits for minutes and is seen by nobody.
 */
import type { Server } from 'node:http';

/** Nobody who was accepted waits for others to be for longer than this. */
const LONGEST_MS = 50;

/** While connections arrive, they are accepted, and what they have sent is read; then it is worked on. */
export class Arrivals {
  /** Whether there are none at the moment. */
  areOver = true;
  private hasCome = false;
  private begun = 0;
  private waiting: (() => void)[] = [];

  watch(server: Server): void {
    server.on('connection', () => this.meet());
  }

  /** Runs `work` when they are over. */
  wait(work: () => void): void {
    this.waiting.push(work);
  }

  private meet(): void {
    this.hasCome = true;
    if (!this.areOver) return;
    this.areOver = false;
    this.begun = performance.now();
    setImmediate(this.look);
  }

  /** After a turn in which nobody was accepted, nobody waits. */
  private readonly look = (): void => {
    const goOn = this.hasCome && performance.now() - this.begun < LONGEST_MS;
    this.hasCome = false;
    if (goOn) return void setImmediate(this.look);
    this.areOver = true;
    const { waiting } = this;
    this.waiting = [];
    for (const work of waiting) work();
  };
}
