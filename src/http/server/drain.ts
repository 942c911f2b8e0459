import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { LoadShedding } from '../overload/load-shedding';

/** How long a client may take to send the rest of a request after the listening socket is closed. */
const REST_MS = 500;

/** Hardly any client connects in a turn of the event loop that is this short. */
const SHORT_TURN_MS = 0.1;
/** CPU time to wait for such a turn. A busy machine has none, so later any turn that accepts no connection will do. */
const SHORT_TURN_WITHIN_MS = 250;
/** CPU time to wait for any turn that accepts none. There is none while clients connect faster than they are accepted. */
const TURN_WITHIN_MS = 1_000;

/**
 * Stops accepting connections, and waits until every request is answered. Connections without a complete request are cut:
 * idle ones, and those that are still sending one.
 */
export async function drain(app: FastifyInstance, load: LoadShedding): Promise<void> {
  await closeListener(app.server);
  const closed = app.close();
  await Promise.race([closed, sleep(REST_MS, undefined, { ref: false })]);
  load.cutUnread();
  await load.idle();
  app.server.closeAllConnections();
  await closed;
}

/**
 * Closes the listening socket when no connection waits to be accepted.
 *
 * Closing resets connections that the kernel has taken and Node has not accepted, and their requests are lost. A client that
 * connects later is refused, and its load balancer uses another replica. Node accepts one connection in each turn of the
 * event loop, so none waited before a turn that accepted none. The turn should be short, so that hardly any client has
 * connected in it.
 */
async function closeListener(server: Server): Promise<void> {
  await compileClose();
  let accepted = 0;
  server.on('connection', () => (accepted += 1));
  const start = process.cpuUsage();
  for (;;) {
    const [before, begun] = [accepted, performance.now()];
    await turn();
    const wallMs = performance.now() - begun;
    const spentMs = cpuMsSince(start);
    const isShort = wallMs < SHORT_TURN_MS || spentMs > SHORT_TURN_WITHIN_MS;
    if (spentMs > TURN_WITHIN_MS || (accepted === before && isShort)) break;
  }
  server.close();
}

/** Time without CPU does not count, because the process cannot accept connections then. */
function cpuMsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}

/** Closes another server first. Node compiles the code on its first run, which then takes four times as long (measured). */
async function compileClose(): Promise<void> {
  const another = createServer().listen(0, '127.0.0.1');
  const isListening = await once(another, 'listening').then(
    () => true,
    () => false,
  );
  if (isListening) another.close();
}
