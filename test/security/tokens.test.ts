import jwt from 'jsonwebtoken';
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { request } from 'node:http';
import {
  redisUrlOf,
  JWT_SECRET,
  sessionIdOf,
  signIn,
  signUp,
  startApp,
  type Account,
  type TestApp,
} from '../support/app';
import { withstands } from '../support/afterwards';
import { codesOf, dataOf, graphql } from '../support/graphql';
import { rest } from '../support/rest';

/*
 * Tokens as an attacker would make them, over every transport. What only GraphQL can be asked is in
 * test/graphql/token-rules.test.ts.
 */
const LIST = '{ trainers { nodes { id name } } }';
const CREATE = `mutation { createLecture(input: {
  title: "T", startsAt: "2026-05-01T09:00:00Z", endsAt: "2026-05-01T10:00:00Z" }) { id } }`;

interface Minted {
  sub: string;
  jti: string;
  exp: number;
  [claim: string]: unknown;
}

let app: TestApp;
let student: Account;
let trainer: Account;

beforeAll(async () => {
  app = await startApp();
  student = await signUp(app, 'student');
  trainer = await signUp(app, 'trainer');
  // From now on the list is repeated without executing it: a path of its own.
  for (let nth = 0; nth < 3; nth += 1) dataOf(await graphql(app.url, LIST, { token: trainer.token }));
});
afterAll(() => app.close());
// A token that passes where it should not may have signed the trainer out: the next attack starts anew.
afterEach(async () => {
  const { status } = await graphql(app.url, '{ me { id } }', { token: trainer.token });
  if (status === 401) trainer = await signIn(app, trainer.email);
});

