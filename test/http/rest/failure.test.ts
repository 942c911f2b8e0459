import { FEATURES } from '../../../src/app/features';
import { createSchema } from '../../../src/graphql/schema';
import { failureOf } from '../../../src/http/rest/failure';
import { inputsOf } from '../../../src/http/rest/inputs';
import { REST_ROUTES } from '../../../src/app/features';
import { variablesOf } from '../../../src/http/rest/variables';
import type { ErrorCode } from '../../../src/platform/errors/codes';

/* Errors of operations that no request brings about at will. */

const [list] = REST_ROUTES.filter(({ id }) => id === 'listLectures');
if (!list) throw new Error('there is no list of lectures');
const request = { params: {}, query: { limit: '5', to: 'now' }, body: undefined };
const taken = variablesOf(inputsOf(createSchema(FEATURES), list), request, { timeZone: 'UTC' });

const error = (code: string, details = {}) => ({ message: code, extensions: { code, ...details } });
const fault = (path: string) => ({ fields: [{ path, message: 'is wrong' }] });

it.each<[ErrorCode[], ErrorCode]>([
  [['NOT_FOUND', 'SERVICE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR'], 'SERVICE_UNAVAILABLE'],
  [['FORBIDDEN', 'RATE_LIMITED'], 'RATE_LIMITED'],
  [['FORBIDDEN', 'INTERNAL_SERVER_ERROR'], 'INTERNAL_SERVER_ERROR'],
  [['NOT_FOUND', 'FORBIDDEN'], 'NOT_FOUND'],
])('%j becomes %s', (codes, expected) => {
  expect(
    failureOf(
      codes.map((code) => error(code)),
      list,
      taken,
    ).code,
  ).toBe(expected);
});

it('gets Retry-After from the error that has it', () => {
  const errors = [error('FORBIDDEN'), error('SERVICE_UNAVAILABLE', { retryAfter: 3 })];
  expect(failureOf(errors, list, taken)).toMatchObject({ code: 'SERVICE_UNAVAILABLE', status: 503, retryAfter: 3 });
});

it('lists every refused field, by the name that REST gives it', () => {
  const { fields } = failureOf(
    [error('BAD_USER_INPUT', fault('first')), error('BAD_USER_INPUT', fault('to'))],
    list,
    taken,
  );
  expect(fields?.map(({ path }) => path)).toEqual(['limit', 'to']);
});

it('throws for a document that the schema refuses, because that is a fault of the gateway', () => {
  expect(() => failureOf([error('GRAPHQL_VALIDATION_FAILED')], list, taken)).toThrow('a stored operation was refused');
});
