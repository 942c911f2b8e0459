import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { signUp, startApp, type TestApp } from '../../support/app';
import { eventually } from '../../support/eventually';
import { dataOf, graphql } from '../../support/graphql';

const TRAINERS = '{ trainers(first: 50) { nodes { id name expertise } } }';

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ env: { REPLAY_MAX_BYTES: '65536' } });
});
afterAll(() => app.close());

/** A counter or gauge of the gateway. */
async function metric(name: string): Promise<number> {
  const text = await (await fetch(`${app.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
}

/** Asks until the answer came from the lane, and returns how many were replayed by the last. */
async function askUntilReplayed(query: string, token: string): Promise<void> {
  await eventually(async () => {
    const before = await metric('stms_replayed_answers_total');
    await graphql(app.url, query, { token });
    return (await metric('stms_replayed_answers_total')) > before;
  });
}

/** As fetch, but leaves the body as it came. */
function fetchRaw(
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; encoding: string; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const asked = request(`${app.url}${path}`, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          encoding: response.headers['content-encoding'] ?? '',
          body: Buffer.concat(chunks),
        }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

it('a repeated answer is the recorded one until something it shows has changed', async () => {
  const trainer = await signUp(app, 'trainer', { name: 'Before' });
  await askUntilReplayed(TRAINERS, trainer.token);
  await graphql(app.url, 'mutation { updateProfile(input: { name: "After" }) { id } }', { token: trainer.token });
  const { text } = await graphql(app.url, TRAINERS, { token: trainer.token });
  expect(text).toContain('After');
  expect(text).not.toContain('Before');
});

it('a change elsewhere in a list leaves the answer as it was: nothing is executed', async () => {
  const trainer = await signUp(app, 'trainer', { name: 'A trainer on the first page' });
  const elsewhere = await signUp(app, 'trainer', { name: 'Zoe, on the last' });
  const page = '{ trainers(first: 1) { nodes { id name expertise phone } } }';
  await askUntilReplayed(page, trainer.token);
  const before = await graphql(app.url, page, { token: trainer.token });
  const confirmed = await metric('stms_confirmed_answers_total');

  await graphql(app.url, 'mutation { updateProfile(input: { phone: "1" }) { id } }', { token: elsewhere.token });
  const after = await graphql(app.url, page, { token: trainer.token });
  expect(after.headers.get('x-cache')).toBe('MISS');
  expect(after.text).toBe(before.text);
  expect(await metric('stms_confirmed_answers_total')).toBe(confirmed + 1);

  // Kept again: from now on it is repeated.
  const replayed = await metric('stms_replayed_answers_total');
  await graphql(app.url, page, { token: trainer.token });
  expect(await metric('stms_replayed_answers_total')).toBe(replayed + 1);
});

it('where one of several values has changed, the answer is made anew and shows it', async () => {
  const trainer = await signUp(app, 'trainer', { name: 'Quintus' });
  const both = `{ trainer(id: "${trainer.id}") { phone } students(search: "nobody") { nodes { id } } }`;
  await askUntilReplayed(both, trainer.token);
  const confirmed = await metric('stms_confirmed_answers_total');
  await graphql(app.url, 'mutation { updateProfile(input: { phone: "2" }) { id } }', { token: trainer.token });
  const { body, headers } = await graphql(app.url, both, { token: trainer.token });
  expect(body.data).toEqual({ trainer: { phone: '2' }, students: { nodes: [] } });
  expect(headers.get('x-cache-key')?.split(',')).toHaveLength(2);
  expect(await metric('stms_confirmed_answers_total')).toBe(confirmed);
});

it('a recorded answer carries the headers of this request', async () => {
  const trainer = await signUp(app, 'trainer');
  await askUntilReplayed(TRAINERS, trainer.token);
  const { headers } = await graphql(app.url, TRAINERS, {
    token: trainer.token,
    headers: { 'x-request-id': 'mine-1234' },
  });
  expect(headers.get('x-request-id')).toBe('mine-1234');
  expect(headers.get('x-cache')).toBe('HIT');
  expect(headers.get('x-cache-key')).toMatch(/^all_trainers:/);
});

it('a response for one viewer is not replayed to another', async () => {
  const [one, other] = await Promise.all([signUp(app, 'student'), signUp(app, 'student')]);
  const query = '{ me { id email } }';
  await askUntilReplayed(query, one.token);
  expect(dataOf(await graphql(app.url, query, { token: other.token }))).toEqual({
    me: { id: other.id, email: other.email },
  });
});

it('a trainer’s response is not replayed to students', async () => {
  const [trainer, student] = await Promise.all([signUp(app, 'trainer'), signUp(app, 'student')]);
  const query = '{ students { nodes { id } } }';
  await askUntilReplayed(query, trainer.token);
  const { body } = await graphql(app.url, query, { token: student.token });
  expect(body.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
});

it('sessions are never replayed', async () => {
  const { token } = await signUp(app, 'student');
  const query = '{ sessions { id } me { id } }';
  for (let round = 0; round < 3; round += 1) await graphql(app.url, query, { token });
  const before = await metric('stms_replayed_answers_total');
  await graphql(app.url, query, { token });
  expect(await metric('stms_replayed_answers_total')).toBe(before);
});

it('compressed variants hold the same answer', async () => {
  const { token } = await signUp(app, 'trainer');
  await Promise.all(Array.from({ length: 30 }, () => signUp(app, 'trainer')));
  const path = `/graphql?query=${encodeURIComponent(TRAINERS)}`;
  const headers = { authorization: `Bearer ${token}` };
  const encoded = async (encoding: string) => {
    let answer = await fetchRaw(path, { ...headers, 'accept-encoding': encoding });
    await eventually(async () => {
      answer = await fetchRaw(path, { ...headers, 'accept-encoding': encoding });
      return answer.encoding === encoding;
    });
    return answer.body;
  };
  const plain = (await fetchRaw(path, headers)).body;
  expect(brotliDecompressSync(await encoded('br'))).toEqual(plain);
  expect(gunzipSync(await encoded('gzip'))).toEqual(plain);
  expect((await fetchRaw(path, { ...headers, 'accept-encoding': 'br;q=0' })).body).toEqual(plain);
});

it.each([`/graphql?query=${encodeURIComponent(TRAINERS)}`, '/api/auth/trainer/trainers?limit=50'])(
  'an unchanged answer is 304, a changed one is not, and neither is one to a viewer who has signed out: %s',
  async (path) => {
    const trainer = await signUp(app, 'trainer');
    const authorization = `Bearer ${trainer.token}`;
    const etag = (await fetch(app.url + path, { headers: { authorization } })).headers.get('etag') ?? '';
    const again = () => fetch(app.url + path, { headers: { authorization, 'if-none-match': etag } });
    expect(etag).not.toBe('');
    expect((await again()).status).toBe(304);
    expect((await again()).status).toBe(304);
    await graphql(app.url, 'mutation { updateProfile(input: { name: "Anew" }) { id } }', { token: trainer.token });
    expect((await again()).status).toBe(200);
    await graphql(app.url, 'mutation { logout }', { token: trainer.token });
    expect((await again()).status).toBe(401);
  },
);

it('memory stays within its bound', async () => {
  const { token } = await signUp(app, 'trainer');
  for (let round = 0; round < 60; round += 1) {
    await graphql(app.url, `query Q${round} { trainers(first: 40) { nodes { id name email } } }`, { token });
  }
  expect(await metric('stms_replay_bytes')).toBeLessThanOrEqual(65_536);
  expect(await metric('stms_replay_answers')).toBeGreaterThan(0);
});

it('a full memory keeps what is repeated: responses that nobody repeats push out none', async () => {
  const { token } = await signUp(app, 'trainer');
  const ask = (name: string) =>
    graphql(app.url, `query ${name} { trainers(first: 30) { nodes { id name } } }`, { token });
  for (let round = 0; round < 60; round += 1) await ask(`Fill${round}`);
  await askUntilReplayed('query Kept { trainers(first: 30) { nodes { id name } } }', token);
  for (let round = 0; round < 60; round += 1) await ask(`Once${round}`);
  const before = await metric('stms_replayed_answers_total');
  await ask('Kept');
  expect(await metric('stms_replayed_answers_total')).toBe(before + 1);
});
