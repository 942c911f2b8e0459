import fc from 'fast-check';
import {
  normalizeEmail,
  normalizeOptionalPhone,
  normalizePhone,
  normalizeSearch,
  normalizeText,
} from '../../src/shared/validation/normal-form';
import { isEmailAddress } from '../../src/shared/validation/text';
import { parseUuid } from '../../src/platform/database/ids';
import { foldCase } from '../../src/platform/database/search-text';

/*
 * Whatever has two spellings has one normal form, and a normal form is its own.
 */
const FORMS: [name: string, normalize: (text: string) => string][] = [
  ['e-mail', normalizeEmail],
  ['text', normalizeText],
  ['phone', normalizePhone],
  ['search', (text) => normalizeSearch(text) ?? ''],
  ['case', foldCase],
];

const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));

const hasOtherForms = (c: string) =>
  /[\p{M}\p{Default_Ignorable_Code_Point}\s]/u.test(c) ||
  [c.toLowerCase(), c.toUpperCase(), c.normalize('NFKC')].some((other) => other !== c);

/** All but the syllables of Hangul, which are alike. */
const CHANGED = Array.from({ length: 0x110000 }, (_, code) => code)
  .filter((code) => code < 0xac00 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code))
  .filter(hasOtherForms);

describe.each(FORMS)('the normal form of %s', (_, normalize) => {
  const isOwn = (text: string) => normalize(normalize(text)) === normalize(text);

  it('is its own normal form, whatever the text', () => {
    fc.assert(fc.property(texts, isOwn), { numRuns: 2_000 });
    fc.assert(fc.property(texts, texts, (local, domain) => isOwn(`${local}@${domain}.example`)));
  });

  it('is its own normal form for every character that has other forms', () => {
    const changing = CHANGED.filter((c) => !isOwn(`a${c}@b${c}.example`) || !isOwn(c));
    expect(changing).toEqual([]);
  });

  it('does not depend on how letters and their marks are put together', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(normalize(text.normalize('NFD'))).toBe(normalize(text.normalize('NFC')));
      }),
    );
  });
});

/** Words of an address as people have them: of alphabets whose upper case leads back to them. */
const words = fc.string({ unit: fc.constantFrom(...'abcxyz019éñžøşçδοσςжщ'), minLength: 1, maxLength: 12 });
const DOMAINS = ['example.org', 'bücher.example', 'пример.example', '大学.example'];
const addresses = fc
  .tuple(fc.array(words, { minLength: 1, maxLength: 3 }), fc.constantFrom(...DOMAINS))
  .map(([parts, domain]) => ({ local: parts.join('.'), domain }));

/** A character here and there that nobody sees. */
const hidden = (text: string) => `\u200B${[...text].join('\u00AD')}\uFEFF`;
const wide = (text: string) => text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
const spellings: ((text: string) => string)[] = [
  (text) => text.toUpperCase(),
  (text) => text.normalize('NFD'),
  (text) => ` \t\u00A0${text}\u2003\r\n`,
  hidden,
  wide,
  (text) => wide(hidden(text.normalize('NFD'))),
];

it('is one for all spellings of an e-mail address', () => {
  fc.assert(
    fc.property(addresses, fc.constantFrom(...spellings), ({ local, domain }, spelled) => {
      const address = normalizeEmail(`${local}@${domain}`);
      expect(normalizeEmail(spelled(`${local}@${domain}`))).toBe(address);
      expect(isEmailAddress(address)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

it.each([
  ['ＡＤＡ＠Ｅｘａｍｐｌｅ．ｏｒｇ', 'ada@example.org'],
  ['ada@XN--BCHER-KVA.example', 'ada@bücher.example'],
  ['ada@BÜCHER.example', 'ada@bücher.example'],
  ['ada@bücher。example', 'ada@bücher.example'],
  ['ΟΔΟΣ.ΜΕΣΟΣ@example.gr', 'οδος.μεσος@example.gr'],
  ['οδοσ.μεσοσ@example.gr', 'οδος.μεσος@example.gr'],
  ['İda@example.org', 'i\u0307da@example.org'],
])('%s is %s', (spelled, address) => {
  expect(normalizeEmail(spelled)).toBe(address);
});

it('does not make one address of two', () => {
  const others = [
    'ada@faß.example',
    'ada@fass.example',
    'ada@xn--example-.org',
    'ada@example.org',
    'ada@bü.example/a',
    'ada@bü.example',
    'ada@bü%2eexample',
    'a.da@example.org',
    'ada+1@example.org',
  ];
  expect(new Set(others.map(normalizeEmail)).size).toBe(others.length);
});

it.each([
  'ada@example.org.',
  'ada@.example.org',
  'ada@example..org',
  'ada@example',
  'a da@example.org',
  'ada@exam ple.org',
])('refuses %s as an address', (text) => {
  expect(isEmailAddress(text)).toBe(false);
});

it('is one for all cases of an id, and takes no other spelling for one', () => {
  const cased = fc.tuple(fc.uuid(), fc.infiniteStream(fc.boolean())).map(([id, upper]) => ({
    id,
    text: [...id].map((letter) => (upper.next().value ? letter.toUpperCase() : letter)).join(''),
  }));
  fc.assert(
    fc.property(cased, ({ id, text }) => {
      expect(parseUuid(text)).toBe(id);
      for (const other of [
        `{${text}}`,
        `urn:uuid:${text}`,
        text.replaceAll('-', ''),
        ` ${text}`,
        `${text}\n`,
        wide(text),
      ]) {
        expect(parseUuid(other)).toBeNull();
      }
    }),
  );
});

it.each([
  [' +49  (0)170\u00A0123 ', '+49 (0)170 123'],
  ['\u202A+49 170 1\u202C', '+49 170 1'],
  ['＋４９　１７０', '+49 170'],
  ['+49\t170\r\n1', '+49 170 1'],
  [' \u200B ', null],
  [null, null],
  [undefined, undefined],
])('the phone number %j is %j', (phone, normal) => {
  expect(normalizeOptionalPhone(phone)).toBe(normal);
});

it('is one for all cases and forms of a search', () => {
  for (const term of ['Straße', 'STRASSE', 'STRAẞE', ' strasse\u00A0', 'ｓｔｒａｓｓｅ']) {
    expect(normalizeSearch(term)).toBe('strasse');
  }
  fc.assert(
    fc.property(words, fc.constantFrom('', 'ß', 'ı', 'ﬁ'), (word, more) => {
      expect(normalizeSearch((word + more).toUpperCase())).toBe(normalizeSearch(word + more));
    }),
  );
});
