import { signUp, startApp, type Account, type TestApp } from '../support/app';
import { raw } from '../support/raw';

const ORIGIN = 'https://app.example.org';
const STATUS_TOKEN = 'a-token-for-the-status-page';

let app: TestApp;
let trainer: Account;

beforeAll(async () => {
  app = await startApp({ env: { CORS_ORIGINS: ORIGIN, STATUS_TOKEN } });
  trainer = await signUp(app, 'trainer');
});
afterAll(() => app.close());

const ask = (method: string, path: string, headers: Record<string, string> = {}) =>
  fetch(app.url + path, { method, headers, redirect: 'manual' });

const LIST = '/graphql?query={lectures{totalCount}}';
const REST_LIST = '/api/auth/lecture/all';
/** What differs from one request to the next, or between connections. */
const VARYING = ['date', 'x-request-id', 'x-ratelimit-reset', 'ratelimit', 'connection', 'keep-alive'];
/** HEAD may leave out a length of nothing, and does where a redirection has no body. */
const headersOf = ({ headers }: Response) =>
  Object.fromEntries(
    [...headers].filter(([name, value]) => !VARYING.includes(name) && `${name} ${value}` !== 'content-length 0'),
  );

const WITH: Record<string, string>[] = [{}, { 'accept-encoding': 'identity' }, { accept: 'text/html', origin: ORIGIN }];

