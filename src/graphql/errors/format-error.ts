import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, Kind, type GraphQLFormattedError } from 'graphql';
import { ArgumentValidationError } from 'type-graphql';
import { AppError, type FieldFault } from '../../platform/errors/app-error';
import { ERROR_CATALOG, errorPage, GRAPHQL_CODES, type ErrorCode, type GraphqlCode } from '../../platform/errors/codes';
import { describeRefusal } from './describe-refusal';

/*
 * Threats this file answers:
 * - An error that reveals internals (SQL, hosts, stack): everything except AppError and GraphQL's own errors is masked.
 * - An error that repeats input, such as a password: GraphQL's own texts are rewritten without values.
 */

interface ValidationFault {
  property: string;
  constraints?: Record<string, string>;
  children?: ValidationFault[];
}

/** @returns what the client gets for `error`; with `extensions.requestId` only if it is masked */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const original = unwrapResolverError(error);
  const place = { locations: formatted.locations, path: formatted.path };
  if (original instanceof AppError) return { ...toClientError(original), ...place };
  if (original instanceof ArgumentValidationError) {
    const parent = takesInput(error) ? 'input' : '';
    return { ...toClientError(badInputOf(original.extensions.validationErrors, parent)), ...place };
  }
  if (error instanceof GraphQLError && isGraphqlsOwn(formatted))
    return { ...withDocsUrl(describeRefusal(formatted, error)), ...place };
  const requestId = formatted.extensions?.['requestId'];
  return {
    message: ERROR_CATALOG.INTERNAL_SERVER_ERROR.text,
    extensions: { code: 'INTERNAL_SERVER_ERROR', url: errorPage('INTERNAL_SERVER_ERROR'), requestId },
    ...place,
  };
}

/** A public refusal with `extensions.url`, the page of its code. */
export function withDocsUrl({
  message,
  extensions,
}: Pick<GraphQLFormattedError, 'message' | 'extensions'>): GraphQLFormattedError {
  const code = extensions?.['code'];
  return { message, extensions: isKnown(code) ? { ...extensions, url: errorPage(code) } : extensions };
}

const isKnown = (code: unknown): code is ErrorCode | GraphqlCode =>
  typeof code === 'string' && (Object.hasOwn(ERROR_CATALOG, code) || GRAPHQL_CODES.some((one) => one === code));

/** Whether the error is masked. Then the log must have the details. */
export function isMasked(error: unknown): boolean {
  const original = unwrapResolverError(error);
  if (original instanceof AppError || original instanceof ArgumentValidationError) return false;
  return !(error instanceof GraphQLError) || original !== error || error.extensions['code'] === 'INTERNAL_SERVER_ERROR';
}

/** An AppError in GraphQL's form. */
export function toClientError(error: AppError): GraphQLFormattedError {
  const { code, message, fields, retryAfter } = error;
  return {
    message,
    extensions: {
      ...{ code, url: errorPage(code) },
      ...(fields && { fields }),
      ...(retryAfter !== undefined && { retryAfter }),
    },
  };
}

/** Raised by GraphQL itself before or around execution, not by a resolver. */
function isGraphqlsOwn({ extensions, path }: GraphQLFormattedError): boolean {
  const code = extensions?.['code'];
  return path === undefined && code !== undefined && code !== 'INTERNAL_SERVER_ERROR';
}

/** Whether the validated object is the argument `input`. Otherwise it is all arguments of the field together. */
function takesInput(error: unknown): boolean {
  const [field] = (error instanceof GraphQLError && error.nodes) || [];
  return field?.kind === Kind.FIELD && (field.arguments ?? []).some(({ name }) => name.value === 'input');
}

function badInputOf(faults: readonly ValidationFault[], parent: string): AppError {
  return new AppError('BAD_USER_INPUT', undefined, { fields: faults.flatMap((fault) => flatten(fault, parent)) });
}

/** class-validator's tree as a list of paths. */
function flatten({ property, constraints, children = [] }: ValidationFault, parent: string): FieldFault[] {
  const path = parent ? `${parent}.${property}` : property;
  const own = Object.values(constraints ?? {}).map((message) => ({ path, message }));
  return [...own, ...children.flatMap((child) => flatten(child, path))];
}
