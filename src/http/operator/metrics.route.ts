import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { FOR_OPERATORS } from '../server/route-config';

/** GET /metrics, in Prometheus' text format. */
export function registerMetrics(app: FastifyInstance, registry: Registry): void {
  app.get('/metrics', FOR_OPERATORS, async (_request, reply) => {
    const text = await registry.metrics();
    return reply.header('content-type', registry.contentType).header('cache-control', 'no-store').send(text);
  });
}
