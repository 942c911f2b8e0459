import fc from 'fast-check';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { ConfigError } from '../../src/config/config-error';
import { loadConfig } from '../../src/config/env';
import { VARIABLES, type VariableName } from '../../src/config/variables';
import { readDatabaseUrl } from '../../src/config/address/database-url';
import { readRedisUrl } from '../../src/config/address/redis-url';
import { AddressFault } from '../../src/config/address/url-parts';

const NAMES = Object.keys(VARIABLES) as VariableName[];

/** Pieces of which real values are made, and what breaks them. */
const piece = fc.constantFrom(
  ...[
    'postgresql://',
    'postgres:',
    'redis://',
    'rediss://',
    'unix://',
    'http://',
    '//',
    '/',
    ':',
    '@',
    '?',
    '&',
    '=',
    '#',
  ],
  ...[
    '%',
    '%25',
    '%00',
    '%FF',
    '%2F',
    ' ',
    '\n',
    '\t',
    '[',
    ']',
    '[::1]',
    '127.0.0.1',
    'host',
    '/0',
    '/16',
    '6379',
    '99999',
  ],
  ...[
    'sslmode',
    'require',
    'sslrootcert',
    'host',
    'schema',
    'options',
    '-c',
    'db',
    'family',
    'tls',
    'true',
    'off',
    ',',
  ],
  ...[
    '0',
    '-1',
    '1e9',
    '5/15m',
    '1h',
    '999999999999d',
    'kb',
    'ü',
    '\u{1F600}',
    '\uFEFF',
    '\\',
    '"',
    "'",
    '$',
    '{',
    '}',
    '*',
  ],
);
const value = fc.oneof(
  fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
  fc
    .tuple(fc.constantFrom('postgresql://u:p@h/d', 'redis://:p@h:1/2', 'unix:///s'), fc.array(piece, { maxLength: 5 }))
    .map(([start, rest]) => start + rest.join('')),
  fc.string({ unit: 'binary' }),
);
const environment = fc.dictionary(fc.constantFrom(...NAMES), value, { maxKeys: 6 });

it('no value of any variable is met by anything but the configuration or a sentence', () => {
  fc.assert(
    fc.property(environment, (env) => {
      try {
        loadConfig(env);
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        expect(error.message).not.toMatch(/\n\s+at /);
      }
    }),
    { numRuns: 3_000 },
  );
});

function taken<Address>(read: (raw: string) => Address, raw: string): Address | undefined {
  try {
    return read(raw);
  } catch (error) {
    if (error instanceof AddressFault) return undefined;
    throw error;
  }
}

it('whatever is taken for an address, its client takes too', () => {
  let count = 0;
  fc.assert(
    fc.property(value, (raw) => {
      const database = taken(readDatabaseUrl, raw);
      const redis = taken(readRedisUrl, raw);
      if (database) count += new Client(database.connection).host === '' ? 0 : 1;
      if (redis) new Redis({ ...redis, lazyConnect: true }).disconnect();
    }),
    { numRuns: 3_000 },
  );
  expect(count).toBeGreaterThan(0);
});
