import { gzipSync } from 'node:zlib';
import { signUp, startApp, type Account, type TestApp } from '../support/app';
import { raw } from '../support/raw';
import { select } from '../support/rows';

const UMLAUT = 'J\u00fcrgen';
const PASSWORD = 'a long \u00fcnlikely password';

let app: TestApp;
let student: Account;

beforeAll(async () => {
  app = await startApp();
  student = await signUp(app, 'student');
});
afterAll(() => app.close());

const registration = (email: string) => ({ name: UMLAUT, email, password: PASSWORD, branch: 'Algebra' });
const REGISTER = 'mutation ($input: RegisterStudentInput!) { registerStudent(input: $input) { token } }';

/** Both transports: where a registration is sent, and as what. */
const TRANSPORTS: [string, string, (email: string) => string][] = [
  ['GraphQL', '/graphql', (email) => JSON.stringify({ query: REGISTER, variables: { input: registration(email) } })],
  ['REST', '/api/auth/student/register', (email) => JSON.stringify(registration(email))],
];

async function send(path: string, body: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) {
  const response = await fetch(app.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const namesOf = async (email: string) =>
  (
    await select<{ name: string }>(
      app.databaseUrl,
      `SELECT name FROM students WHERE id IN (SELECT id FROM users WHERE email = '${email}')`,
    )
  ).map(({ name }) => name);
let count = 0;
const anyEmail = () => `bytes-${(count += 1)}@example.org`;

const utf8 = (text: string) => new Uint8Array(Buffer.from(text));
const spliced = (text: string, bytes: number[]) => {
  const [before = '', after = ''] = text.replace('\u00fc', '\0').split('\0');
  return new Uint8Array(Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]));
};
const bigEndian = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le').swap16());

const DAMAGED: [string, (json: string) => Uint8Array<ArrayBuffer>][] = [
  ['ISO-8859-1', (json) => new Uint8Array(Buffer.from(json, 'latin1'))],
  ['one byte of ISO-8859-1', (json) => spliced(json, [0xfc])],
  ['an overlong form', (json) => spliced(json, [0xc0, 0xaf])],
  ['an overlong quote', (json) => spliced(json, [0xc0, 0xa2])],
  ['a sequence that is cut off', (json) => spliced(json, [0xe2, 0x82])],
  ['a continuation without a beginning', (json) => spliced(json, [0xbc])],
  ['half of a surrogate pair (CESU-8)', (json) => spliced(json, [0xed, 0xa0, 0x80])],
  ['a code point beyond Unicode', (json) => spliced(json, [0xf4, 0x90, 0x80, 0x80])],
  ['a byte that UTF-8 never has', (json) => spliced(json, [0xff])],
  ['UTF-16', (json) => new Uint8Array(Buffer.from(`\ufeff${json}`, 'utf16le'))],
  ['UTF-16 without a mark', (json) => new Uint8Array(Buffer.from(json, 'utf16le'))],
  ['UTF-16 in the other order', (json) => bigEndian(`\ufeff${json}`)],
];