describe('HEAD', () => {
  it.each([
    LIST,
    '/graphql?query={nothing}',
    '/graphql?query={',
    '/graphql?query=mutation{logout}',
    '/graphql',
    REST_LIST,
    '/api/auth/lecture/01890a5d-ac96-774b-bcce-b302099a8057',
    '/api/auth/trainer/trainers?limit=x',
    '/api/openapi.json',
    '/livez',
    '/readyz',
    '/',
    '/explorer',
    '/api/docs',
    '/status',
    '/docs/errors/BAD_REQUEST.md',
    '/nowhere',
    '/graphql/',
    '/nowhere?x=%FC',
  ])('%s is answered as GET is, without the body', async (path) => {
    const tokens: Record<string, string>[] = [{}, { authorization: `Bearer ${trainer.token}` }];
    for (const headers of tokens) {
      for (const extra of WITH) {
        const both = { ...headers, ...extra };
        await ask('GET', path, both); // so that both find the same in the cache
        const get = await ask('GET', path, both);
        const head = await ask('HEAD', path, both);
        expect(head.status).toBe(get.status);
        expect(headersOf(head)).toEqual(headersOf(get));
        expect(await head.text()).toBe('');
        await get.text();
      }
    }
  });

  it.each([LIST, REST_LIST])('%s asks again by its ETag', async (path) => {
    const headers = { authorization: `Bearer ${trainer.token}` };
    const etag = (await ask('GET', path, headers)).headers.get('etag') ?? '';
    const [get, head] = [
      await ask('GET', path, { ...headers, 'if-none-match': etag }),
      await ask('HEAD', path, { ...headers, 'if-none-match': etag }),
    ];
    expect([get.status, head.status]).toEqual([304, 304]);
    expect(headersOf(head)).toEqual(headersOf(get));
  });

  it('has the headers of GET on /health and /metrics', async () => {
    for (const path of ['/health', '/metrics']) {
      const [get, head] = [await ask('GET', path), await ask('HEAD', path)];
      expect(head.status).toBe(200);
      expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'));
      expect(await head.text()).toBe('');
    }
  });

  it('/status/events ends at once, and needs the token as GET does', async () => {
    expect((await ask('HEAD', '/status/events')).status).toBe(401);
    const head = await ask('HEAD', '/status/events', { authorization: `Bearer ${STATUS_TOKEN}` });
    expect(head.status).toBe(200);
    expect(head.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(await head.text()).toBe('');
  });

  it('signs nobody out and changes nothing', async () => {
    const headers = { authorization: `Bearer ${trainer.token}` };
    expect((await ask('HEAD', '/graphql?query=mutation{logout}', headers)).status).toBe(405);
    expect((await ask('GET', LIST, headers)).status).toBe(200);
  });
});

describe('a method that a path does not have', () => {
  it.each([
    ['/graphql', 'GET, HEAD, POST', ['PUT', 'PATCH', 'DELETE', 'PROPFIND', 'QUERY']],
    ['/health', 'GET, HEAD', ['POST', 'PUT', 'DELETE']],
    ['/metrics', 'GET, HEAD', ['POST']],
    ['/', 'GET, HEAD', ['POST', 'DELETE']],
    ['/explorer', 'GET, HEAD', ['POST']],
    ['/status', 'GET, HEAD', ['POST']],
    ['/status/events', 'GET, HEAD', ['POST']],
    ['/docs/errors/BAD_REQUEST.md', 'GET, HEAD', ['POST']],
    ['/api/openapi.json', 'GET, HEAD', ['POST', 'PUT']],
    ['/api/auth/student/login', 'POST', ['GET', 'HEAD', 'PUT', 'DELETE']],
    ['/api/auth/lecture/1?x=2', 'GET, HEAD, PUT, DELETE', ['POST', 'PATCH']],
    ['/api/auth/trainer/trainers/', 'GET, HEAD', ['POST', 'DELETE']],
  ] as [string, string, string[]][])('%s has %s: 405', async (path, allow, methods) => {
    for (const method of methods) {
      for (const type of ['application/json', 'text/plain', 'application/json; charset=latin1']) {
        const body = method === 'GET' || method === 'HEAD' ? undefined : 'not JSON';
        const answer = await fetch(app.url + path, { method, body, headers: { 'content-type': type, origin: ORIGIN } });
        expect([method, answer.status]).toEqual([method, 405]);
        expect(answer.headers.get('allow')).toBe(allow);
        expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
        if (method !== 'HEAD') expect(await answer.text()).toContain('METHOD_NOT_ALLOWED');
      }
    }
  });

  it.each(['TRACE', 'FROB'])('%s is refused', async (method) => {
    const answer = await raw(app.url, `${method} /graphql HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 40[05] /);
  });

  it.each(['GET', 'POST', 'DELETE', 'OPTIONS'])(
    'is no matter where there is no such path: %s is 404',
    async (method) => {
      const answer = await fetch(`${app.url}/nowhere`, { method, headers: { origin: ORIGIN } });
      expect(answer.status).toBe(404);
      expect(answer.headers.get('allow')).toBeNull();
      expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    },
  );
});

describe('OPTIONS', () => {
  it.each([
    ['/graphql', 'GET, HEAD, POST, OPTIONS'],
    ['/graphql/', 'GET, HEAD, POST, OPTIONS'],
    ['/health', 'GET, HEAD, OPTIONS'],
    ['/api/auth/student/login', 'POST, OPTIONS'],
    ['/api/auth/lecture/1', 'GET, HEAD, PUT, DELETE, OPTIONS'],
  ])('%s tells which methods there are', async (path, allow) => {
    const answer = await ask('OPTIONS', path);
    expect(answer.status).toBe(204);
    expect(answer.headers.get('allow')).toBe(allow);
    expect(await answer.text()).toBe('');
  });

  it('* is answered too', async () => {
    const answer = await raw(app.url, 'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 204 /);
  });

  it('of a browser that asks first is CORS’s', async () => {
    const answer = await ask('OPTIONS', '/graphql', {
      origin: ORIGIN,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-methods')).toBe('GET, POST, PUT, DELETE, OPTIONS');
  });
});

it.each([LIST.replace('/graphql', '/graphql/'), `${REST_LIST}/`, '/livez/', '/api/openapi.json/', '/explorer/'])(
  '%s, with a slash at the end of its path, is the same',
  async (path) => {
    const headers = { authorization: `Bearer ${trainer.token}` };
    const plain = await ask('GET', path.replace(/\/(?=$|\?)/, ''), headers);
    const slashed = await ask('GET', path, headers);
    expect(slashed.status).toBe(200);
    expect(await slashed.text()).toBe(await plain.text());
  },
);
