import { signUp, type Account } from '../support/app';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { startGateway, startProgram, type TestGateway } from '../support/gateway';
import { graphql } from '../support/graphql';
import { startTestRedis, type TestRedis } from '../support/redis';
import { rest } from '../support/rest';
import { startCollector, type Span } from './collector';

/** Traces, as a collector receives them from a gateway that the standard's variables point to it. */

let collector: Awaited<ReturnType<typeof startCollector>>;
let database: TestDatabase;
let redis: TestRedis;
let gateway: TestGateway;
let trainer: Account;

beforeAll(async () => {
  [collector, database, redis] = await Promise.all([startCollector(), createTestDatabase(), startTestRedis()]);
  gateway = await startGateway({
    NODE_ENV: 'test',
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    JWT_SECRET: 'a secret of this very test, of 32 bytes and more',
    LOG_LEVEL: 'debug',
    SHUTDOWN_DELAY: '0ms',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=stms',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
    OTEL_BSP_SCHEDULE_DELAY: '20',
  });
  trainer = await signUp({ url: gateway.url, databaseUrl: database.url }, 'trainer', { name: 'Ada Secretive' });
});
afterAll(async () => {
  await gateway.stop();
  await Promise.all([collector.stop(), database.drop(), redis.stop()]);
});

const PARENT = { trace: '0af7651916cd43dd8448eb211c80319c', span: 'b7ad6b7169203331' };

/** The spans of a request's trace, once the request's own has arrived. */
async function traceOf(requestId: string): Promise<{ root: Span; spans: Span[]; under(parent: Span): string[] }> {
  const find = () => collector.spans().find((span) => span.attributes['stms.request_id'] === requestId);
  await eventually(() => find() !== undefined);
  const root = find() as Span;
  const spans = collector.spans().filter((span) => span.traceId === root.traceId);
  const under = (parent: Span) => spans.filter((span) => span.parentSpanId === parent.spanId).map((span) => span.name);
  return { root, spans, under };
}

const named = (spans: Span[], name: string): Span => {
  const span = spans.find((one) => one.name === name);
  if (!span) throw new Error(`no span ${name} among ${spans.map((one) => one.name).join(', ')}`);
  return span;
};

const ask = (query: string, requestId: string, headers: Record<string, string> = {}) =>
  graphql(gateway.url, query, { token: trainer.token, headers: { 'x-request-id': requestId, ...headers } });

test('a request is a span under its client’s; admission, execution, Redis and PostgreSQL are spans under it', async () => {
  const traceparent = `00-${PARENT.trace}-${PARENT.span}-01`;
  await ask('query Found { students(search: "Secret Words") { totalCount } }', 'trace-executed', { traceparent });

  const { root, spans, under } = await traceOf('trace-executed');
  expect(root).toMatchObject({ name: 'query Found', traceId: PARENT.trace, parentSpanId: PARENT.span, failed: false });
  expect(root.attributes).toMatchObject({
    'http.request.method': 'POST',
    'http.route': '/graphql',
    'graphql.operation.name': 'Found',
    'user.id': trainer.id,
  });
  expect(under(root)).toEqual(['admission', 'execute']);
  expect(under(named(spans, 'admission'))).toContain('redis trip');
  const execution = named(spans, 'execute');
  expect(under(execution)).toEqual(expect.arrayContaining(['redis trip', 'postgresql read']));
  for (const { took } of spans) expect(took).toBeLessThanOrEqual(root.took + 1);
});

test('a replayed response is authentication and its one round trip', async () => {
  await ask('query Twice { me { id name } }', 'trace-first-time');
  await ask('query Twice { me { id name } }', 'trace-second-time');
  const { root, spans, under } = await traceOf('trace-second-time');
  expect(under(root)).toEqual(['admission']);
  expect(spans.map(({ name }) => name).sort()).toEqual(['admission', 'query Twice', 'redis trip']);
});

test('a change is a transaction; the other transport is traced alike', async () => {
  await ask('mutation { updateProfile(input: {phone: "+49 30 1234567"}) { id } }', 'trace-mutation');
  const { spans } = await traceOf('trace-mutation');
  expect(named(spans, 'postgresql transaction')).toBeDefined();

  const headers = { authorization: `Bearer ${trainer.token}`, 'x-request-id': 'trace-of-rest' };
  await rest(gateway.url, 'GET /api/auth/trainer/trainers', { headers });
  const { root, under } = await traceOf('trace-of-rest');
  expect(root.attributes).toMatchObject({ 'http.route': '/api/auth/trainer/trainers' });
  expect(under(root)).toEqual(['admission', 'execute']);
});

test('what is no traceparent is as none, and the log names the trace', async () => {
  const broken = `00-${'0'.repeat(32)}-${PARENT.span}-01`;
  await ask('{ me { id email } }', 'trace-of-nobody', {
    traceparent: broken,
    tracestate: 'vendor=told',
    baggage: 'a=b',
  });
  const { root, spans } = await traceOf('trace-of-nobody');
  expect(root.traceId).not.toMatch(/^0+$/);
  expect(root.parentSpanId ?? '').toBe('');
  expect(JSON.stringify(spans)).not.toContain('vendor');
  await eventually(() => gateway.output().includes(root.traceId));
});

test('spans contain nothing that was sent and no names; the exporter names its service', () => {
  const printed = JSON.stringify(collector.spans());
  for (const secret of ['Secret Words', 'Ada Secretive', '1234567', trainer.email, trainer.token, trainer.password]) {
    expect(printed).not.toContain(secret);
  }
  expect(collector.resource()).toMatchObject({
    'service.name': 'stms-gateway',
    'deployment.environment.name': 'test',
  });
  expect(collector.deliveries[0]).toMatchObject({ path: '/v1/traces', headers: { 'x-tenant': 'stms' } });
});

test('a gateway that ends sends what it still has', async () => {
  await ask('{ me { id role } }', 'trace-of-the-end');
  await gateway.stop();
  await traceOf('trace-of-the-end');
});

test('by default spans leave as protocol buffers', async () => {
  const script = `
    const { startTracing } = require('./dist/platform/tracing/tracing');
    const tracing = startTracing({ protocol: 'http/protobuf' }, '1.2.3', console);
    tracing.beginRequest().end({ method: 'GET', route: '/a-route', status: 200, requestId: 'an-id' });
    tracing.close();`;
  const before = collector.deliveries.length;
  const program = startProgram(
    { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/mine`, OTEL_SERVICE_NAME: 'another-name' },
    { args: ['-e', script] },
  );
  expect([await program.exited, program.output()]).toEqual([0, '']);
  const [delivery] = collector.deliveries.slice(before);
  expect(delivery).toMatchObject({ path: '/mine', headers: { 'content-type': 'application/x-protobuf' } });
  expect(delivery?.body.toString('latin1')).toContain('GET /a-route');
  expect(delivery?.body.toString('latin1')).toContain('another-name');
});