describe.each(TRANSPORTS)('a body sent to %s', (_transport, path, jsonFor) => {
  it.each(DAMAGED)('in %s is 400, and nothing is stored', async (_what, encode) => {
    for (const type of ['application/json', 'application/json; charset=utf-8']) {
      const email = anyEmail();
      const { status, text } = await send(path, encode(jsonFor(email)), { 'content-type': type });
      expect(status).toBe(400);
      expect(text).toContain('BAD_REQUEST');
      expect(await namesOf(email)).toEqual([]);
    }
  });

  it.each([
    'charset=iso-8859-1',
    'charset=ISO-8859-1',
    'charset="windows-1252"',
    'charset=utf-16',
    'charset=us-ascii',
    'charset=utf-8; charset=latin1',
    'CHARSET = latin1',
    'profile="a;b"; charset=latin1',
    'charset="lat\\in1"',
    "charset='utf-8'",
  ])('with %s is 415, and nothing is stored', async (parameters) => {
    const email = anyEmail();
    const answer = await send(path, utf8(jsonFor(email)), { 'content-type': `application/json; ${parameters}` });
    expect(answer.status).toBe(415);
    expect(answer.text).toContain('UNSUPPORTED_MEDIA_TYPE');
    expect(await namesOf(email)).toEqual([]);
  });

  it.each([
    '',
    'charset=utf-8',
    'charset=UTF-8',
    'charset="UTF-8"',
    'charset="\\UTF-8"',
    'charset=utf8',
    'Charset=Utf8',
    'charset=',
    'profile="x; charset=latin1"',
    'profile="x\\"; charset=latin1"; charset=utf-8',
  ])('in UTF-8, with %j, is taken as it is', async (parameters) => {
    const email = anyEmail();
    const { status } = await send(path, utf8(jsonFor(email)), { 'content-type': `application/json; ${parameters}` });
    expect([200, 201]).toContain(status);
    expect(await namesOf(email)).toEqual([UMLAUT]);
  });

  it('may begin with a byte order mark', async () => {
    const email = anyEmail();
    const { status } = await send(path, utf8(`\ufeff${jsonFor(email)}`));
    expect([200, 201]).toContain(status);
    expect(await namesOf(email)).toEqual([UMLAUT]);
    expect((await send(path, utf8(`\ufeff\ufeff${jsonFor(email)}`))).status).toBe(400);
    expect((await send(path, utf8('\ufeff'))).status).toBe(400);
  });

  it.each(['gzip', 'GZIP', 'br', 'deflate', 'x-gzip', 'identity, gzip', 'nonsense'])(
    'with Content-Encoding %s is 415 with what is accepted, and nothing is stored',
    async (coding) => {
      const email = anyEmail();
      for (const body of [new Uint8Array(gzipSync(jsonFor(email))), utf8(jsonFor(email))]) {
        const answer = await send(path, body, { 'content-encoding': coding });
        expect(answer.status).toBe(415);
        expect(answer.headers.get('accept-encoding')).toBe('identity');
        expect(answer.text).toContain('UNSUPPORTED_MEDIA_TYPE');
      }
      expect(await namesOf(email)).toEqual([]);
    },
  );

  it.each(['identity', 'Identity', ''])('with Content-Encoding %j is taken', async (coding) => {
    const email = anyEmail();
    await send(path, utf8(jsonFor(email)), { 'content-encoding': coding });
    expect(await namesOf(email)).toEqual([UMLAUT]);
  });
});

describe('a URL', () => {
  const ask = async (path: string) => (await fetch(app.url + path, { headers: authorized() })).status;
  const authorized = () => ({ authorization: `Bearer ${student.token}` });
  const LECTURES = '/api/auth/lecture/all?after=';
  const QUERY = '/graphql?query={lectures{totalCount}}&operationName=';

  it.each(['%FC', '%C0%AF', '%E2%82', '%BC', '%ED%A0%80', '%F4%90%80%80', '%ff%fe', '%', '%4', '%zz'])(
    'whose query string has %s is 400',
    async (octets) => {
      for (const path of [LECTURES, QUERY, '/health?x=', '/graphql?', '/nowhere?'])
        expect([path, await ask(path + octets)]).toEqual([path, 400]);
    },
  );

  it('with percent-encoded UTF-8 is read', async () => {
    const query = encodeURIComponent('{ lectures(search: "J\u00fcrgen \u{1f393}") { totalCount } }');
    const answer = await fetch(`${app.url}/graphql?query=${query}`, { headers: authorized() });
    expect(answer.status).toBe(200);
    expect(await ask('/health?x=100%25+%C3%BC')).toBe(200);
  });

  it.each([
    ['UTF-8', Buffer.from('\u00fc')],
    ['ISO-8859-1', Buffer.from('\u00fc', 'latin1')],
  ])('with bare bytes of %s is 400', async (_name, bytes) => {
    for (const path of ['/health?x=', '/health/']) {
      const request = Buffer.concat([
        Buffer.from(`GET ${path}`),
        bytes,
        Buffer.from(' HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
      ]);
      expect(await raw(app.url, request)).toMatch(/^HTTP\/1\.1 400 /);
    }
  });
});

it.each([
  ['UTF-8', Buffer.from('Browser of J\u00fcrgen'), 'Browser of J\u00fcrgen'],
  ['ISO-8859-1', Buffer.from('Browser of J\u00fcrgen', 'latin1'), 'Browser of J\u00fcrgen'],
])('a User-Agent in %s is kept without damage', async (_name, agent, kept) => {
  const body = JSON.stringify({ query: REGISTER, variables: { input: registration(anyEmail()) } });
  const head = `POST /graphql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n`;
  const sent = Buffer.concat([
    Buffer.from(`${head}Content-Length: ${Buffer.byteLength(body)}\r\nUser-Agent: `),
    agent,
    Buffer.from(`\r\n\r\n${body}`),
  ]);
  const token = /"token":"([^"]+)"/.exec(await raw(app.url, sent, 3_000))?.[1] ?? '';
  const answer = await fetch(`${app.url}/graphql?query={sessions{userAgent}}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(await answer.json()).toEqual({ data: { sessions: [{ userAgent: kept }] } });
});
