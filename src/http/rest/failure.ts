import type { GraphQLFormattedError } from 'graphql';
import { AppError, type FieldFault } from '../../platform/errors/app-error';
import { ERROR_CATALOG, type ErrorCode } from '../../platform/errors/codes';
import type { RestRoute } from '../../shared/rest/route';
import type { Origin, Taken } from './taken';

/** Of several errors, the one that says what the client can do. */
const FIRST: readonly ErrorCode[] = ['SERVICE_UNAVAILABLE', 'RATE_LIMITED', 'INTERNAL_SERVER_ERROR'];

type Rules = Pick<RestRoute, 'failsWith' | 'isStrict'>;

/**
 * The errors of a stored operation as one error, whose fields have their names on the wire.
 *
 * @throws Error for errors that only a bug in the gateway can cause
 */
export function failureOf(errors: readonly GraphQLFormattedError[], rules: Rules, { origins }: Taken): AppError {
  const codes = errors.map(codeOf);
  const code = FIRST.find((one) => codes.includes(one)) ?? codes[0];
  const error = errors[code ? codes.indexOf(code) : -1];
  if (!code || !error) throw new Error('an operation failed without an error');
  const faults = errors.filter((_, at) => codes[at] === code).flatMap(faultsOf);
  const status = rules.failsWith?.[code];
  if (code === 'NOT_FOUND' && status === undefined) return notFound(error.message, origins, rules);
  if (code === 'BAD_USER_INPUT' && faults.length > 0 && faults.every(({ path }) => isIdInPath(origins.get(path))))
    return new AppError('NOT_FOUND');
  const fields = faults.map((fault) => ({ ...fault, path: wireName(fault.path, origins) }));
  if (code === 'BAD_USER_INPUT' && fields.length > 0) return inputFailure(fields, rules.isStrict, status);
  const retryAfter = error.extensions?.['retryAfter'];
  return new AppError(code, code === 'BAD_USER_INPUT' && rules.isStrict ? undefined : error.message, {
    fields: fields.length > 0 ? fields : undefined,
    retryAfter: typeof retryAfter === 'number' ? retryAfter : undefined,
    status,
  });
}

/** An id that names nothing is 404 in the path, and an invalid value in the body. */
function notFound(message: string, origins: Taken['origins'], { isStrict }: Rules): AppError {
  const all = [...origins.values()].filter(({ isId, isGiven }) => isId && isGiven);
  const sent = all.find(({ place }) => place === 'body');
  if (!sent || all.some(isIdInPath)) return new AppError('NOT_FOUND', message);
  return inputFailure([{ path: sent.name, message: 'names nothing' }], isStrict);
}

const isIdInPath = (origin: Origin | undefined): boolean => origin?.place === 'path' && origin.isId;

/**
 * Also names the fields in the message, because many clients show nothing else. Strict routes keep the catalog's sentence.
 */
export function inputFailure(fields: readonly FieldFault[], isStrict = false, status?: number): AppError {
  const [first, ...others] = fields.map(({ path, message }) => `${path} ${message}`);
  const more = others.length > 0 ? `, and ${others.length} more` : '';
  return new AppError('BAD_USER_INPUT', isStrict ? undefined : `Please check: ${first}${more}.`, { fields, status });
}

/** The failure of a route's own steps, whose fields already have their names on the wire. */
export function failureOfRoute(error: unknown, { isStrict }: Rules): unknown {
  if (!(error instanceof AppError) || error.code !== 'BAD_USER_INPUT' || !error.fields) return error;
  return error.message === ERROR_CATALOG.BAD_USER_INPUT.text ? inputFailure(error.fields, isStrict) : error;
}

/** A fault inside a list or object that was taken as one value keeps the rest of its path. */
function wireName(path: string, origins: Taken['origins']): string {
  for (let end = path.length; end > 0; end = path.lastIndexOf('.', end - 1)) {
    const origin = origins.get(path.slice(0, end));
    if (origin) return origin.name + path.slice(end);
  }
  return wireNameOfField(path, origins) ?? path;
}

/** If two operations of a route take objects of different types, a variable has another name than its argument. */
function wireNameOfField(path: string, origins: Taken['origins']): string | undefined {
  const field = path.slice(path.indexOf('.') + 1);
  for (const [at, { name }] of origins) if (at.slice(at.indexOf('.') + 1) === field) return name;
  return undefined;
}

function codeOf({ message, extensions }: GraphQLFormattedError): ErrorCode {
  const code = Object.keys(ERROR_CATALOG).find((one): one is ErrorCode => one === extensions?.['code']);
  if (!code) throw new Error(`a stored operation was refused: ${message}`);
  return code;
}

const faultsOf = ({ extensions }: GraphQLFormattedError) => (extensions?.['fields'] ?? []) as FieldFault[];
