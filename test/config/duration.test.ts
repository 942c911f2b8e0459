import { duration, limit } from '../../src/config/duration';
import { Fault } from '../../src/config/parsers';

describe('duration', () => {
  it.each([
    ['1ms', 1],
    ['90s', 90_000],
    ['15m', 900_000],
    ['12h', 43_200_000],
    ['7d', 604_800_000],
    ['365d', 31_536_000_000],
  ])('%s', (raw, ms) => expect(duration()(raw)).toBe(ms));

  it.each(['0s', '60', '1.5h', '-1s', '1 h', '1H', '1w', 'h', '', '366d', '999999999999d', '0x10s', '１s'])(
    'refuses %p',
    (raw) => expect(() => duration()(raw)).toThrow(Fault),
  );

  it('names its bounds in the largest unit that fits', () => {
    expect(() => duration(1_000, 86_400_000)('1ms')).toThrow('must be from 1s to 1d');
    expect(() => duration(0, 90_000)('1h')).toThrow('must be from 0ms to 90s');
  });
});

describe('limit', () => {
  it.each([
    ['5/15m', { max: 5, windowMs: 900_000 }],
    ['1/1ms', { max: 1, windowMs: 1 }],
    ['off', null],
  ])('%s', (raw, expected) => expect(limit(raw)).toEqual(expected));

  it.each(['0/15m', '5', '5/', '/15m', '5/15', '5/0s', '5/15m/1', '-5/15m', 'on', '1.5/1m'])('refuses %p', (raw) =>
    expect(() => limit(raw)).toThrow(Fault),
  );
});
