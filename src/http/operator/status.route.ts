/**
 * Threats: load and refusals of a gateway are useful to attackers, so in production the data needs the token. The token is
 * never in a URL, where logs would keep it. It is compared in constant time, and refusals are in the audit log. Attempts are
 * not limited: the token is too long to guess, and a limit could lock its owner out. The page itself has no data and needs
 * no token. Each open page holds a connection, so their number is bounded, and clients that do not read are cut off.
 */
import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { StatusPage } from '../../config/config';
import type { Audit } from '../../features/audit/audit';
import { unauthenticated, unavailable } from '../../platform/errors/app-error';
import { isSameSecret } from '../../shared/same-secret';
import { callerOf } from '../server/caller';
import { bearerToken } from '../server/credentials';
import { FOR_OPERATORS } from '../server/route-config';
import { registerPage, type Links } from '../pages/page';
import { STATUS_PAGE } from '../pages/status.page';
import type { StatusStream } from './status.stream';

export interface StatusParts {
  access: Exclude<StatusPage, { mode: 'off' }>;
  stream: StatusStream;
  audit: Audit;
  links: Links;
}

/** GET /status, and GET /status/events, its data in real time (server-sent events). */
export function registerStatus(app: FastifyInstance, { access, stream, audit, links }: StatusParts): void {
  const isAdmitted = (shown: string) => access.mode === 'open' || isSameSecret(shown, access.token);
  registerPage(app, STATUS_PAGE, links);
  app.addHook('preClose', (done) => {
    stream.close();
    done();
  });
  app.route({
    method: ['GET', 'HEAD'],
    url: '/status/events',
    config: { ...FOR_OPERATORS.config, isEndless: true },
    handler: (request, reply) => {
      const token = bearerToken(request.raw);
      if (!isAdmitted(token ?? '')) {
        if (token !== null) audit.refused(callerOf(request), 'UNAUTHENTICATED', {});
        throw unauthenticated('The status page needs the value of STATUS_TOKEN as its token.');
      }
      if (!stream.hasRoom) throw unavailable('too many watchers, or the gateway is draining');
      stream.begin(takeOver(reply));
    },
  });
}

/** Hands the response over from Fastify, with the status and headers that are set so far. */
function takeOver(reply: FastifyReply): ServerResponse {
  reply.hijack();
  reply.raw.statusCode = reply.statusCode;
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  return reply.raw;
}
