import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Load } from '../overload/load';

/** How long a request of which only the beginning is here may take for the rest, once nobody is let in any more. */
const REST_MS = 500;

/** A turn of the event loop that is over so soon has hardly left time for anybody to connect in it. */
const SHORT_TURN_MS = 0.1;
/** For so long such a turn is waited for. */
const SHORT_TURN_WITHIN_MS = 250;

/**
 * Stops accepting, and waits until all that was asked is answered. Connections that still carry no whole request then are
 * cut: those that never sent anything, or go on sending the beginning of something.
 */
export async function drain(app: FastifyInstance, load: Load): Promise<void> {
  await closeDoor(app.server);
  const closed = app.close();
  await Promise.race([closed, sleep(REST_MS, undefined, { ref: false })]);
  load.cutUnread();
  await load.idle();
  app.server.closeAllConnections();
  await closed;
}

/**
 * The kernel resets who has connected and is not accepted yet, and the request that was sent with it is lost; who connects
 * later is refused, and a balancer asks another replica. One connection is accepted a turn, so after a turn in which there
 * was none nobody waits but who has come since: it has to be short.
 */
async function closeDoor(server: Server): Promise<void> {
  await rehearse();
  let accepted = 0;
  server.on('connection', () => (accepted += 1));
  const end = performance.now() + SHORT_TURN_WITHIN_MS;
  for (;;) {
    const [before, begun] = [accepted, performance.now()];
    await turn();
    const now = performance.now();
    if (now > end || (accepted === before && now - begun < SHORT_TURN_MS)) break;
  }
  server.close();
}

/** Closes another server first: Node compiles what does it when it is first run, and takes four times as long for that. */
async function rehearse(): Promise<void> {
  const another = createServer().listen(0, '127.0.0.1');
  const isListening = await once(another, 'listening').then(
    () => true,
    () => false,
  );
  if (isListening) another.close();
}
