import fastify from 'fastify';
import { registerMetrics } from '../../../src/http/operator/metrics.route';
import { createMetrics } from '../../../src/platform/metrics/metrics';

it('GET /metrics answers in the text format of Prometheus', async () => {
  const metrics = createMetrics([]);
  metrics.http('/graphql', 'POST', 200, 0.001);
  const app = fastify();
  registerMetrics(app, metrics.registry);
  const response = await app.inject({ url: '/metrics' });
  expect(response.statusCode).toBe(200);
  expect(response.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(response.body).toContain('stms_http_requests_total{route="/graphql",method="POST",status="200"} 1');
  expect(response.body).toContain('process_cpu_seconds_total');
  await app.close();
});
