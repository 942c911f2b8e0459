import { select } from './rows';

/** Part of every bad value that is text: no answer may repeat it. */
export const MARKER = 'zQ7marker';

/** What a field is refused for: how the case is called, and the value; `undefined` leaves the field out. */
export type BadValue = [name: string, value: unknown];

interface TextRule {
  /** In code points. */
  max: number;
  required?: boolean;
  /** Whether text of nothing, or of nothing but space, is refused. */
  filled?: boolean;
}

/** Values that a text field refuses. */
export function badTexts({ max, required = false, filled = true }: TextRule): BadValue[] {
  return [
    ...badTypes,
    ['too long', MARKER.padEnd(max + 1, 'x')],
    ['too long in code points', MARKER.padEnd(MARKER.length + 2 * (max + 1 - MARKER.length), '🎓')],
    ['too long once it is normalized', `${MARKER}${'\uFB2C'.repeat(max - MARKER.length)}`],
    ['a NUL byte', `${MARKER}\0`],
    ['half a surrogate pair', `${MARKER}\uD83C`],
    ['the other half', `\uDF93${MARKER}`],
    ...(filled ? EMPTY : []),
    ...(required ? MISSING : []),
  ];
}

/** Values of other types than text. */
export const badTypes: BadValue[] = [
  ['a number', 7],
  ['a truth value', true],
  ['a list', [MARKER]],
  ['an object', { [MARKER]: MARKER }],
];

export const EMPTY: BadValue[] = [
  ['empty', ''],
  ['nothing but space', ' \t\u00A0\u2003 '],
];

export const MISSING: BadValue[] = [
  ['missing', undefined],
  ['null', null],
];

export const badMoments: BadValue[] = [
  ...badTypes,
  ['no moment', MARKER],
  ['empty', ''],
  ['without an offset', '2026-01-01T00:00:00'],
  ['without a time', '2026-01-01'],
  ['a 30th of February', '2026-02-30T00:00:00Z'],
  ['a 13th month', '2026-13-01T00:00:00Z'],
  ['a 25th hour', '2026-01-01T25:00:00Z'],
  ['too early for calendars', '1899-12-31T23:59:59Z'],
  ['too late', '9999-01-01T00:00:00Z'],
  ['later than years can tell', '+275760-09-13T00:00:00Z'],
];

const DIGESTS = ['users', 'students', 'trainers', 'admins', 'lectures'].map(
  (table) => `(SELECT md5(string_agg(t::text, '|' ORDER BY id)) FROM ${table} t)`,
);

/** Selects `digest`, of all rows that clients can change. */
export const STATE = `SELECT concat_ws('-', ${DIGESTS.join(', ')}) AS digest`;

export async function stateOf(databaseUrl: string): Promise<string> {
  const [row] = await select<{ digest: string }>(databaseUrl, STATE);
  return row?.digest ?? '';
}
