import { createServer, type RequestListener, type Server } from 'node:http';
import type { Config } from '../../config/config';

/** How many times connections are checked for slow clients within the time that a request may take. */
const CHECKS = 5;
/** A connection without traffic for this time is cut. It is longer than any request takes. */
const SILENCE_MS = 30_000;
/** Longer than load balancers keep an idle connection, usually 60 s. The client side should close first. */
export const KEEP_ALIVE_MS = 72_000;
/** The most connections. Above it, idle ones are closed first. The replica's own connections do not count. */
const CONNECTIONS_MAX = 10_000;
/**
 * Connections that may wait to be accepted. Above it, clients get no answer and retry after one second, two, four …. Node's
 * default of 511 is soon reached, because it accepts one connection a turn. The kernel's `net.core.somaxconn` also limits it.
 */
export const BACKLOG = 4_096;

/** Node's server, with limits on the time, silence and number of connections. */
export function createNodeServer({ requestTimeoutMs }: Config, answer: RequestListener): Server {
  const server = createServer(
    {
      // A hook refuses requests without Host, because Node's own response would lack the gateway's headers.
      requireHostHeader: false,
      requestTimeout: requestTimeoutMs,
      // Node uses the longer of the two time-outs for the body. The default of this one is 60 s.
      headersTimeout: requestTimeoutMs,
      connectionsCheckingInterval: Math.ceil(requestTimeoutMs / CHECKS), // Node wants whole milliseconds
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    answer,
  );
  server.setTimeout(SILENCE_MS);
  server.maxConnections = CONNECTIONS_MAX;
  server.on('drop', () => server.closeIdleConnections());
  // Node itself would answer a request with an unknown Expect header. Handle it like any other request.
  server.on('checkExpectation', answer);
  server.on('checkContinue', (request, response) => {
    const begin = () => {
      response.writeContinue();
      answer(request, response);
    };
    // A pipelined response has no socket before its turn. Until then Node queues what is written, and puts the final head before
    // `100 Continue`: the client reads a damaged response, and misreads all that follow.
    if (response.socket) begin();
    else response.once('socket', begin);
  });
  return server;
}
