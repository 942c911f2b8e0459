import { setImmediate as turn } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Load } from './load';

/**
 * Stops accepting, and waits until all that was asked is answered. Connections that carry no request then are cut: those
 * that never sent one, or only the beginning of one.
 */
export async function drain(app: FastifyInstance, load: Load): Promise<void> {
  await arrived();
  const closed = app.close();
  do {
    await load.idle();
    await arrived();
  } while (load.inFlight > 0);
  app.server.closeAllConnections();
  await closed;
}

/** What has reached this machine is read: a connection accepted in one turn of the event loop is read in the next. */
async function arrived(): Promise<void> {
  for (let nth = 0; nth < 3; nth += 1) await turn();
}
