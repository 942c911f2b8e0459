import type { GraphQLFormattedError } from 'graphql';
import { AppError, type FieldFault } from '../../platform/errors/app-error';
import { ERROR_CATALOGUE, type ErrorCode } from '../../platform/errors/codes';
import type { Inputs } from './inputs';

/** Of several errors, the one that says what the client can do. */
const FIRST: readonly ErrorCode[] = ['SERVICE_UNAVAILABLE', 'RATE_LIMITED', 'INTERNAL_SERVER_ERROR'];

/**
 * The errors of a stored operation as one, with the names that REST clients know its fields by.
 *
 * @throws Error for what only a fault of ours can cause
 */
export function failureOf(errors: readonly GraphQLFormattedError[], inputs: Inputs): AppError {
  const codes = errors.map(codeOf);
  const code = FIRST.find((one) => codes.includes(one)) ?? codes[0];
  const error = errors[code ? codes.indexOf(code) : -1];
  if (!code || !error) throw new Error('an operation failed without an error');
  const fields = errors.filter((_, at) => codes[at] === code).flatMap((one) => fieldsOf(one, inputs));
  const retryAfter = error.extensions?.['retryAfter'];
  return new AppError(code, code === 'BAD_USER_INPUT' ? undefined : error.message, {
    fields: fields.length > 0 ? fields : undefined,
    retryAfter: typeof retryAfter === 'number' ? retryAfter : undefined,
  });
}

function codeOf({ message, extensions }: GraphQLFormattedError): ErrorCode {
  const code = Object.keys(ERROR_CATALOGUE).find((one): one is ErrorCode => one === extensions?.['code']);
  if (!code) throw new Error(`a stored operation was refused: ${message}`);
  return code;
}

function fieldsOf({ extensions }: GraphQLFormattedError, { params, query, body }: Inputs): FieldFault[] {
  const inputs = [...params, ...query, ...(body ?? [])];
  const fields = (extensions?.['fields'] ?? []) as FieldFault[];
  return fields.map((fault) => ({ ...fault, path: inputs.find((one) => one.path === fault.path)?.name ?? fault.path }));
}
