import { connect, type Socket } from 'node:net';
import { startApp, type TestApp } from '../../support/app';
import { eventually } from '../../support/eventually';

/* Who may watch a gateway, how many, and that they hold up nothing. The page itself is looked at in test/e2e. */

const TOKEN = 'a-token-of-the-tests';
const PRODUCTION = { NODE_ENV: 'production', TRAINER_REGISTRATION: 'closed', HOST: '127.0.0.1' };

let guarded: TestApp;
let silent: TestApp;

beforeAll(async () => {
  [guarded, silent] = await Promise.all([
    startApp({ env: { ...PRODUCTION, STATUS_TOKEN: TOKEN } }),
    startApp({ env: PRODUCTION }),
  ]);
});
afterAll(() => Promise.all([guarded.close(), silent.close()]));

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

interface Stream {
  status: number;
  headers: Headers;
  /** The next event's name and data. */
  next(): Promise<{ name: string; data: Record<string, unknown> }>;
  end(): void;
}

async function watch(url: string, headers: Record<string, string> = bearer(TOKEN)): Promise<Stream> {
  const abort = new AbortController();
  const response = await fetch(`${url}/status/events`, { headers, signal: abort.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    status: response.status,
    headers: response.headers,
    async next() {
      for (;;) {
        const [event, ...rest] = text.split('\n\n');
        if (rest.length > 0) {
          text = rest.join('\n\n');
          const [, name = '', data = ''] = /^event: (\w+)\ndata: (.*)$/.exec(event ?? '') ?? [];
          return { name, data: JSON.parse(data) as Record<string, unknown> };
        }
        const { done, value } = (await reader?.read()) ?? { done: true };
        if (done) throw new Error('the stream has ended');
        text += value;
      }
    },
    end: () => abort.abort(),
  };
}

describe('in production without a token', () => {
  it.each(['/status', '/status/events'])('%s is nothing', async (path) => {
    expect((await fetch(silent.url + path, { headers: bearer(TOKEN) })).status).toBe(404);
  });

  it('/health is JSON for browsers too', async () => {
    const response = await fetch(`${silent.url}/health`, { headers: { accept: 'text/html' }, redirect: 'manual' });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
  });
});

describe('with a token', () => {
  it('the page itself contains nothing, and needs no token', async () => {
    const response = await fetch(`${guarded.url}/status`);
    expect(response.status).toBe(200);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    const html = await response.text();
    expect(html).not.toMatch(/<script>|<style>| style=| on\w+=|https?:/);
    expect(html).not.toContain(TOKEN);
    for (const [, url = ''] of html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)) {
      expect([url, (await fetch(guarded.url + url)).status]).toEqual([url, 200]);
    }
  });

  it.each([
    ['none', {}],
    ['another', bearer('another-token-of-the-tests')],
    ['its beginning', bearer(TOKEN.slice(0, -1))],
    ['more than it', bearer(`${TOKEN}x`)],
    ['another scheme', { authorization: `Basic ${TOKEN}` }],
  ])('%s is 401', async (_what, headers) => {
    const { status, headers: sent } = await watch(guarded.url, headers);
    expect([status, sent.get('content-type'), sent.get('cache-control')]).toEqual([
      401,
      'application/problem+json; charset=utf-8',
      'no-store',
    ]);
  });

  it('is never taken from an address', async () => {
    expect((await fetch(`${guarded.url}/status/events?token=${TOKEN}`)).status).toBe(401);
  });

  it('a watcher gets the kept samples, then one each second', async () => {
    const stream = await watch(guarded.url);
    expect(stream.status).toBe(200);
    expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(stream.headers.get('cache-control')).toBe('no-store');
    expect(stream.headers.get('x-content-type-options')).toBe('nosniff');
    expect(stream.headers.get('x-request-id')).toMatch(/./);
    const { name, data } = await stream.next();
    expect([name, data]).toEqual([
      'begin',
      {
        version: '0.0.0-test',
        replica: expect.stringContaining(`process ${process.pid}`),
        startedAt: expect.any(Number),
        history: expect.any(Array),
      },
    ]);
    const samples = [await stream.next(), await stream.next()];
    expect(samples.map((event) => event.name)).toEqual(['sample', 'sample']);
    expect(samples[1]?.data).toMatchObject({
      status: 'ok',
      hitRatio: { students: null },
      operationsPerSecond: { graphql: 0, rest: 0 },
      redis: { usedMemoryBytes: expect.any(Number), keys: expect.any(Number) },
    });
    const later = await watch(guarded.url);
    const { history } = (await later.next()).data as { history: { at: number }[] };
    expect(history.map(({ at }) => at)).toEqual(expect.arrayContaining(samples.map(({ data: { at } }) => at)));
    stream.end();
    later.end();
  });

  it('so many may watch, and one more when one has left', async () => {
    const streams: Stream[] = [];
    await eventually(async () => {
      const stream = await watch(guarded.url);
      if (stream.status === 200) streams.push(stream);
      return stream.status === 503 && stream.headers.get('retry-after') === '1';
    });
    expect(streams.length).toBeGreaterThan(10);
    expect(streams.length).toBeLessThanOrEqual(20);
    streams.pop()?.end();
    await eventually(async () => {
      const stream = await watch(guarded.url);
      streams.push(stream);
      return stream.status === 200;
    });
    for (const stream of streams) stream.end();
  });
});

it('programs get health as before; browsers are led to the page', async () => {
  for (const accept of ['*/*', 'application/json', 'application/json, text/html', '']) {
    const response = await fetch(`${guarded.url}/health`, { headers: { accept }, redirect: 'manual' });
    expect([accept, response.status, response.headers.get('content-type')]).toEqual([
      accept,
      200,
      'application/json; charset=utf-8',
    ]);
    const names = Object.keys((await response.json()) as object);
    expect(names).toEqual(['status', 'version', 'uptimeSeconds', 'redis', 'database', 'cache']);
  }
  const accept = 'text/html,application/xhtml+xml,*/*;q=0.8';
  const visit = await fetch(`${guarded.url}/health`, { headers: { accept }, redirect: 'manual' });
  expect([visit.status, visit.headers.get('location'), visit.headers.get('vary')]).toEqual([
    302,
    '/status',
    expect.stringContaining('Accept'),
  ]);
});

describe('who watches', () => {
  /** Asks, and never reads what comes. */
  async function deaf(url: string): Promise<Socket> {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port) });
    socket.on('error', () => undefined).pause();
    socket.write(`GET /status/events HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`);
    return socket;
  }

  it('delays no drain, whether or not it reads', async () => {
    const app = await startApp();
    const stream = await watch(app.url, {});
    await stream.next();
    const socket = await deaf(app.url);
    await eventually(async () => /stms_requests_in_flight 3/.test(await (await fetch(`${app.url}/metrics`)).text()));
    await app.close(); // without an end of the streams it would wait for ever
    await expect(
      (async () => {
        for (;;) await stream.next();
      })(),
    ).rejects.toThrow();
    socket.destroy();
  });
});
