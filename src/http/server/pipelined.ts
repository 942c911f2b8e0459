import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Threat: a client that sends requests without waiting for their answers, and goes. Node tells only the response whose turn it
 * is that its connection is gone. Those behind it would never hear of it: their requests would be in flight for ever, a drain
 * would wait for them, and in the end everybody would be refused.
 */
const behind = new WeakMap<Socket, Set<ServerResponse>>();

/** Has a response that stands behind another on its connection told, as that one is, when the connection is gone. */
export function followPipelined({ socket }: IncomingMessage, response: ServerResponse): void {
  if (response.socket) return; // it is its turn
  const waiting = behind.get(socket) ?? startFollowing(socket);
  waiting.add(response);
  response.once('close', () => waiting.delete(response));
}

function startFollowing(socket: Socket): Set<ServerResponse> {
  const waiting = new Set<ServerResponse>();
  behind.set(socket, waiting);
  socket.once('close', () => {
    for (const response of waiting) if (!response.socket) response.destroy().emit('close');
  });
  return waiting;
}
