import type { TracingTarget } from './config';
import type { EnvReader } from './env-reader';
import { httpUrl } from './network';
import { flag, oneOf, share } from './parsers';

const SAMPLERS = [
  ...(['always_on', 'always_off', 'traceidratio'] as const),
  ...(['parentbased_always_on', 'parentbased_always_off', 'parentbased_traceidratio'] as const),
];

/**
 * Whether and how traces are exported. OpenTelemetry reads the other standard variables itself and ignores invalid values.
 * This checks the ones whose faults an operator would not notice.
 */
export function readTracing(reader: EnvReader): TracingTarget | null {
  const disabled = reader.read('OTEL_SDK_DISABLED', flag);
  const exporter = reader.optional('OTEL_TRACES_EXPORTER', oneOf('otlp', 'none'));
  const endpoints = (['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] as const).map((name) =>
    reader.optional(name, httpUrl),
  );
  const protocol = reader.read('OTEL_EXPORTER_OTLP_PROTOCOL', oneOf('http/protobuf', 'http/json'));
  reader.optional('OTEL_TRACES_SAMPLER', oneOf(...SAMPLERS));
  reader.optional('OTEL_TRACES_SAMPLER_ARG', share);
  const isWanted = exporter === 'otlp' || endpoints.some((endpoint) => endpoint !== undefined);
  return isWanted && exporter !== 'none' && !disabled ? { protocol } : null;
}
