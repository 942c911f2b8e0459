import { createServer, type RequestListener, type Server } from 'node:http';
import type { Config } from '../../config/config';

/** How often connections are searched for clients that take too long, as a share of the time they may take. */
const CHECKS = 5;
/** A connection without traffic for this time is cut off. It is longer than any request takes. */
const SILENCE_MS = 30_000;
/** Longer than load balancers keep an idle connection, usually 60 s. The client side should close first. */
export const KEEP_ALIVE_MS = 72_000;
/** The most connections. Above it, idle ones are closed first. The replica's own connections do not count. */
const CONNECTIONS_MAX = 10_000;
/**
 * Connections that may wait to be accepted. Beyond, their clients hear nothing and try again after one second, two, four …;
 * Node's own 511 are soon there where one is accepted a turn. The kernel's `net.core.somaxconn` is a bound to it.
 */
export const BACKLOG = 4_096;

/** Node's server, with a bound to whatever a connection may do. */
export function createNodeServer({ requestTimeoutMs }: Config, answer: RequestListener): Server {
  const server = createServer(
    {
      // Node's own answer to a request without Host would have none of our headers; a hook refuses it.
      requireHostHeader: false,
      requestTimeout: requestTimeoutMs,
      // Node takes the longer of both for the body, whichever is whose: its own 60 s unless this is said.
      headersTimeout: requestTimeoutMs,
      connectionsCheckingInterval: Math.ceil(requestTimeoutMs / CHECKS), // Node wants whole milliseconds
      keepAliveTimeout: KEEP_ALIVE_MS,
    },
    answer,
  );
  server.setTimeout(SILENCE_MS);
  server.maxConnections = CONNECTIONS_MAX;
  server.on('drop', () => server.closeIdleConnections());
  // Node would answer an unknown Expect header on its own. Handle the request like any other.
  server.on('checkExpectation', answer);
  return server;
}
