import { timeZoneName } from './time-zone';

/** Why a value is refused: the end of a sentence that starts with the variable's name. Never repeats the value. */
export class Fault extends Error {}

/** @throws Fault */
export type Parser<T> = (raw: string) => T;

export const text: Parser<string> = (raw) => raw;

export const flag: Parser<boolean> = (raw) => {
  if (raw === 'true' || raw === 'on') return true;
  if (raw === 'false' || raw === 'off') return false;
  throw new Fault('must be true, on, false or off');
};

export function oneOf<const Choice extends string>(...choices: Choice[]): Parser<Choice> {
  return (raw) => {
    const choice = choices.find((known) => known === raw);
    if (choice === undefined) throw new Fault(`must be one of ${choices.join(', ')}`);
    return choice;
  };
}

export function wholeNumber(min: number, max: number): Parser<number> {
  return (raw) => {
    const value = Number(raw);
    if (!/^\d{1,15}$/.test(raw) || value < min || value > max) {
      throw new Fault(`must be a whole number from ${min} to ${max}`);
    }
    return value;
  };
}

/** A number from 0 to 1. */
export const share: Parser<number> = (raw) => {
  const value = Number(raw);
  if (raw.trim() === '' || !(value >= 0 && value <= 1)) throw new Fault('must be a number from 0 to 1');
  return value;
};

/** A comma-separated list. Empty items, and spaces around items, are ignored. */
export function listOf<T>(part: Parser<T>): Parser<T[]> {
  return (raw) =>
    raw
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '')
      .map(part);
}

const BYTES_PER_UNIT = { '': 1, b: 1, kb: 1024, mb: 1024 * 1024 } as const;

/** `100kb`, `1mb` or plain bytes. @returns bytes */
const sizeBetween =
  (min: number, maxMegabytes: number): Parser<number> =>
  (raw) => {
    const match = /^(\d{1,9})(|b|kb|mb)$/.exec(raw.toLowerCase());
    const bytes = Number(match?.[1]) * BYTES_PER_UNIT[(match?.[2] ?? '') as keyof typeof BYTES_PER_UNIT];
    if (bytes >= min && bytes <= maxMegabytes * BYTES_PER_UNIT.mb) return bytes;
    const range = `from ${min} byte${min === 1 ? '' : 's'} to ${maxMegabytes}mb`;
    throw new Fault(`must be a size ${range}: a whole number, alone (bytes) or with kb or mb`);
  };

/** The size of one body. */
export const byteSize = sizeBetween(1, 64);

/** A limit on memory. The least is enough for a few responses. */
export const memorySize = sizeBetween(65_536, 4_096);

/** At least 32 bytes: HS256 signs with 256 bits, and a shorter secret can be guessed offline. */
export const secret: Parser<string> = (raw) => {
  if (Buffer.byteLength(raw, 'utf8') < 32) throw new Fault('is shorter than 32 bytes');
  if (raw.trim() === '') throw new Fault('is blank');
  return raw;
};

/** Sent as a bearer token. A random one of this length cannot be guessed. */
export const statusToken: Parser<string> = (raw) => {
  if (!/^[!-~]{16,}$/.test(raw)) throw new Fault('must be at least 16 characters: printable ASCII without spaces');
  return raw;
};

/** The start of every key. `X-Cache-Key` lists keys with commas, so it must be printable ASCII without commas. */
export const keyPrefix: Parser<string> = (raw) => {
  if (!/^[!-+\--~]*$/.test(raw)) throw new Fault('must be printable ASCII without spaces or commas');
  return raw;
};

/** An IANA name. Offsets such as `+02:00` are refused: they have no daylight saving time, and PostgreSQL inverts their sign. */
export const timeZone: Parser<string> = (raw) => {
  const name = timeZoneName(raw);
  if (name === null) throw new Fault('must be an IANA time zone');
  return name;
};
