import type { FastifyInstance } from 'fastify';
import type { RequestSpan, Tracing } from '../../platform/tracing/spans';
import { aboutRequest } from './request-log';

declare module 'fastify' {
  interface FastifyRequest {
    /** Null where traces are off. */
    span: RequestSpan | null;
  }
}

/** Each request is a span. It is entered after the body was read, because reading belongs to the connection. */
export function traceRequests(app: FastifyInstance, tracing: Tracing | null): void {
  app.decorateRequest('span', null);
  if (!tracing) return;
  app.addHook('onRequest', (request, _reply, done) => {
    const { traceparent } = request.headers;
    request.span = tracing.beginRequest(typeof traceparent === 'string' ? traceparent : undefined);
    done();
  });
  app.addHook('preHandler', ({ span }, _reply, done) => (span ? span.within(done) : done()));
  app.addHook('onResponse', (request, reply, done) => {
    request.span?.end({ ...aboutRequest(request), status: reply.statusCode });
    done();
  });
}
