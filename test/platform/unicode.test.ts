import { triedAddress } from '../../src/features/audit/audit';
import { isNormalizable, normalized } from '../../src/platform/unicode';
import { parseCode } from '../../src/shared/code';
import {
  normalizeOptional,
  normalizeOptionalPhone,
  normalizeSearch,
  normalizeText,
} from '../../src/shared/validation/normal-form';
import { isEmailAddress, normalizeEmail } from '../../src/shared/validation/text';

/* Text that is made to take Node's own normalization long. */

const MARKS = '\u0301\u0323';

afterEach(() => jest.restoreAllMocks());

it('normalizes text as Node does, with as many marks as any language puts in a row', () => {
  const text = `a${MARKS.repeat(15)} \uFB01 ${MARKS.repeat(15)}`;
  for (const form of ['NFC', 'NFD', 'NFKC'] as const) expect(normalized(text, form)).toBe(text.normalize(form));
});

it('leaves text with more marks in a row as it is', () => {
  for (const text of [MARKS.repeat(15) + '\u0301', `${MARKS.repeat(15)}a\u0301${MARKS.repeat(15)}`]) {
    expect(isNormalizable(text)).toBe(false);
    expect(normalized(text, 'NFC')).toBe(text);
  }
});

it.each(['', 'a', 'a@', 'x\u200B@a.'])('gives Node nothing to sort that takes long: %j and marks', (start) => {
  const normalize = jest.spyOn(String.prototype, 'normalize');
  for (const text of [
    start + MARKS.repeat(2_000),
    start + `${MARKS.repeat(15)}\u200B`.repeat(200),
    `${start}${MARKS.repeat(2_000)}@example.org`,
  ]) {
    for (const use of [normalizeEmail, normalizeText, normalizeOptional, normalizeOptionalPhone, normalizeSearch])
      use(text);
    for (const use of [parseCode, triedAddress, isEmailAddress]) use(text);
  }
  const given = normalize.mock.contexts.map(String);
  expect(given.filter((text) => !isNormalizable(text))).toEqual([]);
});

it('an address with too many marks is only put into lower case', () => {
  const text = `A${MARKS.repeat(1_000)}`;
  expect(normalizeEmail(text)).toBe(text.toLowerCase());
  expect(normalizeEmail(`${text}Σ`)).toBe(`${text.toLowerCase()}ς`);
});

it('does not normalize what is too long for an e-mail address', () => {
  const normalize = jest.spyOn(String.prototype, 'normalize');
  for (const letter of ['\uFDFA', 'a', MARKS]) {
    const text = letter.repeat(30_000);
    expect(normalizeEmail(text)).toBe(text);
    expect(isEmailAddress(text)).toBe(false);
  }
  expect(normalize).not.toHaveBeenCalled();
  expect(normalizeEmail(` ${'\u200B'.repeat(30_000)}A@b.example `)).toBe('a@b.example');
});

it('leaves a domain that is too long for one as it is', () => {
  const letters = Array.from({ length: 254 }, (_, nth) => String.fromCodePoint(0x4e00 + nth)).join('');
  expect(normalizeEmail(`A@xn--bcher-kva.${letters}`)).toBe(`a@xn--bcher-kva.${letters}`);
});
