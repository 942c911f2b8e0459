import { randomBytes } from 'node:crypto';
import { signUp, startApp, type Account, type TestApp } from '../../support/app';
import { documentedRest, type Ask } from '../../support/openapi';
import { errorsOf, rest, type RestAsked } from '../../support/rest';

/* Each answer is also checked against the OpenAPI document. */

const REGISTER = 'POST /api/auth/student/register';
const LOGIN = 'POST /api/auth/student/login';
const STUDENTS = 'GET /api/auth/student/students';
const LECTURES = 'GET /api/auth/lecture/all';
const JSON_TYPE = { 'content-type': 'application/json' };
const SECRET = 'hunter2hunter2';
const GOOD = { name: 'Nora', email: 'nora@example.org', password: SECRET, branch: 'Algebra' };

let app: TestApp;
let ask: Ask;
let student: Account;
let trainer: Account;

beforeAll(async () => {
  app = await startApp({
    env: { TRAINER_REGISTRATION: 'invite', TRAINER_INVITE_CODE: 'open sesame', BODY_LIMIT: '2kb' },
  });
  student = await signUp(app, 'student');
  const invited = await rest(app.url, 'POST /api/auth/trainer/register', {
    body: { name: 'Tim', email: 'tim@example.org', password: SECRET, expertise: 'Go', inviteCode: 'open sesame' },
  });
  trainer = { id: '', email: 'tim@example.org', password: SECRET, token: String(invited.body['token']) };
  ask = await documentedRest(app.url);
});
afterAll(() => app.close());

describe('400', () => {
  it.each([
    ['text that is no JSON', { raw: '{"email":', headers: JSON_TYPE }],
    ['an empty body', { raw: '', headers: JSON_TYPE }],
    ['no body', {}],
    ['an array', { body: [GOOD] }],
    ['text', { body: 'email' }],
    ['null', { body: null }],
    ['a number', { body: 1 }],
    ['JSON of a thousand levels', { raw: '['.repeat(1_000), headers: JSON_TYPE }],
  ] as [string, RestAsked][])('%s', async (_, asked) => {
    const { status, body } = await ask(LOGIN, asked);
    expect(status).toBe(400);
    expect(body['code']).toBe('BAD_REQUEST');
  });

  it('a body that is no object, where none is needed', async () => {
    const asked = { token: student.token, body: [] };
    expect((await ask('POST /api/auth/student/logout', asked)).status).toBe(400);
  });
});

describe('413', () => {
  it('a body above the limit', async () => {
    const { status, body } = await ask(LOGIN, { body: { email: 'x'.repeat(3_000), password: SECRET } });
    expect(status).toBe(413);
    expect(body['code']).toBe('PAYLOAD_TOO_LARGE');
  });
});

