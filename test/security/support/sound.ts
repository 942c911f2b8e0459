import { ERROR_CATALOG, errorPage, GRAPHQL_CODES, type ErrorCode } from '../../../src/platform/errors/codes';
import { MARKER } from '../../support/bad-input';
import { CHECKOUT } from '../../support/gateway';
import type { WireAnswer } from './wire';

/** What an error must not have in it: places in the code, the words of its parts, statements, values that are none. */
const LEAKS: readonly RegExp[] = [
  /\n\s+at |\.[cm]?[jt]s\b|node_modules|node:internal/,
  new RegExp(`${CHECKOUT}|/(tmp|usr|home|root|etc|src|dist)/`),
  /prisma|redis|postgres|\bpg\b|sqlstate|\bsql\b|\blua\b|argon|jsonwebtoken|fastify|apollo|type-?graphql|class-validator/i,
  /\b(select .+ from|insert into|update .+ set|delete from)\b/i,
  /ECONN|EPIPE|ETIMEDOUT|(Type|Range|Reference|Syntax)Error\b|\bundefined\b|\bNaN\b|\[object |cannot read propert/,
];

const KNOWN: readonly string[] = [...Object.keys(ERROR_CATALOG), ...GRAPHQL_CODES];

/** @returns what is wrong with an answer, whatever was asked */
export function faultsOf(target: string, { status, headers, body }: WireAnswer): string[] {
  const faults = headFaults(status, headers);
  // The keys of what was read name what was asked for, to whoever asked.
  const sent = [...headers].filter(([name]) => name !== 'x-cache-key').flat();
  if (sent.some((text) => text.includes(MARKER))) faults.push('a header repeats what was sent');
  if (body === '') return faults;
  const parsed = parse(body);
  if (/^\/graphql(?:[/?#]|$)/.test(target)) return [...faults, ...graphqlFaults(headers, parsed)];
  if (status < 400) return faults;
  const isProblem = headers.get('content-type') === 'application/problem+json; charset=utf-8';
  // An address that is only another spelling of /graphql may be answered over either transport.
  if (!isProblem && !target.startsWith('/api/')) return [...faults, ...graphqlFaults(headers, parsed)];
  return [...faults, ...problemFaults(status, headers, parsed, body)];
}

function headFaults(status: number, headers: WireAnswer['headers']): string[] {
  const faults = [];
  if (!(status >= 200 && status < 500) && status !== 503) faults.push(`status ${status}`);
  if (status === 503 && !headers.has('retry-after')) faults.push('503 without Retry-After');
  if (headers.get('x-content-type-options') !== 'nosniff') faults.push('no X-Content-Type-Options');
  if (!headers.get('x-request-id')) faults.push('no X-Request-Id');
  if (headers.has('x-powered-by')) faults.push('X-Powered-By');
  return faults;
}

interface GraphqlBody {
  data?: unknown;
  errors?: { message?: unknown; extensions?: { code?: unknown; url?: unknown } }[];
}

function graphqlFaults(headers: WireAnswer['headers'], body: unknown): string[] {
  const isJson = /^application\/(graphql-response\+)?json; charset=utf-8$/.test(headers.get('content-type') ?? '');
  const faults = isJson ? [] : [`content type ${headers.get('content-type')}`];
  const { data, errors } = (body ?? {}) as GraphqlBody;
  if (data === undefined && !errors?.length) faults.push('neither data nor errors');
  for (const error of errors ?? []) {
    if (typeof error.message !== 'string' || !error.message) faults.push('an error without a message');
    faults.push(...codeFaults(error.extensions?.code, error.extensions?.url), ...textFaults(JSON.stringify(error)));
  }
  return faults;
}

function problemFaults(status: number, headers: WireAnswer['headers'], body: unknown, text: string): string[] {
  const problem = (body ?? {}) as Record<string, unknown>;
  const faults = [...codeFaults(problem['code'], problem['type']), ...textFaults(text)];
  if (headers.get('content-type') !== 'application/problem+json; charset=utf-8') faults.push('no problem+json');
  if (problem['status'] !== status) faults.push('a status that is not the answer’s');
  if (problem['requestId'] !== headers.get('x-request-id')) faults.push('a request id that is not the answer’s');
  if (!(String(problem['code']) in ERROR_CATALOG)) faults.push('a code that REST clients do not know');
  return faults;
}

function codeFaults(code: unknown, url: unknown): string[] {
  if (typeof code !== 'string' || !KNOWN.includes(code)) return [`code ${String(code)}`];
  const faults = code === 'INTERNAL_SERVER_ERROR' ? ['an unexpected error'] : [];
  return url === errorPage(code as ErrorCode) ? faults : [...faults, `page ${String(url)}`];
}

function textFaults(text: string): string[] {
  const leaks = LEAKS.flatMap((leak) => leak.exec(text)?.[0] ?? []).map((leak) => `it tells ${JSON.stringify(leak)}`);
  return text.includes(MARKER) ? [...leaks, 'it repeats what was sent'] : leaks;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
