import { randomBytes } from 'node:crypto';
import { signIn, signUp, startApp, type TestApp } from '../../support/app';
import { dataOf, graphql } from '../../support/graphql';
import { documentedRest, type Ask } from '../../support/openapi';
import { errorsOf, type RestAnswer } from '../../support/rest';

/* Each answer is also checked against the OpenAPI document. */

const PASSWORD = 'correct horse battery';
const ROLES = [
  { role: 'student', other: 'trainer', own: { branch: 'Algebra' } },
  { role: 'trainer', other: 'student', own: { expertise: 'Go' } },
] as const;

let app: TestApp;
let ask: Ask;

beforeAll(async () => {
  app = await startApp();
  ask = await documentedRest(app.url);
});
afterAll(() => app.close());

const anyEmail = () => `${randomBytes(6).toString('hex')}@example.org`;
const tokenOf = ({ body }: RestAnswer) => String(body['token']);

describe.each(ROLES)('a $role', ({ role, other, own }) => {
  const register = (details = {}) =>
    ask(`POST /api/auth/${role}/register`, {
      body: { name: 'Nora', email: anyEmail(), password: PASSWORD, ...own, ...details },
    });
  const login = (email: string, password = PASSWORD, roleInPath: string = role) =>
    ask(`POST /api/auth/${roleInPath}/login`, { body: { email, password } });

  it('registers, and is signed in over both transports', async () => {
    const registered = await register({ email: `  NORA.${role}@Example.org `, phone: '12' });
    expect(registered.status).toBe(201);
    expect(Object.keys(registered.body)).toEqual(['message', 'token', 'expiresIn', 'expiresAt', 'user']);
    const email = `nora.${role}@example.org`;
    expect(registered.body['user']).toMatchObject({ name: 'Nora', email, role, phoneNo: '12', ...own });
    expect(registered.headers.get('cache-control')).toBe('private, no-store');
    const me = await graphql(app.url, '{ me { email } }', { token: tokenOf(registered) });
    expect(dataOf(me)).toEqual({ me: { email } });
  });

  it.each([{}, { phone: null }])('needs no phone number: %j', async (details) => {
    expect((await register(details)).body['user']).not.toHaveProperty('phoneNo');
  });

  it('registers an e-mail address once', async () => {
    const email = anyEmail();
    await register({ email });
    const again = await register({ email: email.toUpperCase() });
    expect(again.status).toBe(409);
    expect(again.body['code']).toBe('CONFLICT');
    expect(errorsOf(again)).toEqual(['email: is already registered']);
  });

  it('signs in', async () => {
    const account = await signUp(app, role);
    const signedIn = await login(account.email);
    expect(signedIn.status).toBe(200);
    expect(Object.keys(signedIn.body)).toEqual(['message', 'token', 'expiresIn', 'expiresAt', 'user']);
    expect(signedIn.body['user']).toMatchObject({ id: account.id, email: account.email });
    expect(signedIn.headers.get('cache-control')).toBe('private, no-store');
    const me = await graphql(app.url, '{ me { id } }', { token: tokenOf(signedIn) });
    expect(dataOf(me)).toEqual({ me: { id: account.id } });
  });

  it('is answered alike for a wrong password, an unknown address and the other role’s route', async () => {
    const { email } = await signUp(app, role);
    const answers = [
      await login(email, 'not the password'),
      await login(anyEmail()),
      await login(email, PASSWORD, other),
    ];
    const outcomes = answers.map(({ status, headers, body: { requestId: _, ...body } }) => ({
      status,
      challenge: headers.get('www-authenticate'),
      body,
    }));
    expect(outcomes[0]).toMatchObject({ status: 401, challenge: 'Bearer', body: { code: 'UNAUTHENTICATED' } });
    expect(outcomes[1]).toEqual(outcomes[0]);
    expect(outcomes[2]).toEqual(outcomes[0]);
  });

  it('is asked for no token where one signs in: a stale one does not hinder', async () => {
    const { email } = await signUp(app, role);
    const stale = { token: 'stale', body: { email, password: PASSWORD } };
    expect((await ask(`POST /api/auth/${role}/login`, stale)).status).toBe(200);
    const fresh = { name: 'Nora', email: anyEmail(), password: PASSWORD, ...own };
    expect((await ask(`POST /api/auth/${role}/register`, { token: 'stale', body: fresh })).status).toBe(201);
  });

  it('signs out, on either route', async () => {
    const { email } = await signUp(app, role);
    for (const roleInPath of [role, other]) {
      const { token } = await signIn(app, email);
      const signedOut = await ask(`POST /api/auth/${roleInPath}/logout`, { token });
      expect(signedOut.status).toBe(200);
      expect(Object.keys(signedOut.body)).toEqual(['message']);
      const again = await ask(`POST /api/auth/${roleInPath}/logout`, { token });
      expect(again.status).toBe(401);
      expect(again.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    }
  });
});

it('an administrator signs in at neither route, and out at both', async () => {
  const { email } = await signUp(app, 'admin');
  for (const { role } of ROLES) {
    const body = { email, password: PASSWORD };
    expect((await ask(`POST /api/auth/${role}/login`, { body })).status).toBe(401);
    const { token } = await signIn(app, email);
    expect((await ask(`POST /api/auth/${role}/logout`, { token })).status).toBe(200);
  }
});

it.each([
  ['no body', {}],
  ['an empty object', { body: {} }],
  ['an empty body called JSON', { raw: '', headers: { 'content-type': 'application/json' } }],
  ['an empty body called a form', { raw: '', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
])('signing out takes %s', async (_, asked) => {
  const { token } = await signUp(app, 'student');
  const signedOut = await ask('POST /api/auth/student/logout', { token, ...asked });
  expect(signedOut.status).toBe(200);
  expect((await ask('POST /api/auth/student/logout', { token })).status).toBe(401);
});

it('signing out needs a token', async () => {
  const { status, headers, body } = await ask('POST /api/auth/student/logout');
  expect(status).toBe(401);
  expect(headers.get('www-authenticate')).toBe('Bearer');
  expect(body['code']).toBe('UNAUTHENTICATED');
});