const claimsOf = ({ id, token }: Account): Minted => ({ sub: id, jti: sessionIdOf(token), exp: soon() });
const soon = () => Math.floor(Date.now() / 1000) + 600;
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token of any header and payload at all. */
function forge(header: object, payload: unknown, secret: string | Buffer = JWT_SECRET): string {
  const signed = `${part(header)}.${part(payload)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

const HEADER = { alg: 'HS256', typ: 'JWT' };
const mint = (payload: unknown) => forge(HEADER, payload);
const withHeader = (header: object, secret?: string | Buffer) =>
  forge({ ...HEADER, ...header }, claimsOf(trainer), secret);

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const attackersJwk = publicKey.export({ format: 'jwk' });
const rsaSigned = (header: object) =>
  jwt.sign(claimsOf(trainer), privateKey, { algorithm: 'RS256', header: { alg: 'RS256', ...header } });

/** The statuses with which a token is met: executing, repeating, by GET, changing, and by REST, reading and signing out. */
async function statusesAtEveryDoor(token: string): Promise<number[]> {
  const { url } = app;
  const answers = [
    await graphql(url, '{ me { id } }', { token }),
    await graphql(url, LIST, { token }),
    await graphql(url, LIST, { token, method: 'GET' }),
    await graphql(url, CREATE, { token }),
    await graphql(url, 'mutation { logoutEverywhere }', { token }),
    await rest(url, 'GET /api/auth/trainer/trainers', { token }),
    await rest(url, 'GET /api/auth/student/students', { token }),
    await rest(url, 'POST /api/auth/trainer/logout', { token }),
  ];
  for (const { text } of answers) expect(text).not.toMatch(/"data":|"trainers":|A trainer/);
  return [...new Set(answers.map(({ status }) => status))];
}

describe('refused over every transport, and nothing has changed', () => {
  it.each<[string, () => string]>([
    // A header that says how the token is to be verified, under the right signature and under the attacker's own.
    ['kid', () => withHeader({ kid: '1' })],
    ['kid of an empty file', () => withHeader({ kid: '../../../../dev/null' }, '')],
    ['kid with SQL', () => withHeader({ kid: "x' UNION SELECT 'key" }, 'key')],
    ['jku', () => withHeader({ jku: 'https://attacker.example/keys' })],
    ['jwk', () => withHeader({ jwk: { kty: 'oct', k: Buffer.from('key').toString('base64url') } }, 'key')],
    ['jwk of the right secret', () => withHeader({ jwk: { kty: 'oct' } })],
    ['jwk of RS256', () => rsaSigned({ jwk: attackersJwk })],
    ['jku of RS256', () => rsaSigned({ jku: 'https://attacker.example/keys' })],
    ['x5u', () => withHeader({ x5u: 'https://attacker.example/certificate' })],
    ['x5c', () => withHeader({ x5c: ['MIIB'] })],
    ['x5t', () => withHeader({ x5t: 'AAAA' })],
    ['crit', () => withHeader({ crit: ['exp'] })],
    ['b64', () => withHeader({ b64: false, crit: ['b64'] })],
    ['cty', () => withHeader({ cty: 'JWT' })],
    ['zip', () => withHeader({ zip: 'DEF' })],
    ['__proto__', () => withHeader(JSON.parse('{"__proto__":{"kid":"1"}}') as object)],
    // Other algorithms and kinds.
    ['alg none', () => `${part({ alg: 'none', typ: 'JWT' })}.${part(claimsOf(trainer))}.`],
    ['alg none with a signature', () => withHeader({ alg: 'none' })],
    ['alg nOnE', () => `${part({ alg: 'nOnE' })}.${part(claimsOf(trainer))}.`],
    ['alg in a list', () => withHeader({ alg: ['HS256'] })],
    ['alg null', () => withHeader({ alg: null })],
    ['no alg', () => forge({ typ: 'JWT' }, claimsOf(trainer))],
    ['alg in small letters', () => withHeader({ alg: 'hs256' })],
    ['RS256', () => rsaSigned({})],
    ['HS256 with a public key', () => withHeader({}, publicKey.export({ format: 'pem', type: 'spki' }))],
    ['typ of access tokens', () => withHeader({ typ: 'at+jwt' })],
    ['typ of device tokens', () => withHeader({ typ: 'device+jwt' })],
    ['typ null', () => withHeader({ typ: null })],
    // Keys that somebody may have left blank.
    ['the empty key', () => withHeader({}, '')],
    ['a key of NUL', () => withHeader({}, '\0'.repeat(32))],
    ['a key of spaces', () => withHeader({}, ' '.repeat(32))],
    ['the key undefined', () => withHeader({}, 'undefined')],
    ['the key null', () => withHeader({}, 'null')],
    ['the secret read as base64', () => withHeader({}, Buffer.from(JWT_SECRET, 'base64'))],
    ['the secret in capitals', () => withHeader({}, JWT_SECRET.toUpperCase())],
    // Other issuers and audiences, where a secret is shared.
    ['another iss', () => mint({ ...claimsOf(trainer), iss: 'https://attacker.example' })],
    ['iss empty', () => mint({ ...claimsOf(trainer), iss: '' })],
    ['iss null', () => mint({ ...claimsOf(trainer), iss: null })],
    ['iss in a list', () => mint({ ...claimsOf(trainer), iss: ['stms-gateway'] })],
    ['another aud', () => mint({ ...claimsOf(trainer), aud: 'another-service' })],
    ['aud of others', () => mint({ ...claimsOf(trainer), aud: ['another-service', 'stms-gateway.example'] })],
    ['aud of nobody', () => mint({ ...claimsOf(trainer), aud: [] })],
    ['aud as an object', () => mint({ ...claimsOf(trainer), aud: { 0: 'stms-gateway' } })],
    // Edited after it was signed.
    ['an edited role', () => edited(student, { role: 'ADMIN' })],
    ['an edited user', () => edited(student, { sub: trainer.id })],
    ['an edited end', () => edited(student, { exp: soon() + 1_000_000 })],
    ['another’s payload', () => student.token.replace(/\.[^.]+\./, `.${trainer.token.split('.')[1]}.`)],
    // Another's session, signed by someone who has the secret.
    ['another’s jti', () => mint({ ...claimsOf(trainer), jti: sessionIdOf(student.token) })],
    ['another’s jti and role', () => mint({ ...claimsOf(student), jti: sessionIdOf(trainer.token), role: 'TRAINER' })],
    ['jti of every object', () => mint({ ...claimsOf(trainer), jti: 'constructor' })],
    ['jti __proto__', () => mint({ ...claimsOf(trainer), jti: '__proto__' })],
    ['jti *', () => mint({ ...claimsOf(trainer), jti: '*' })],
    ['jti in a list', () => mint({ ...claimsOf(trainer), jti: [sessionIdOf(trainer.token)] })],
    ['sub of another key', () => mint({ ...claimsOf(trainer), sub: `${trainer.id}:x` })],
    ['sub *', () => mint({ ...claimsOf(trainer), sub: '*' })],
    // Out of time.
    ['past its end', () => mint({ ...claimsOf(trainer), exp: soon() - 601 })],
    ['at its end', () => mint({ ...claimsOf(trainer), exp: Math.floor(Date.now() / 1000) })],
    ['an end as text', () => mint({ ...claimsOf(trainer), exp: String(soon()) })],
    ['no end', () => mint({ ...claimsOf(trainer), exp: undefined })],
    [
      'an end that JSON cannot hold',
      () => forgeText(JSON.stringify({ ...claimsOf(trainer), exp: 0 }).replace('"exp":0', '"exp":1e999')),
    ],
    ['a beginning ahead', () => mint({ ...claimsOf(trainer), nbf: soon() - 300 })],
    ['issued ahead', () => mint({ ...claimsOf(trainer), iat: soon() - 300 })],
    // No token at all.
    ['two dots', () => '..'],
    ['five parts', () => `${trainer.token}.a.b`],
    ['only two parts', () => trainer.token.split('.').slice(0, 2).join('.')],
    ['padding', () => `${trainer.token}=`],
    ['bytes after its signature', () => `${trainer.token}A`],
    ['JSON that nests deep', () => forgeText('['.repeat(700))],
  ])('%s', async (_name, token) => {
    const statuses = await withstands(app, trainer, () => statusesAtEveryDoor(token()));
    expect(statuses).toEqual([401]);
  });

  it('tokens anywhere but in the header', async () => {
    const { token } = trainer;
    const query = '{ me { id } }';
    await withstands(app, trainer, async () => {
      const headers = { cookie: `token=${token}; access_token=${token}`, 'x-access-token': token };
      expect(codesOf(await graphql(app.url, query, { headers }))).toEqual(['UNAUTHENTICATED']);
      const extensions = { token, authorization: `Bearer ${token}` };
      expect(codesOf(await graphql(app.url, query, { extensions }))).toEqual(['UNAUTHENTICATED']);
      for (const address of [`?access_token=${token}`, `?token=${token}`, `?authorization=Bearer%20${token}`]) {
        const { status } = await rest(app.url, `GET /api/auth/trainer/trainers${address}`);
        expect([401, 422]).toContain(status);
      }
    });
  });

  it.each<[string, () => string[]]>([
    ['twice the same', () => [`Bearer ${trainer.token}`, `Bearer ${trainer.token}`]],
    ['a good one first', () => [`Bearer ${trainer.token}`, 'Bearer x']],
    ['a good one last', () => ['Bearer x', `Bearer ${trainer.token}`]],
    ['of two people', () => [`Bearer ${student.token}`, `Bearer ${trainer.token}`]],
    ['an empty one last', () => [`Bearer ${trainer.token}`, '']],
  ])('two Authorization headers: %s', async (_name, values) => {
    await withstands(app, trainer, async () => {
      for (const [method, path, body] of [
        ['POST', '/graphql', JSON.stringify({ query: LIST })],
        ['POST', '/graphql', JSON.stringify({ query: CREATE })],
        ['GET', `/graphql?query=${encodeURIComponent(LIST)}`, ''],
        ['GET', '/api/auth/trainer/trainers', ''],
        ['POST', '/api/auth/trainer/logout', ''],
      ] as const)
        expect([400, 401]).toContain(await statusOf(method, path, values(), body));
    });
  });
});

describe('accepted, for it is what the contract says', () => {
  it.each<[string, () => string]>([
    ['sub, jti and exp, and no more', () => mint(claimsOf(trainer))],
    ['iat, too', () => mint({ ...claimsOf(trainer), iat: soon() - 600 })],
    ['without typ', () => forge({ alg: 'HS256' }, claimsOf(trainer))],
    ['typ in small letters', () => withHeader({ typ: 'jwt' })],
    ['our issuer and audience', () => mint({ ...claimsOf(trainer), iss: 'stms-gateway', aud: 'stms-gateway' })],
    ['us among other audiences', () => mint({ ...claimsOf(trainer), aud: ['another-service', 'stms-gateway'] })],
    ['claims that mean nothing here', () => mint({ ...claimsOf(trainer), scope: '*', role: null })],
  ])('%s', async (_name, token) => {
    const answer = await graphql(app.url, '{ me { id role } }', { token: token() });
    expect(dataOf(answer)).toEqual({ me: { id: trainer.id, role: 'TRAINER' } });
    expect((await rest(app.url, 'GET /api/auth/student/students', { token: token() })).status).toBe(200);
  });
});

it('no claim gives rights: they are those of the account, whatever the token says', async () => {
  const rights = { role: 'ADMIN', roles: ['ADMIN', 'TRAINER'], isAdmin: true, user: { id: trainer.id, role: 'ADMIN' } };
  const token = mint({ ...claimsOf(student), ...rights });
  await withstands(app, student, async () => {
    expect(dataOf(await graphql(app.url, '{ me { id role } }', { token }))).toEqual({
      me: { id: student.id, role: 'STUDENT' },
    });
    expect(codesOf(await graphql(app.url, '{ students { totalCount } }', { token }))).toEqual(['FORBIDDEN']);
    expect(codesOf(await graphql(app.url, CREATE, { token }))).toEqual(['FORBIDDEN']);
    expect((await rest(app.url, 'GET /api/auth/student/students', { token })).status).toBe(403);
  });
});

it('its own end is the session’s, however long the token says it lasts', async () => {
  const account = await signUp(app, 'trainer');
  const token = mint({ ...claimsOf(account), exp: soon() + 1_000_000 });
  expect((await graphql(app.url, '{ me { id } }', { token })).status).toBe(200);
  const [text = ''] = await app.redis.hvals(`session:${account.id}`);
  const session = JSON.parse(text) as number[];
  session[3] = Date.now() - 1;
  await app.redis.hset(`session:${account.id}`, sessionIdOf(account.token), JSON.stringify(session));
  expect(await statusesAtEveryDoor(token)).toEqual([401]);
});

describe('a new secret', () => {
  const OLD = 'the secret of last year, 32 bytes or more';
  const NEW = 'the secret of this year, 32 bytes or more';
  const replica = (env: Record<string, string>) =>
    startApp({ env, database: { url: app.databaseUrl }, redis: { url: redisUrlOf(app) } });

  it('signs nobody out, not even while half of the replicas know it', async () => {
    const before = await replica({ JWT_SECRET: OLD });
    const announced = await replica({ JWT_SECRET: OLD, JWT_SECRET_PREVIOUS: NEW });
    const changed = await replica({ JWT_SECRET: NEW, JWT_SECRET_PREVIOUS: OLD });
    const after = await replica({ JWT_SECRET: NEW });
    try {
      const account = await signUp(before, 'trainer');
      const [early, late] = [account.token, (await signIn(changed, account.email)).token];
      const isTaken = async ({ url }: TestApp, token: string) => {
        const { status } = await graphql(url, '{ me { id } }', { token });
        expect((await rest(url, 'GET /api/auth/trainer/trainers', { token })).status).toBe(status);
        return status === 200;
      };
      // Two steps: first every replica learns the new secret, then every replica signs with it.
      for (const one of [before, announced, changed]) expect(await isTaken(one, early)).toBe(true);
      for (const one of [announced, changed, after]) expect(await isTaken(one, late)).toBe(true);
      expect(await isTaken(before, late)).toBe(false);
      expect(await isTaken(after, early)).toBe(false);
      expect(() => jwt.verify(late, OLD)).toThrow();
      expect(jwt.verify(late, NEW)).toMatchObject({ sub: account.id });
      // Signed in before the change, signed out after it: out on all replicas.
      dataOf(await graphql(changed.url, 'mutation { logout }', { token: early }));
      for (const one of [before, announced, changed]) expect(await isTaken(one, early)).toBe(false);
    } finally {
      await Promise.all([before, announced, changed, after].map((one) => one.close()));
    }
  });
});

function edited({ token }: Account, changes: object): string {
  const [header, payload = '', signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  return [header, part({ ...claims, ...changes }), signature].join('.');
}

/** Signs a payload that JSON.stringify would not make. */
function forgeText(payload: string): string {
  const signed = `${part(HEADER)}.${Buffer.from(payload).toString('base64url')}`;
  return `${signed}.${createHmac('sha256', JWT_SECRET).update(signed).digest('base64url')}`;
}

/** fetch joins equal headers to one; this sends each on a line of its own. */
function statusOf(method: string, path: string, authorization: string[], body: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = authorization.flatMap((value) => ['Authorization', value]);
    if (body) headers.push('Content-Type', 'application/json', 'Content-Length', String(Buffer.byteLength(body)));
    const sent = request(app.url + path, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
