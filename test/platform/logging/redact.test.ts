import fc from 'fast-check';
import { createLogger } from '../../../src/platform/logging/logger';
import { redact } from '../../../src/platform/logging/redact';

const BACKSLASH = '\\';
const SECRET = 'hunter2Zx9';
const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIwMTkyIn0.c2lnbmF0dXJlLW9mLXRoZS10ZXN0';
const HASH = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA';

/** What a line tells, once written. */
function logged(fields: object): string {
  let line = '';
  createLogger('trace', { write: (text: string) => (line = text) }).info(fields, 'a line');
  expect(JSON.parse(line)).toMatchObject({ msg: 'a line' });
  return line;
}

class WithMore extends Error {
  constructor(message: string, more: object) {
    super(message);
    Object.assign(this, more);
  }
}

describe('what is a secret by its name', () => {
  const NAMES = ['password', 'newPassword', 'passwordHash', 'password_hash', 'token', 'x-device-token', 'accessToken'];

  it.each([...NAMES, 'authorization', 'Cookie', 'set-cookie', 'JWT_SECRET', 'clientSecret', 'inviteCode', 'apiKey'])(
    '%s',
    (name) => {
      for (const value of [
        SECRET,
        `${SECRET}"`,
        `"${SECRET}\\`,
        `a\\"${SECRET}`,
        `\n${SECRET}`,
        [SECRET, `${SECRET}]"`],
      ]) {
        for (const fields of [{ [name]: value }, { a: { b: [{ c: { [name]: value } }] } }])
          expect(logged(fields)).not.toContain(SECRET);
        if (typeof value !== 'string') continue;
        const inText = {
          err: new Error(`no: ${JSON.stringify({ email: 'a', [name]: value })}`),
          text: JSON.stringify({ [name]: value }),
        };
        expect(logged(inText)).not.toContain(SECRET);
        expect(logged({ deeper: JSON.stringify(inText) })).not.toContain(SECRET);
      }
    },
  );

  it.each([
    `login(input: { email: "a@b.c", password: "${SECRET}" })`,
    `{ password: '${SECRET}' }`,
    `email=a&password=${SECRET}&x=1`,
    `token=${SECRET}`,
    `Authorization: Basic ${SECRET}`,
    `Bearer ${SECRET}`,
    `Cookie: theme=dark; session=${SECRET}`,
    `redis://default:${SECRET}@redis.internal:6379/0`,
    `postgresql://stms:${SECRET}@db.internal:5432/stms`,
  ])('in a text: %s', (text) => {
    expect(logged({ text })).not.toContain(SECRET);
    expect(logged({ err: new Error(text) })).not.toContain(SECRET);
    expect(logged({ err: new Error('outer', { cause: new Error(text) }) })).not.toContain(SECRET);
  });
});

it.each([TOKEN, TOKEN.slice(0, 40), HASH, '$2b$10$abcdefghijklmnopqrstuv'])(
  'what has the form of one: %s',
  (secret) => {
    for (const text of [secret, `"${secret}"`, `of ${secret}, which`, JSON.stringify({ jti: secret }), `/${secret}/`]) {
      expect(logged({ text })).not.toContain(secret.slice(8));
    }
  },
);

it('of an error only what is known to be harmless', () => {
  const command = { name: 'set', args: ['key', SECRET] };
  const detail = `Failing row contains (1, a@b.c, ${SECRET}).`;
  const err = new WithMore('no', {
    command,
    detail,
    where: SECRET,
    parameters: [SECRET],
    meta: { SECRET },
    code: '23514',
    table: 'users',
  });
  const line = logged({ err });
  expect(line).not.toContain(SECRET);
  expect(JSON.parse(line)).toMatchObject({
    err: {
      type: 'Error',
      message: 'no',
      code: '23514',
      table: 'users',
      stack: expect.stringContaining('redact.test.ts'),
    },
  });
  for (const thrown of [SECRET, { password: SECRET }, null, undefined, 7])
    expect(logged({ err: thrown })).not.toContain(SECRET);
});

it('what is none stays as it is', () => {
  const fields = {
    audit: 'password-change',
    outcome: 'refused',
    fields: ['input.newPassword'],
    tokens: 2000,
    url: 'http://127.0.0.1:4000',
    text: 'the password must have 8 to 128 characters; the token is not valid',
    place: 'at Tokens.verify (/app/dist/access/token.js:12:3)',
  };
  expect(JSON.parse(logged(fields))).toMatchObject(fields);
});

it('a client cannot hide what stands beside its words', () => {
  const fields = {
    email: `token='@example.org`,
    ip: '192.0.2.7',
    userAgent: `password="' cookie: x`,
    requestId: `'12345678`,
  };
  expect(JSON.parse(logged(fields))).toMatchObject({ ip: '192.0.2.7', requestId: `'12345678` });
});

it('the line stays JSON, and its other fields stay, whatever a client sends', () => {
  const pieces = [
    'token',
    'authorization',
    'password',
    'cookie',
    ':',
    '=',
    ' ',
    '"',
    "'",
    BACKSLASH,
    '{',
    '[',
    ']',
    'x',
  ];
  const text = fc.array(fc.constantFrom(...pieces, 'Bearer ', 'eyJabcdefgh', '$2b$', 'a://b:c@'), { maxLength: 12 });
  fc.assert(
    fc.property(text, text, (one, other) => {
      const fields = { ip: '192.0.2.7', userAgent: one.join(''), address: '192.0.2.8', email: other.join(''), at: 7 };
      expect(JSON.parse(redact(JSON.stringify(fields)))).toMatchObject({
        ip: '192.0.2.7',
        address: '192.0.2.8',
        at: 7,
      });
    }),
    { numRuns: 3_000 },
  );
});

it('a quotation mark after an escaped backslash ends the string', () => {
  for (const name of ['token:', 'authorization: ', 'password=', 'cookie":']) {
    const fields = { userAgent: name + BACKSLASH, requestId: '12345678' };
    expect(JSON.parse(redact(JSON.stringify(fields)))).toMatchObject({ requestId: '12345678' });
  }
});

it('long texts are searched in time', () => {
  for (const piece of [
    'a',
    'token ',
    'token: ',
    `password='`,
    'password:\\"',
    'eyJ-',
    'a://b:',
    '$argon2',
    'Bearer ',
    '\\',
  ]) {
    redact(JSON.stringify({ text: piece.repeat(300_000 / piece.length) }));
  }
});
