import { FEATURES, REST_ROUTES } from '../../../src/app/features';
import { rolesOf } from '../../../src/graphql/operation-analysis';
import { createSchema } from '../../../src/graphql/schema';
import { prepare } from '../../../src/http/rest/prepare';
import { signUp, startApp, type TestApp } from '../../support/app';
import { rest } from '../../support/rest';

/* Users whose role may not use a route are told so, whatever is wrong with the request, unless a record is not there. */

const ROLES = ['STUDENT', 'TRAINER'] as const;
const NOBODY = '018f0000-0000-7000-8000-000000000000';
const schema = createSchema(FEATURES);
const refused = REST_ROUTES.map((route) => prepare(route, schema)).flatMap(({ method, path, roles, isTokenOptional }) =>
  ROLES.filter((role) => !isTokenOptional && roles && !roles.has(role)).map(
    (role) => [`${method} ${path}`, role] as const,
  ),
);

let app: TestApp;
let tokens: Record<(typeof ROLES)[number], string>;

beforeAll(async () => {
  app = await startApp({ env: { RATE_LIMIT_API: '100000/1m' } });
  tokens = { STUDENT: (await signUp(app, 'student')).token, TRAINER: (await signUp(app, 'trainer')).token };
});
afterAll(() => app.close());

it.each(refused)('%s is 403 for a %s', async (request, role) => {
  const isRead = request.startsWith('GET ');
  const faulty = isRead ? `${request}?limit=abc&timeZone=nowhere` : request;
  const faultyBody = { name: 5, email: '', credits: 'x' };
  for (const id of ['x', NOBODY]) {
    const { status, body } = await rest(app.url, faulty.replace(/:\w+/g, id), {
      token: tokens[role],
      ...(!isRead && { body: faultyBody }),
    });
    const refusals = [[403, 'FORBIDDEN'], ...(request.includes(':id') ? [[404, 'NOT_FOUND']] : [])];
    expect(refusals).toContainEqual([status, body['code']]);
  }
});

it('are routes for administrators, and for staff', () => {
  expect(refused).toContainEqual(['POST /api/org/create', 'TRAINER']);
  expect(refused).toContainEqual(['POST /api/course/create', 'STUDENT']);
  expect(rolesOf(schema, ['{ me { id } }'])).toBeNull();
  expect(rolesOf(schema, ['{ me { id } admins { totalCount } }'])).toBeNull();
  expect(rolesOf(schema, ['mutation { createCourse(input: {}) { id } }'])).toEqual(new Set(['TRAINER', 'ADMIN']));
});
