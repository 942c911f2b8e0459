import type { Limit } from './rate-limits';
import { Fault, wholeNumber, type Parser } from './parsers';

const MS_PER_UNIT = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type Unit = keyof typeof MS_PER_UNIT;

const YEAR = 365 * MS_PER_UNIT.d;

/** The longest wait that `setTimeout` supports. Above 2^31 - 1 ms Node fires at once. */
export const LONGEST_TIMER = 24 * MS_PER_UNIT.d;

/**
 * A whole number with its unit: `500ms`, `30s`, `15m`, `12h`, `7d`. A number alone is refused, because its unit is unknown.
 *
 * @returns milliseconds, `min` to `max`
 */
export function duration(min: number = 1, max: number = YEAR): Parser<number> {
  return (raw) => {
    const match = /^(\d{1,12})(ms|s|m|h|d)$/.exec(raw);
    if (!match) throw new Fault('must be a whole number with ms, s, m, h or d');
    const value = Number(match[1]) * MS_PER_UNIT[match[2] as Unit];
    if (value < min || value > max) throw new Fault(`must be from ${spell(min)} to ${spell(max)}`);
    return value;
  };
}

/** `max/window`, or `off`. @returns null for `off` */
export const limit: Parser<Limit | null> = (raw) => {
  if (raw === 'off') return null;
  const [max, window, ...rest] = raw.split('/');
  if (max === undefined || window === undefined || rest.length > 0) throw new Fault('must be max/window, or off');
  return { max: part('max', max, wholeNumber(1, 1_000_000_000)), windowMs: part('window', window, duration()) };
};

function part<T>(name: string, raw: string, parse: Parser<T>): T {
  try {
    return parse(raw);
  } catch (error) {
    throw error instanceof Fault ? new Fault(`must be max/window, or off; the ${name} ${error.message}`) : error;
  }
}

function spell(ms: number): string {
  const units: Unit[] = ['d', 'h', 'm', 's'];
  const unit = units.find((candidate) => ms > 0 && ms % MS_PER_UNIT[candidate] === 0) ?? 'ms';
  return `${ms / MS_PER_UNIT[unit]}${unit}`;
}
