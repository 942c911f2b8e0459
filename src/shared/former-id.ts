/*
 * Ids of the former system have 96 bits: 32 bits of seconds and 64 others. The gateway's id of the same record is a UUIDv7.
 * Its time is the seconds in milliseconds. The 64 bits follow, then ten zero bits. The mapping needs no table in either
 * direction, so it must never change.
 */

const FORMER = /^[0-9a-f]{24}$/i;
const UUID = /^([0-9a-f]{8})-([0-9a-f]{4})-7([0-9a-f]{3})-([89ab][0-9a-f]{3})-([0-9a-f]{12})$/;
const MS = 1_000n;
const LOW_52 = (1n << 52n) - 1n;
const VARIANT = 0b10n << 62n;

/** The gateway's id for an id of the former system. @returns null for other text */
export function idOfFormer(text: string): string | null {
  if (!FORMER.test(text)) return null;
  const seconds = BigInt(`0x${text.slice(0, 8)}`);
  const others = BigInt(`0x${text.slice(8)}`);
  const time = (seconds * MS).toString(16).padStart(12, '0');
  const randA = (others >> 52n).toString(16).padStart(3, '0');
  const tail = (VARIANT | ((others & LOW_52) << 10n)).toString(16).padStart(16, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randA}-${tail.slice(0, 4)}-${tail.slice(4)}`;
}

/** The id that a record had in the former system. @returns null for an id that cannot come from there */
export function formerIdOf(id: string): string | null {
  const [, timeHigh, timeLow, randA, tailHigh, tailLow] = UUID.exec(id) ?? [];
  if (timeHigh === undefined) return null;
  const ms = BigInt(`0x${timeHigh}${timeLow}`);
  const tail = BigInt(`0x${tailHigh}${tailLow}`) - VARIANT;
  if (ms % MS !== 0n || ms / MS > 0xffff_ffffn || (tail & 0x3ffn) !== 0n) return null;
  const others = (BigInt(`0x${randA}`) << 52n) | (tail >> 10n);
  return (ms / MS).toString(16).padStart(8, '0') + others.toString(16).padStart(16, '0');
}