describe('415', () => {
  it.each([
    ['a form', { raw: 'email=a', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['JSON called text', { raw: '{}', headers: { 'content-type': 'text/plain' } }],
    ['JSON of another kind', { raw: '{}', headers: { 'content-type': 'application/vnd.api+json' } }],
    ['a type that is none', { raw: '{}', headers: { 'content-type': 'json' } }],
  ])('%s', async (_, asked) => {
    const { status, body } = await ask(LOGIN, asked);
    expect(status).toBe(415);
    expect(body['code']).toBe('UNSUPPORTED_MEDIA_TYPE');
  });

  it('a body of no type', async () => {
    const raw = Buffer.from('{}');
    const answer = await fetch(`${app.url}/api/auth/student/login`, { method: 'POST', body: raw });
    expect(answer.status).toBe(415);
  });

  it('takes JSON with a charset', async () => {
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    expect((await ask(LOGIN, { raw: '{}', headers })).status).toBe(422);
  });
});

describe('422 of bodies', () => {
  it.each([
    [
      'every missing field',
      {},
      ['name: is required', 'email: is required', 'password: is required', 'branch: is required'],
    ],
    ['null for a required field', { ...GOOD, name: null }, ['name: is required']],
    [
      'values of another type',
      { ...GOOD, email: 7, name: ['x'], phone: { a: 1 } },
      ['name: must be text', 'email: must be text', 'phone: must be text'],
    ],
    ['what the operation refuses', { ...GOOD, email: 'nora' }, ['email: must be an e-mail address']],
    ['a password that is too short', { ...GOOD, password: 'short' }, ['password: must have 8 to 128 characters']],
    ['a common password', { ...GOOD, password: 'password123' }, ['password: is among the most common passwords']],
    ['a name that is too long', { ...GOOD, name: 'x'.repeat(201) }, ['name: must have at most 200 characters']],
    ['a name that is empty', { ...GOOD, name: ' ' }, ['name: must not be empty']],
  ])('%s', async (_, body, errors) => {
    const answer = await ask(REGISTER, { body });
    expect(answer.status).toBe(422);
    expect(answer.body['code']).toBe('BAD_USER_INPUT');
    expect(errorsOf(answer)).toEqual(errors);
  });

  it('names that are not known are ignored, also those that every object has', async () => {
    const raw = '{"__proto__":{"email":"a"},"constructor":"x","email":"nora@example.org","role":"ADMIN","x":[1]}';
    const answer = await ask(LOGIN, { raw, headers: JSON_TYPE });
    expect(errorsOf(answer)).toEqual(['password: is required']);
  });

  it('never repeats what was sent', async () => {
    const bodies = [
      { ...GOOD, [SECRET + '!']: SECRET, email: SECRET },
      { ...GOOD, email: SECRET },
      { ...GOOD, name: SECRET, phone: SECRET.repeat(4) },
      { ...GOOD, name: { [SECRET]: SECRET } },
      SECRET,
    ];
    for (const body of bodies) expect((await ask(REGISTER, { body })).text).not.toContain(SECRET);
    const half = { raw: `{"password":"${SECRET}`, headers: JSON_TYPE };
    expect((await ask(REGISTER, half)).text).not.toContain(SECRET);
    const inQuery = await ask(`${LECTURES}?limit=${SECRET}&from=${SECRET}&after=${SECRET}`, { token: student.token });
    expect(inQuery.text).not.toContain(SECRET);
  });
});

describe('422 of query strings', () => {
  it.each([
    [`${STUDENTS}?limit=abc`, ['limit: must be a whole number']],
    [`${STUDENTS}?limit=1.5`, ['limit: must be a whole number']],
    [`${STUDENTS}?limit=1e1`, ['limit: must be a whole number']],
    [`${STUDENTS}?limit=99999999999`, ['limit: must be a whole number']],
    [`${STUDENTS}?limit=0`, ['limit: must be between 1 and 100']],
    [`${STUDENTS}?limit=-1`, ['limit: must be between 1 and 100']],
    [`${STUDENTS}?limit=101`, ['limit: must be between 1 and 100']],
    [`${STUDENTS}?limit=5&limit=6`, ['limit: must not be repeated']],
    [`${STUDENTS}?after=nowhere`, ['after: is not a cursor of this list']],
    [`${STUDENTS}?search=${'x'.repeat(101)}`, ['search: must have at most 100 characters']],
    [`${STUDENTS}?branch=${'x'.repeat(201)}`, ['branch: must have at most 200 characters']],
    [`${LECTURES}?from=yesterday`, ['from: is not a valid DateTime']],
    [`${LECTURES}?from=2026-02-30T00:00:00Z&to=soon`, ['from: is not a valid DateTime', 'to: is not a valid DateTime']],
    [`${LECTURES}?from=0001-01-01T00:00:00Z`, ['from: must lie between the years 1900 and 9998']],
    [
      'GET /api/auth/lecture/today?timeZone=Mars/Base',
      ['timeZone: is not a known IANA time zone, such as Europe/Berlin'],
    ],
  ])('%s', async (request, errors) => {
    const answer = await ask(request, { token: trainer.token });
    expect(answer.status).toBe(422);
    expect(errorsOf(answer)).toEqual(errors);
  });

  it('parameters that are not known are ignored', async () => {
    const address = `GET /api/auth/trainer/trainers`;
    const known = await ask(address, { token: trainer.token });
    const both = await ask(`${address}?fields=name&__proto__=x`, { token: trainer.token });
    expect([both.status, both.text]).toEqual([200, known.text]);
  });
});

describe('401', () => {
  const READS = [
    'student/students',
    'student/student/1',
    'trainer/trainers',
    'trainer/trainer/1',
    'lecture/all',
    'lecture/today',
    'lecture/1',
  ];

  it.each(READS)('%s without a token', async (address) => {
    const { status, headers, body } = await ask(`GET /api/auth/${address}`);
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(body['code']).toBe('UNAUTHENTICATED');
  });

  it.each(READS)('%s with a token that is none', async (address) => {
    const { status, headers } = await ask(`GET /api/auth/${address}`, { token: 'nonsense' });
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
  });

  it.each(['Basic dTpw', 'Bearer', 'token'])('of the header %s', async (authorization) => {
    expect((await ask(LECTURES, { headers: { authorization } })).status).toBe(401);
  });
});

describe('403', () => {
  it('the list of students, for a student', async () => {
    const { status, body } = await ask(STUDENTS, { token: student.token });
    expect(status).toBe(403);
    expect(body['code']).toBe('FORBIDDEN');
  });

  it.each([{}, { inviteCode: 'open  sesame' }])('registering as a trainer with the invitation %j', async (code) => {
    const email = `${randomBytes(6).toString('hex')}@example.org`;
    const body = { name: 'Tim', email, password: SECRET, expertise: 'Go', ...code };
    expect((await ask('POST /api/auth/trainer/register', { body })).status).toBe(403);
  });
});

describe('addresses and methods', () => {
  it.each(['/api', '/api/auth', '/api/auth/student', '/api/auth/student/Students', '/api/auth/lecture/all/1'])(
    '%s is nothing',
    async (address) => {
      for (const method of ['GET', 'POST']) {
        const { status, headers, body } = await rest(app.url, `${method} ${address}`);
        expect(status).toBe(404);
        expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
        expect(body).toMatchObject({ code: 'NOT_FOUND', status: 404, detail: 'No route matches this URL.' });
      }
    },
  );

  it('an address that cannot be decoded', async () => {
    const { status, body } = await ask('GET /api/auth/lecture/%zz', { token: student.token });
    expect(status).toBe(400);
    expect(body['code']).toBe('BAD_REQUEST');
  });

  it.each([
    ['GET', '/api/auth/student/login', 'POST'],
    ['PUT', '/api/auth/trainer/register', 'POST'],
    ['DELETE', '/api/auth/student/logout', 'POST'],
    ['HEAD', '/api/auth/student/logout', 'POST'],
    ['POST', '/api/auth/trainer/trainers', 'GET, HEAD'],
    ['PATCH', '/api/auth/lecture/1', 'GET, HEAD, PUT, DELETE'],
    ['POST', '/api/auth/student/student/1', 'GET, HEAD, PUT, DELETE'],
    ['POST', '/api/openapi.json', 'GET, HEAD'],
  ])('%s %s lists the methods that exist', async (method, address, allow) => {
    const answer = await fetch(app.url + address, { method, body: method === 'POST' ? 'anything' : undefined });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe(allow);
    if (method !== 'HEAD') expect(await answer.json()).toMatchObject({ code: 'METHOD_NOT_ALLOWED', status: 405 });
  });
});

it('every response has its request’s id and forbids sniffing', async () => {
  const asked = { token: student.token, headers: { 'x-request-id': 'my-own-request-7' } };
  const requests = [LECTURES, STUDENTS, `${LECTURES}?limit=x`, 'POST /api/auth/lecture/all', 'GET /api/none', LOGIN];
  for (const request of [...requests, 'GET /api/openapi.json']) {
    const { status, headers, body } = await rest(app.url, request, asked);
    expect(headers.get('x-request-id')).toBe('my-own-request-7');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
    if (status >= 400) expect(body['requestId']).toBe('my-own-request-7');
  }
});
