import { REST_ROUTES } from '../../../src/app/features';
import { signUp, startApp, type TestApp } from '../../support/app';
import { rest } from '../../support/rest';

/* Whoever is signed out is told so, whatever is wrong with the request: a front end then shows the sign-in, and no error of a form. */

let app: TestApp;
let dead: string;

beforeAll(async () => {
  app = await startApp({ env: { RATE_LIMIT_API: '100000/1m' } });
  const { token } = await signUp(app, 'trainer');
  await rest(app.url, 'POST /api/auth/trainer/logout', { token });
  dead = token;
});
afterAll(() => app.close());

/** They take no token, or one that need not be valid. */
const OPEN = /\/(login|register)$/;
const requests = REST_ROUTES.map(({ method, path }) => `${method} ${path.replace(/:\w+/g, 'x')}`);

it.each(requests.filter((request) => !OPEN.test(request) || request.includes('/admin/register')))(
  '%s is 401 without a session',
  async (request) => {
    const isRead = request.startsWith('GET ');
    const faulty = isRead ? `${request}?limit=abc&timeZone=nowhere` : request;
    for (const token of [undefined, dead]) {
      const { status, body } = await rest(app.url, faulty, { token, ...(!isRead && { body: {} }) });
      expect([status, body['code']]).toEqual([401, 'UNAUTHENTICATED']);
    }
  },
);
