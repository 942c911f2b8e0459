import { signUp, startApp, type TestApp } from '../../support/app';
import { codesOf, graphql } from '../../support/graphql';
import { documentedRest, type Ask } from '../../support/openapi';

/* A limit used up over one transport is used up over the other, and what one has read need not be read by the other. */

const LOGIN = 'POST /api/auth/student/login';
const STUDENTS = 'GET /api/auth/student/students';
const WRONG = 'not the password';

let app: TestApp;
let ask: Ask;
let people = 0;

async function start(env: Record<string, string> = {}): Promise<void> {
  app = await startApp({ env });
  ask = await documentedRest(app.url);
}

const newEmail = () => `n${(people += 1)}@example.org`;
const newPerson = () => ({ name: 'N', email: newEmail(), password: 'correct horse battery' });

describe('attempts to sign in', () => {
  beforeAll(() => start({ RATE_LIMIT_LOGIN: '5/15m' }));
  afterAll(() => app.close());

  const five = [1, 2, 3, 4, 5];
  const onRest = (email: string) => ask(LOGIN, { body: { email, password: WRONG } });
  const onGraphql = (email: string) =>
    graphql(app.url, 'mutation ($input: LoginInput!) { login(input: $input) { token } }', {
      variables: { input: { email, password: WRONG } },
    });

  it('on REST leave none for GraphQL', async () => {
    const email = newEmail();
    for (const nth of five) {
      const { status, headers } = await onRest(email);
      expect(status).toBe(401);
      expect(headers.get('x-ratelimit-limit')).toBe('5');
      expect(headers.get('x-ratelimit-remaining')).toBe(String(5 - nth));
    }
    expect(codesOf(await onGraphql(email))).toEqual(['RATE_LIMITED']);
    expect(codesOf(await onGraphql(newEmail()))).toEqual(['UNAUTHENTICATED']);
  });

  it('on GraphQL leave none for REST, at either route', async () => {
    const email = newEmail();
    for (const _ of five) expect(codesOf(await onGraphql(email))).toEqual(['UNAUTHENTICATED']);
    const body = { email: ` ${email.toUpperCase()}`, password: WRONG };
    const refused = await ask('POST /api/auth/trainer/login', { body });
    expect(refused.status).toBe(429);
    expect(refused.body['code']).toBe('RATE_LIMITED');
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(900);
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(refused.headers.get('ratelimit-policy')).toBe('"login";q=5;w=900');
  });

  it('that are no attempts are not counted', async () => {
    const email = newEmail();
    const bodies = [{}, { email }, { email, password: 1 }, { email, password: { x: 1 } }, []];
    for (const body of bodies) expect([400, 422]).toContain((await ask(LOGIN, { body })).status);
    expect((await onRest(email)).headers.get('x-ratelimit-remaining')).toBe('4');
  });

  it('are no more than five of a hundred at once', async () => {
    const email = newEmail();
    const attempts = Array.from({ length: 50 }, () => [
      onRest(email).then(({ body }) => body['code']),
      onGraphql(email).then((answer) => codesOf(answer)[0]),
    ]);
    const codes = await Promise.all(attempts.flat());
    const tried = codes.filter((code) => code === 'UNAUTHENTICATED');
    // A machine that is too busy to count or to hash in time says so; such an attempt tries no password.
    const others = codes.filter((code) => code !== 'UNAUTHENTICATED' && code !== 'SERVICE_UNAVAILABLE');
    expect(tried.length).toBeLessThanOrEqual(5);
    expect(new Set(others)).toEqual(new Set(['RATE_LIMITED']));
    expect((await onRest(email)).status).toBe(429);
  });
});

describe('limits', () => {
  beforeAll(() => start({ RATE_LIMIT_REGISTER: '4/15m', RATE_LIMIT_API: '2/5m', RATE_LIMIT_USER: '4/1m' }));
  afterAll(() => app.close());

  it('registrations of both roles over both transports are one, operations of a user are one, repeated or not', async () => {
    const { token } = await signUp(app, 'trainer');
    const student = () => ask('POST /api/auth/student/register', { body: { ...newPerson(), branch: 'C' } });
    const trainer = () => ask('POST /api/auth/trainer/register', { body: { ...newPerson(), expertise: 'E' } });
    const onGraphql = () =>
      graphql(app.url, 'mutation ($input: RegisterStudentInput!) { registerStudent(input: $input) { token } }', {
        variables: { input: { ...newPerson(), branch: 'C' } },
      });
    expect((await student()).status).toBe(201);
    expect((await trainer()).status).toBe(201);
    expect(codesOf(await onGraphql())).toEqual([]);
    expect((await student()).status).toBe(429);
    expect((await trainer()).status).toBe(429);
    expect(codesOf(await onGraphql())).toEqual(['RATE_LIMITED']);

    for (const remaining of ['3', '2', '1']) {
      const { status, headers } = await ask(STUDENTS, { token });
      expect(status).toBe(200);
      expect(headers.get('x-ratelimit-remaining')).toBe(remaining);
    }
    expect(codesOf(await graphql(app.url, '{ me { id } }', { token }))).toEqual([]);
    const refused = await ask(STUDENTS, { token });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('x-ratelimit-limit')).toBe('4');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(codesOf(await graphql(app.url, '{ me { id } }', { token }))).toEqual(['RATE_LIMITED']);
  });

  it('anonymous reads are counted by address, signing in is not one', async () => {
    expect((await ask(STUDENTS)).status).toBe(401);
    expect(codesOf(await graphql(app.url, '{ trainers { nodes { id } } }'))).toEqual(['UNAUTHENTICATED']);
    const refused = await ask('GET /api/auth/lecture/today');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).not.toBeNull();
    expect((await ask(LOGIN, { body: { email: newEmail(), password: WRONG } })).status).toBe(401);
  });
});

