import { type Context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { ExportResultCode, parseTraceParent } from '@opentelemetry/core';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { TracingTarget } from '../../config/config';
import { within } from '../deadline';
import { AppError } from '../errors/app-error';
import type { Logger } from '../logging/logger';
import type { RequestFacts, Tracing } from './spans';

const CLOSE_MS = 2_000;
const COMPLAIN_EVERY_MS = 60_000;

/**
 * Traces by OpenTelemetry. The library reads endpoint, sampler and resource attributes from the environment itself, because
 * a standard defines these variables. Nothing is registered globally. Spans have names, times and failures, and never input
 * or values of a query.
 */
export function openTelemetry({ protocol }: TracingTarget, version: string, logger: Logger): Tracing {
  const exporter = protocol === 'http/json' ? new JsonExporter() : new ProtobufExporter();
  const own = resourceFromAttributes({ 'service.name': 'stms-gateway', 'service.version': version });
  const provider = new BasicTracerProvider({
    resource: own.merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(complaining(exporter, logger))],
  });
  const tracer = provider.getTracer('stms-gateway', version);
  const active = new AsyncLocalStorage<Context>();

  return {
    beginRequest(traceparent) {
      const parent = traceparent === undefined ? null : parseTraceParent(traceparent);
      const outside = parent ? trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true }) : ROOT_CONTEXT;
      const span = tracer.startSpan('request', { kind: SpanKind.SERVER }, outside);
      const inside = trace.setSpan(outside, span);
      return {
        traceId: span.spanContext().traceId,
        within: (work) => active.run(inside, work),
        end: (facts) => endRequest(span, facts),
      };
    },
    async spans(name, work) {
      const outside = active.getStore();
      if (!outside) return work();
      const span = tracer.startSpan(name, {}, outside);
      try {
        return await active.run(trace.setSpan(outside, span), work);
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR });
        span.setAttribute('error.type', error instanceof AppError ? error.code : 'unexpected');
        throw error;
      } finally {
        span.end();
      }
    },
    redisTrip(begun, failed) {
      const outside = active.getStore();
      if (!outside) return;
      const attributes = { 'db.system.name': 'redis' };
      const span = tracer.startSpan('redis trip', { kind: SpanKind.CLIENT, attributes, startTime: begun }, outside);
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(performance.now());
    },
    async close() {
      await within(provider.shutdown(), CLOSE_MS, () => new Error('spans not sent in time')).catch(() => undefined);
    },
  };
}

function endRequest(span: Span, { method, route, status, requestId, kind, operation, userId }: RequestFacts): void {
  span.updateName(operation ? `${kind} ${operation}` : `${method} ${route}`);
  span.setAttributes({
    'http.request.method': method,
    'http.route': route,
    'http.response.status_code': status,
    'stms.request_id': requestId,
    ...(kind && { 'graphql.operation.type': kind }),
    ...(operation && { 'graphql.operation.name': operation }),
    ...(userId && { 'user.id': userId }),
  });
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

/** Logs now and then that spans could not be exported, because the library does not. */
function complaining(exporter: SpanExporter, logger: Logger): SpanExporter {
  let lastAt = -Infinity;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        if (result.code !== ExportResultCode.SUCCESS && performance.now() - lastAt > COMPLAIN_EVERY_MS) {
          lastAt = performance.now();
          logger.warn({ err: result.error, spans: spans.length }, 'traces were not exported');
        }
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}
