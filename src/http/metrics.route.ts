import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';

/** GET /metrics, in Prometheus' text format. */
export function registerMetrics(app: FastifyInstance, registry: Registry): void {
  app.get('/metrics', async (_request, reply) => {
    const text = await registry.metrics();
    return reply.header('content-type', registry.contentType).header('cache-control', 'no-store').send(text);
  });
}
