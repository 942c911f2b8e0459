import { decodeEntry, encodeEntry } from '../../../src/platform/cache/entry';
import { columnsOf } from '../../../src/platform/database/columns';

const ENTRY = {
  versions: ['run.generation', 'first', 'second'],
  storedAt: 1_795_000_000_000,
  expiresAt: 1_795_000_600_000,
  json: '{"text":"a b"}',
};

/** Those that may be taken for numbers, too. */
const SHAPES = ['k3x9z1', '0', '1795', '1e9', '1e99999', 'zzzzzzz', columnsOf<{ id: string }>({ id: 'id' }).shape];

it.each([undefined, ...SHAPES])('an entry of the shape %s is read as it was written', (shape) => {
  const entry = { ...ENTRY, shape };
  expect(decodeEntry(encodeEntry(entry), shape)).toEqual(entry);
});

it.each(['', '[\n  1,\n  2\n]', '1 2 3\n4 5 6'])('the value %j is passed on unchanged', (json) => {
  expect(decodeEntry(encodeEntry({ ...ENTRY, json }))?.json).toBe(json);
  expect(decodeEntry(encodeEntry({ ...ENTRY, json, shape: 'k3x9z1' }), 'k3x9z1')?.json).toBe(json);
});

it.each(SHAPES)('an entry of another shape than %s, or of none, is not used', (shape) => {
  for (const other of [...SHAPES, undefined].filter((one) => one !== shape)) {
    expect(decodeEntry(encodeEntry({ ...ENTRY, shape: other }), shape)).toBeNull();
  }
});

it.each(SHAPES)(
  'who knows no shapes takes an entry of the shape %s for an expired one, of another generation',
  (shape) => {
    const taken = decodeEntry(encodeEntry({ ...ENTRY, shape }));
    // At any time after its storing; where a slow clock says that it was not stored yet, the generation says so.
    expect(taken?.expiresAt).toBeLessThanOrEqual(ENTRY.storedAt);
    expect(taken?.versions[0]).not.toBe(ENTRY.versions[0]);
  },
);

it.each(['', 'no line', '\n{}', '{}\n', '1 2\n{}', '1 2 version', ' 1 2 version\n{}', '1  version\n{}'])(
  '%j is no entry',
  (text) => {
    expect(decodeEntry(text)).toBeNull();
    expect(decodeEntry(text, 'k3x9z1')).toBeNull();
    expect(decodeEntry(`k3x9z1 ${text}`, 'k3x9z1')).toBeNull();
  },
);
