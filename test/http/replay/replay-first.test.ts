import { connect } from 'node:net';
import { request as httpRequest } from 'node:http';
import { signUp, startApp, type Account, type TestApp } from '../../support/app';
import { eventually } from '../../support/eventually';
import { dataOf, graphql } from '../../support/graphql';
import { insertStudents } from '../../support/rows';
import { untilReplayed } from '../../support/work';

/*
 * A recorded response is sent before Fastify sees the request. Nobody can tell by the response, and a request that goes on
 * to Fastify goes on whole.
 */

const ORIGIN = 'https://front.example';
const QUERY = '{ students(first: 9, search: "Zoë") { nodes { id name email branch createdAt updatedAt } totalCount } }';
const REST_PATH = '/api/auth/student/students?limit=9';

let app: TestApp;
let trainer: Account;

beforeAll(async () => {
  app = await startApp({ env: { RATE_LIMIT_USER: '1000000/1h', CORS_ORIGINS: ORIGIN } });
  await insertStudents(
    app.databaseUrl,
    Array.from({ length: 9 }, (_, nth) => ({ name: `Zoë ${nth}` })),
  );
  trainer = await signUp(app, 'trainer');
});
afterAll(() => app.close());

interface Received {
  status: number;
  headers: Record<string, unknown>;
  body: string;
}

/** @param slowly in a body of two packets, whose length is not announced: only Fastify reads such */
function send(
  path: string,
  body: string | null,
  headers: Record<string, string> = {},
  slowly = false,
): Promise<Received> {
  const bytes = body === null ? null : Buffer.from(body);
  const announced = bytes && !slowly ? { 'content-length': String(bytes.length) } : {};
  const json = bytes ? { 'content-type': 'application/json' } : {};
  return new Promise((resolve, reject) => {
    const sent = httpRequest(app.url + path, {
      method: bytes ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${trainer.token}`, ...json, ...announced, ...headers },
    });
    sent.on('error', reject).on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      });
    });
    if (slowly) sent.write(bytes?.subarray(0, 9) ?? '');
    sent.end(slowly ? bytes?.subarray(9) : bytes);
  });
}

/** Asks until the response is recorded, and compressed where the client takes that: compressing goes on beside the requests. */
async function record(path: string, body: string | null, headers: Record<string, string>): Promise<void> {
  await untilReplayed(app, () => send(path, body, headers));
  const wanted = headers['accept-encoding'];
  await eventually(async () => (await send(path, body, headers)).headers['content-encoding'] === wanted);
}

const OWN = ['date', 'x-request-id', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'ratelimit'];

const comparable = ({ status, headers, body }: Received) => ({
  status,
  body,
  headers: Object.entries(headers)
    .filter(([name]) => !OWN.includes(name))
    .sort(([a], [b]) => a.localeCompare(b)),
  own: OWN.filter((name) => name in headers),
});

const DOCUMENT = JSON.stringify({ query: QUERY });
const GET = `/graphql?query=${encodeURIComponent(QUERY)}`;

describe.each([
  ['nothing further', {}],
  ['an allowed origin', { origin: ORIGIN }],
  ['another origin', { origin: 'https://elsewhere.example' }],
  ['brotli', { 'accept-encoding': 'br' }],
])('a request with %s', (_what, headers) => {
  it('by POST gets the same from the listener and from Fastify', async () => {
    await record('/graphql', DOCUMENT, headers);
    const early = await send('/graphql', DOCUMENT, headers);
    const late = await send('/graphql', DOCUMENT, headers, true);
    expect(comparable(early)).toEqual(comparable(late));
    expect(early.headers['x-cache']).toBe('HIT');
  });

  it.each([GET, REST_PATH])('by GET gets the same: %s', async (path) => {
    await record(path, null, headers);
    const early = await send(path, null, headers);
    // A GET that announces a body is Fastify's.
    const late = await send(path, null, { ...headers, 'content-length': '0' });
    expect(comparable(early)).toEqual(comparable(late));
    const etag = String(early.headers['etag']);
    const unchanged = await send(path, null, { ...headers, 'if-none-match': etag });
    expect([unchanged.status, unchanged.body, unchanged.headers['content-type']]).toEqual([304, '', undefined]);
    const lateUnchanged = await send(path, null, { ...headers, 'if-none-match': etag, 'content-length': '0' });
    expect(comparable(unchanged)).toEqual(comparable(lateUnchanged));
  });
});

it('a request that goes on to Fastify is counted and answered once', async () => {
  await record('/graphql', DOCUMENT, {});
  const before = await send('/graphql', DOCUMENT);
  await signUp(app, 'student', { name: 'Zoë the last' });
  const after = await send('/graphql', DOCUMENT);
  const remaining = ({ headers }: Received) => Number(headers['x-ratelimit-remaining']);
  expect(remaining(before) - remaining(after)).toBe(1);
  expect((JSON.parse(after.body) as { data: { students: object } }).data.students).toMatchObject({ totalCount: 10 });
});

it('two pipelined requests, each in packets of a few bytes, get their responses in order', async () => {
  await record('/graphql', DOCUMENT, {});
  const unknown = JSON.stringify({ query: '{ me { name } }' });
  const message = (body: string) =>
    `POST /graphql HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${trainer.token}\r\ncontent-type: application/json\r\n` +
    `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  const bytes = Buffer.from(message(unknown) + message(DOCUMENT));
  const socket = connect(Number(new URL(app.url).port), '127.0.0.1').setNoDelay(true);
  let received = '';
  socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
  for (let at = 0; at < bytes.length; at += 40) {
    await new Promise((resolve) => socket.write(bytes.subarray(at, at + 40), resolve));
  }
  while ((received.match(/HTTP\/1.1 200 OK/g) ?? []).length < 2 || !received.endsWith('}')) {
    await new Promise((resolve) => socket.once('data', resolve));
  }
  socket.destroy();
  expect(received.indexOf('"me"')).toBeGreaterThan(0);
  expect(received.indexOf('"students"')).toBeGreaterThan(received.indexOf('"me"'));
});

it('bytes that are not UTF-8 are refused, although a recorded operation has the character that would replace them', async () => {
  const query = '{ students(first: 1, search: "\uFFFD") { totalCount } }';
  for (let nth = 0; nth < 3; nth += 1) dataOf(await graphql(app.url, query, { token: trainer.token }));
  const text = JSON.stringify({ query });
  const [start, end] = text.split('\uFFFD');
  const damaged = Buffer.concat([Buffer.from(start ?? ''), Buffer.from([0xff]), Buffer.from(end ?? '')]);
  const response = await fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${trainer.token}` },
    body: damaged,
  });
  expect(response.status).toBe(400);
});
