import { CombinedGraphQLErrors, ServerError } from '@apollo/client';

/** A field of the input that was refused. */
export interface FieldFault {
  /** `input.email` */
  path: string;
  /** The end of a sentence that begins with the field's name: `must not be empty`. */
  message: string;
}

/** What went wrong, whichever way it came: as an error of GraphQL, as an HTTP status, or as no answer at all. */
export interface Fault {
  /** A code of docs/errors, or `UNREACHABLE` when there was no answer. */
  code: string;
  message: string;
  /** With BAD_USER_INPUT: what was refused. */
  fields: FieldFault[];
  /** With RATE_LIMITED: seconds until it is worth another try. */
  retryAfter: number | null;
  /** With INTERNAL_SERVER_ERROR: what to tell the operators. */
  requestId: string | null;
}

/** Reads any error that Apollo Client raises. Nothing of its shape is trusted. */
export function faultOf(error: unknown): Fault {
  if (CombinedGraphQLErrors.is(error)) return fromGraphql(error.errors[0]);
  if (ServerError.is(error)) return fromStatus(error);
  return { ...NOTHING, code: 'UNREACHABLE', message: 'There was no answer.' };
}

/** Whether the gateway, or what stands before it, is away for a while. */
export const isOutage = (error: unknown): boolean => OUTAGES.has(faultOf(error).code);

const OUTAGES = new Set(['UNREACHABLE', 'SERVICE_UNAVAILABLE']);
/** Said by proxies too, without a body in GraphQL's shape. */
const OUTAGE_STATUSES = new Set([502, 503, 504]);

const NOTHING = { fields: [], retryAfter: null, requestId: null };

/** A token that does not count is 401, an outage 503: these come with a status of their own, and Apollo stops there. */
function fromStatus({ statusCode, bodyText }: ServerError): Fault {
  const fault = fromGraphql(firstErrorIn(bodyText));
  if (OUTAGE_STATUSES.has(statusCode)) return { ...fault, code: 'SERVICE_UNAVAILABLE' };
  return statusCode === 401 ? { ...fault, code: 'UNAUTHENTICATED' } : fault;
}

function firstErrorIn(bodyText: string): unknown {
  try {
    const body: unknown = JSON.parse(bodyText);
    const { errors } = objectOf(body);
    return Array.isArray(errors) ? errors[0] : undefined;
  } catch {
    return undefined;
  }
}

function fromGraphql(error: unknown): Fault {
  const { message, extensions } = objectOf(error);
  const { code, fields, retryAfter, requestId } = objectOf(extensions);
  return {
    code: typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR',
    message: typeof message === 'string' ? message : 'Something went wrong.',
    fields: Array.isArray(fields) ? fields.flatMap(fieldFaultOf) : [],
    retryAfter: typeof retryAfter === 'number' ? retryAfter : null,
    requestId: typeof requestId === 'string' ? requestId : null,
  };
}

function fieldFaultOf(value: unknown): FieldFault[] {
  const { path, message } = objectOf(value);
  return typeof path === 'string' && typeof message === 'string' ? [{ path, message }] : [];
}

const objectOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
