/**
 * Threats this file answers: clients that open a connection for each request. Node accepts one connection in each turn of the
 * event loop, so where there is too much to do they wait in the kernel, for many seconds, where nobody sees them: in flight
 * is hardly anything. So one connection of the gateway's own waits among them, and tells for how long.
 */
import { connect, type AddressInfo, type Server, type Socket } from 'node:net';

/** How long who connects may wait. */
const TARGET_MS = 250;
/** Where fewer are accepted before the probe, turns are long, or the machine stood still: there is no queue. */
const CROWD = 100;
/** Where he waits for longer, all are refused until the queue is short again: he is to be told within a second. */
const LONGEST_MS = 700;
/**
 * How the share that is refused follows the wait, by the control law of PIE (RFC 8033, section 4.2): by the seconds it is
 * above the target, and by the seconds it has grown there since the last look. Found by trial, for looks ten times a second.
 */
const ABOVE = 1;
const GROWN = 1.25;
/** CPU that it takes to accept, refuse and close a connection. */
const REFUSAL_MS = 0.2;
/** A probe that has not arrived by then is given up. */
const GIVE_UP_MS = 2_000;
/** So many in a row, and something else must keep them away, a firewall perhaps: then they tell nothing. */
const GIVE_UPS_MAX = 2;

/** Those who have connected, and wait to be accepted. */
export class AcceptQueue {
  /** For how long, in milliseconds, as far as it is known. */
  waitMs = 0;
  private server: Server | undefined;
  private share = 0;
  private probe: { socket: Socket; begun: number; ahead: number } | null = null;
  private lastMs = 0;
  private givenUp = GIVE_UPS_MAX; // until one has arrived

  /** Of no server, nothing is known. */
  watch(server: Server): void {
    this.server = server;
    server.on('connection', (socket: Socket) => this.meet(socket));
  }

  /** Whether a request is one of the share that is to be refused for those who wait. */
  isTooLong(): boolean {
    return this.share > 0 && Math.random() < this.share;
  }

  /**
   * To be called ten times a second.
   * @param isBusy whether anybody may have to wait
   * @param spent milliseconds since the last look, and how many were answered and refused in them
   */
  look(isBusy: boolean, spent: { ms: number; answered: number; refused: number }): void {
    const waitMs = isBusy ? this.measure() : this.forget();
    const grownMs = Math.max(TARGET_MS, waitMs) - Math.max(TARGET_MS, this.waitMs);
    const change = (ABOVE * (waitMs - TARGET_MS) + GROWN * grownMs) / 1_000;
    const wanted = waitMs > LONGEST_MS ? 1 : Math.max(0, this.share + change);
    this.share = Math.min(wanted, mostWorthRefusing(spent));
    this.waitMs = waitMs;
  }

  close(): void {
    this.probe?.socket.destroy();
    this.probe = null;
  }

  private measure(): number {
    const now = performance.now();
    if (!this.probe) this.send(now);
    const waited = this.waited(now);
    if (this.probe && now - this.probe.begun > GIVE_UP_MS) this.giveUp(waited);
    return this.givenUp < GIVE_UPS_MAX ? Math.max(this.lastMs, waited) : 0;
  }

  /** In a crowd; else nobody waits for others. */
  private waited(now: number): number {
    return this.probe && this.probe.ahead >= CROWD ? now - this.probe.begun : 0;
  }

  private forget(): number {
    this.close();
    this.lastMs = 0;
    return 0;
  }

  private send(now: number): void {
    const address = this.server?.address();
    if (!address || typeof address === 'string') return;
    const socket = connect({ host: reachable(address), port: address.port });
    socket.on('error', () => undefined); // its end is told by 'close'
    socket.on('close', () => this.arrive(socket)); // turned away, after all the others
    this.probe = { socket, begun: now, ahead: 0 };
  }

  private meet(accepted: Socket): void {
    if (!this.probe) return;
    this.probe.ahead += 1;
    const { socket } = this.probe;
    if (accepted.remotePort !== socket.localPort || accepted.remoteAddress !== socket.localAddress) return;
    accepted.destroy();
    this.arrive(socket);
  }

  private arrive(socket: Socket): void {
    if (this.probe?.socket !== socket) return;
    this.lastMs = this.waited(performance.now());
    this.givenUp = 0;
    this.close();
  }

  private giveUp(waited: number): void {
    this.givenUp += 1;
    this.lastMs = waited;
    this.close();
  }
}

/**
 * To refuse what could be answered for the same price shortens no queue, and in the end nobody would be answered. With this
 * bound, half of what could be answered is, however many come.
 */
function mostWorthRefusing({ ms, answered, refused }: { ms: number; answered: number; refused: number }): number {
  const answerMs = (ms - refused * REFUSAL_MS) / Math.max(1, answered);
  return Math.max(0, 1 - REFUSAL_MS / Math.max(REFUSAL_MS, answerMs));
}

/** What listens on all addresses is reached at one. */
function reachable({ address }: AddressInfo): string {
  if (address === '0.0.0.0') return '127.0.0.1';
  return address === '::' ? '::1' : address;
}
