import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Load } from './load';

/** How long a request of which only the beginning is here may take for the rest. */
const REST_MS = 500;

/**
 * Stops accepting, and waits until all that was asked is answered. Connections that still carry no whole request then are
 * cut: those that never sent anything, or go on sending the beginning of something.
 */
export async function drain(app: FastifyInstance, load: Load): Promise<void> {
  await arrived();
  const closed = app.close();
  await load.idle();
  await Promise.race([closed, sleep(REST_MS, undefined, { ref: false })]);
  await load.idle();
  app.server.closeAllConnections();
  await closed;
}

/** What has reached this machine is read: a connection accepted in one turn of the event loop is read in the next. */
async function arrived(): Promise<void> {
  for (let nth = 0; nth < 3; nth += 1) await turn();
}
