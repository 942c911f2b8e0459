import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { REST_ROUTES } from '../../../src/app/features';
import { startApp, type TestApp } from '../../support/app';
import { documentOf, type OpenApi } from '../../support/openapi';
import { rest } from '../../support/rest';
import { temporaryFolder } from '../../support/temporary-folder';

const VALIDATOR = path.resolve('node_modules/@seriousme/openapi-schema-validator/bin/validate-api-cli.js');

let app: TestApp;
let document: OpenApi;

beforeAll(async () => {
  app = await startApp({ env: { INTROSPECTION: 'false' } });
  document = await documentOf(app.url);
});
afterAll(() => app.close());

it('is served to anyone, whether or not the GraphQL schema is', async () => {
  const { status, headers } = await rest(app.url, 'GET /api/openapi.json');
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(document).toMatchObject({ openapi: '3.1.0', info: { version: '0.0.0-test' } });
});

it('is valid, references included', async () => {
  const file = path.join(await temporaryFolder(), 'openapi.json');
  await writeFile(file, JSON.stringify(document));
  const { stdout } = await promisify(execFile)(process.execPath, [VALIDATOR, file]);
  expect(JSON.parse(stdout)).toEqual({ valid: true });
});

it('has every route and no other, each under a name of its own', () => {
  const documented = Object.entries(document.paths).flatMap(([address, operations]) =>
    Object.entries(operations).map(([method, { operationId }]) => [`${method.toUpperCase()} ${address}`, operationId]),
  );
  const routes = REST_ROUTES.map(({ method, path, id }) => [`${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`, id]);
  expect(documented.sort()).toEqual(routes.sort());
  expect(new Set(REST_ROUTES.map(({ id }) => id)).size).toBe(REST_ROUTES.length);
});

it('refers to records only by what is there, and leaves none unused', () => {
  const referred = JSON.stringify(document.paths).concat(JSON.stringify(document.components));
  for (const name of Object.keys(document.components['schemas'] ?? {})) {
    expect(referred).toContain(`"#/components/schemas/${name}"`);
  }
});

it('says of each route that is not for every role that it may be forbidden', () => {
  const operation = (address: string, method: string) => document.paths[`/api/auth/${address}`]?.[method];
  const forbidden = [
    operation('lecture/create', 'post'),
    operation('lecture/{id}', 'put'),
    operation('lecture/{id}', 'delete'),
  ];
  for (const { responses } of forbidden.map((one) => one ?? { responses: {} })) expect(responses).toHaveProperty('403');
  expect(operation('lecture/{id}', 'get')?.responses).not.toHaveProperty('403');
});

it('spells a default as the wire does', () => {
  const properties = { type: { default: 'virtual', enum: ['offline', 'virtual', null] } };
  expect(document.paths['/api/auth/lecture/create']?.['post']).toMatchObject({
    requestBody: { content: { 'application/json': { schema: { properties } } } },
  });
});

it('describes what each route takes', () => {
  const operation = (address: string, method: string) => document.paths[`/api/auth/${address}`]?.[method];
  expect(operation('student/register', 'post')).toMatchObject({
    security: [{}, { bearer: [] }],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: {
            properties: { name: { type: 'string' }, phoneNo: { type: ['string', 'null'] } },
            required: ['name', 'email', 'password', 'branch'],
          },
        },
      },
    },
  });
  expect(operation('lecture/all', 'get')?.['parameters']).toMatchObject([
    { name: 'from', in: 'query', required: false, schema: { type: 'string', format: 'date-time' } },
    { name: 'to', schema: { type: 'string', format: 'date-time' } },
    { name: 'trainerId', schema: { type: 'string' } },
    { name: 'courseId', schema: { type: 'string' } },
    { name: 'limit', in: 'query', required: false, schema: { type: 'integer' } },
    { name: 'after', schema: { type: 'string' } },
  ]);
  expect(operation('lecture/{id}', 'get')?.['parameters']).toMatchObject([{ name: 'id', in: 'path', required: true }]);
  expect(operation('lecture/{id}', 'get')).not.toHaveProperty('security');
  expect(operation('student/logout', 'post')).not.toHaveProperty('requestBody');
});

it.each([
  ['student/register', 'post', [201, 400, 409, 413, 415, 422, 429, 500, 503]],
  ['trainer/register', 'post', [201, 400, 403, 409, 413, 415, 422, 429, 500, 503]],
  ['student/login', 'post', [200, 400, 401, 413, 415, 422, 429, 500, 503]],
  ['student/logout', 'post', [200, 400, 401, 413, 415, 422, 429, 500, 503]],
  ['student/students', 'get', [200, 304, 400, 401, 403, 422, 429, 500, 503]],
  ['lecture/{id}', 'get', [200, 304, 400, 401, 404, 422, 429, 500, 503]],
])('tells the statuses of %s', (address, method, statuses) => {
  const responses = document.paths[`/api/auth/${address}`]?.[method]?.responses ?? {};
  expect(Object.keys(responses).map(Number)).toEqual(statuses);
});
