import fc from 'fast-check';
import { AppError } from '../../../src/platform/errors/app-error';
import {
  decodeNameCursor,
  decodeTimeCursor,
  encodeNameCursor,
  encodeTimeCursor,
} from '../../../src/shared/connection/cursor';

const ID = '01a20539-cb4f-76e9-bbbc-a4ef569b02e0';

const ids = fc.uuid();
/** Where a cursor was refused, and why. */
function refusal(decode: () => unknown): unknown {
  try {
    return decode();
  } catch (error) {
    return error instanceof AppError ? { code: error.code, fields: error.fields } : error;
  }
}
const REFUSED = { code: 'BAD_USER_INPUT', fields: [{ path: 'after', message: 'is not a cursor of this list' }] };

const raw = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

it('gives back the place it was made of', () => {
  const names = fc.string({ unit: 'grapheme' }).filter((name) => !name.includes('\0'));
  fc.assert(
    fc.property(names, ids, (name, id) => {
      expect(decodeNameCursor('student', encodeNameCursor('student', { name, id }))).toEqual({ name, id });
    }),
  );
  const times = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(times, ids, (startsAt, id) => {
      const place = { startsAt, id };
      expect(decodeTimeCursor('lecture', encodeTimeCursor('lecture', place))).toEqual(place);
      expect(encodeTimeCursor('lecture', { startsAt: startsAt.toISOString(), id })).toBe(
        encodeTimeCursor('lecture', place),
      );
    }),
  );
});

it('leads to one place however it is written', () => {
  const place = { name: 'Ann?>', id: ID };
  const cursor = encodeNameCursor('student', place);
  const json = JSON.stringify(['student', 'Ann?>', ID.toUpperCase()], null, 1);
  for (const other of [
    `${cursor}==`,
    Buffer.from(json).toString('base64'),
    raw(['student', 'Ann?>', ID.toUpperCase()]),
  ]) {
    expect(decodeNameCursor('student', other)).toEqual(place);
  }
});

it('is absent at the beginning of a list', () => {
  expect(decodeNameCursor('student', undefined)).toBeUndefined();
  expect(decodeTimeCursor('lecture', null)).toBeUndefined();
});

it.each([
  ['nothing', ''],
  ['no base64', '***'],
  ['no JSON', Buffer.from('[').toString('base64url')],
  ['no array', raw({ length: 3 })],
  ['too little', raw(['student', 'Ann'])],
  ['too much', raw(['student', 'Ann', ID, 1])],
  ['another list', encodeNameCursor('trainer', { name: 'Ann', id: ID })],
  ['a time instead of a name', encodeTimeCursor('student', { startsAt: new Date(), id: ID })],
  ['an id that is none', raw(['student', 'Ann', `${ID}'`])],
  ['an id that is no text', raw(['student', 'Ann', [ID]])],
  ['a NUL', raw(['student', 'Ann\0', ID])],
  ['half a surrogate pair', raw(['student', 'Ann\ud83c', ID])],
  ['bytes that are not UTF-8', Buffer.from(`["student","J\xfcrgen","${ID}"]`, 'latin1').toString('base64url')],
])('refuses %s as a cursor by name', (_, cursor) => {
  expect(refusal(() => decodeNameCursor('student', cursor))).toEqual(REFUSED);
});

it.each([
  ['a name', raw(['lecture', '2026-01-01', ID])],
  ['a time past the end of time', raw(['lecture', 8.64e15 + 1, ID])],
  ['a year of five digits', raw(['lecture', Date.UTC(10_000, 0), ID])],
  ['a year before Christ', raw(['lecture', -1e14, ID])],
])('refuses %s instead of a time', (_, cursor) => {
  expect(refusal(() => decodeTimeCursor('lecture', cursor))).toEqual(REFUSED);
});
