import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { TransientSet } from '../../platform/transient';

/** How long a count of the unread responses is used. A refusal takes less CPU than counting some thousands. */
const COUNT_FOR_MS = 10;

/** Responses that are not finished and whose client is still connected. */
export class InFlight {
  private readonly responses = new TransientSet<ServerResponse>();
  private lastUnread = 0;
  private countedAt = -Infinity;
  private isDraining = false;

  /** @param onEmpty called when the last response closes */
  constructor(private readonly onEmpty: () => void) {}

  get count(): number {
    return this.responses.size;
  }

  /**
   * How many are complete, and wait for their client to read them or the responses before them. They do not load the event loop.
   *
   * Threat: a client that pipelines many requests and does not read. Each would be in flight until its connection is cut.
   */
  unread(): number {
    const now = performance.now();
    if (now - this.countedAt < COUNT_FOR_MS) return this.lastUnread;
    this.countedAt = now;
    this.lastUnread = 0;
    for (const response of this.responses) if (response.writableEnded) this.lastUnread += 1;
    return this.lastUnread;
  }

  /** Counts a response until it closes. */
  add(response: ServerResponse, onClose?: () => void): void {
    if (this.isDraining) response.shouldKeepAlive = false;
    const place = this.responses.add(response);
    response.once('close', () => {
      this.responses.delete(place);
      onClose?.();
      if (this.responses.size === 0) this.onEmpty();
    });
  }

  /** From now on, responses whose headers are not sent yet say `Connection: close`. */
  endConnections(): void {
    this.isDraining = true;
    for (const response of this.responses) response.shouldKeepAlive = false;
  }

  /** Cuts the connections whose request has not arrived completely. */
  cutUnread(): void {
    for (const response of this.responses) if (!response.req.complete) response.destroy();
  }
}

const pipelined = new WeakMap<Socket, Set<ServerResponse>>();

/**
 * Closes a pipelined response when its connection closes.
 *
 * Threat: a client that pipelines requests and disconnects. Node emits 'close' only on the first response of a connection. The
 * others would stay in flight forever: a drain would wait for them, and in the end every request would be refused.
 */
export function followPipelined({ socket }: IncomingMessage, response: ServerResponse): void {
  if (response.socket) return; // the first one
  const waiting = pipelined.get(socket) ?? closeWith(socket);
  waiting.add(response);
  response.once('close', () => waiting.delete(response));
}

function closeWith(socket: Socket): Set<ServerResponse> {
  const waiting = new Set<ServerResponse>();
  pipelined.set(socket, waiting);
  socket.once('close', () => {
    for (const response of waiting) if (!response.socket) response.destroy().emit('close');
  });
  return waiting;
}