describe('the cache', () => {
  let token: string;
  /** A list of each test's own. */
  let limit = 10;
  let list: string;
  let key: string;

  beforeAll(async () => {
    await start();
    ({ token } = await signUp(app, 'trainer'));
  });
  afterAll(() => app.close());
  beforeEach(() => {
    limit += 1;
    list = `${STUDENTS}?limit=${limit}`;
    key = `all_students:first=${limit},all_students:count:`;
  });

  const onGraphql = () => graphql(app.url, `{ students(first: ${limit}) { nodes { id } totalCount } }`, { token });
  const cacheOf = ({ headers }: { headers: Headers }) => [headers.get('x-cache'), headers.get('x-cache-key')];

  /** How many answers were repeated without executing anything, as an operator sees it. */
  const replayed = async () => {
    const metrics = await (await fetch(`${app.url}/metrics`)).text();
    return Number(/^stms_replayed_answers_total (\d+)$/m.exec(metrics)?.[1]);
  };

  it('filled by GraphQL is read by REST', async () => {
    expect(cacheOf(await onGraphql())).toEqual(['MISS', key]);
    expect(cacheOf(await ask(list, { token }))).toEqual(['HIT', key]);
    expect(await app.redis.exists(...key.split(','))).toBe(2);
  });

  it('filled by REST is read by GraphQL', async () => {
    expect(cacheOf(await ask(list, { token }))).toEqual(['MISS', key]);
    expect(cacheOf(await onGraphql())).toEqual(['HIT', key]);
  });

  it('repeats an answer until something in it changes', async () => {
    const student = await signUp(app, 'student', { name: 'Bo' });
    await ask(list, { token });
    const before = await ask(list, { token });
    const countBefore = await replayed();
    const repeated = await ask(list, { token });
    expect(await replayed()).toBe(countBefore + 1);
    expect(before.text).toContain('"Bo"');
    expect(repeated.text).toBe(before.text);
    expect(cacheOf(repeated)).toEqual(['HIT', key]);
    await graphql(app.url, 'mutation { updateProfile(input: { name: "Cy" }) { id } }', { token: student.token });
    const after = await ask(list, { token });
    expect(after.text).toContain('"Cy"');
    expect(after.text).not.toContain('"Bo"');
  });

  it('never repeats to one what another may see', async () => {
    const [ada, bo] = [await signUp(app, 'student'), await signUp(app, 'student')];
    const address = `GET /api/auth/student/student/${ada.id}`;
    for (const _ of [1, 2, 3]) {
      expect((await ask(address, { token: ada.token })).status).toBe(200);
      expect((await ask(address, { token })).status).toBe(200);
      expect((await ask(address, { token: bo.token })).status).toBe(404);
      expect((await ask(list, { token })).status).toBe(200);
      expect((await ask(list, { token: ada.token })).status).toBe(403);
      expect((await ask(list)).status).toBe(401);
    }
  });

  it('repeats nothing to whom is signed out', async () => {
    const leaver = await signUp(app, 'trainer');
    for (const _ of [1, 2, 3]) expect((await ask(list, { token: leaver.token })).status).toBe(200);
    await ask('POST /api/auth/trainer/logout', { token: leaver.token });
    expect((await ask(list, { token: leaver.token })).status).toBe(401);
  });

  it('answers 304 for what the client has', async () => {
    const { headers } = await ask(list, { token });
    expect(headers.get('cache-control')).toBe('private, no-cache');
    const etag = headers.get('etag') ?? '';
    for (const _ of [1, 2]) {
      const unchanged = await ask(list, { token, headers: { 'if-none-match': etag } });
      expect(unchanged.status).toBe(304);
      expect(unchanged.text).toBe('');
    }
  });
});
