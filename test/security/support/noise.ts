import fc from 'fast-check';
import { FEATURES } from '../../../src/app/features';
import { createSchema } from '../../../src/graphql/schema';
import { MARKER } from '../../support/bad-input';
import { Documents } from './documents';

/*
 * What a stranger may send. The marker stands in values only: names are the schema's, and errors may repeat them.
 */
export const schema = createSchema(FEATURES);
export const documents = new Documents(schema);
export const roots = documents.roots();
export const names = [...new Set([...documents.fields(), ...roots].flatMap((name) => name.split('.')))];

const HOSTILE = [
  '',
  ' ',
  '\uFB2C'.repeat(60),
  '%00',
  '%',
  "' OR 1=1; --",
  '../../etc/passwd',
  '${7*7}',
  '__proto__',
  'constructor',
  '2026-01-01T00:00:00Z',
  '+275760-09-13T00:00:00.001Z',
  '018f0000-0000-7000-8000-000000000000',
  'a@example.org',
  'Europe/Berlin',
  'x'.repeat(6_000),
];

/** Text of any kind, often with the marker in it. */
export const text: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: fc.constant(MARKER), weight: 1 },
  { arbitrary: fc.constantFrom(...HOSTILE), weight: 2 },
  { arbitrary: fc.constantFrom(...HOSTILE).map((hostile) => MARKER + hostile), weight: 2 },
  // What databases cannot keep.
  { arbitrary: fc.constantFrom('\0', 'a\0', `${MARKER}\uD83C`), weight: 2 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 40 }).map((any) => any + MARKER), weight: 1 },
  { arbitrary: fc.string({ maxLength: 40 }), weight: 1 },
);

export const scalar = fc.oneof(
  text,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constantFrom(null, -1, 0, 101, 2 ** 31, 2 ** 53, 1e308),
);

const key = fc.constantFrom(...names, 'input', '__proto__', 'constructor', 'toString', '');

/** Any JSON value; its keys are names of the schema and of JavaScript. */
export const json: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries) as unknown),
  ),
})).value;

/** Bytes of any kind, or JSON with a few of its bytes changed. */
export const bytes: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.tuple(json, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 3 })).map(([value, changes]) => {
    const valid = Buffer.from(JSON.stringify({ query: '{ me { id } }', variables: value }));
    for (const [at, byte] of changes) valid[at % valid.length] = byte;
    return valid;
  }),
  fc
    .constantFrom('['.repeat(50_000), '{"a":'.repeat(5_000), `{"query":"${'{a'.repeat(4_000)}"}`, ' '.repeat(200_000))
    .map((any) => Buffer.from(any)),
);
