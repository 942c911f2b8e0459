import fc from 'fast-check';
import { v7 } from 'uuid';
import { parseUuid } from '../../src/platform/database/ids';
import { formerIdOf, idOfFormer } from '../../src/shared/former-id';

const formerId = fc.stringMatching(/^[0-9a-f]{24}$/);
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

it('is the UUIDv7 of the same seconds and bits', () => {
  expect(idOfFormer('507f1f77bcf86cd799439011')).toBe('013a7092-e8d8-7bcf-a1b3-5e650e404400');
  expect(formerIdOf('013a7092-e8d8-7bcf-a1b3-5e650e404400')).toBe('507f1f77bcf86cd799439011');
});

it('is a UUIDv7 for every id, and leads back to it', () => {
  fc.assert(
    fc.property(formerId, (former) => {
      const id = idOfFormer(former) ?? '';
      expect(id).toMatch(UUID_V7);
      expect(parseUuid(id)).toBe(id);
      expect(formerIdOf(id)).toBe(former);
      expect(idOfFormer(former.toUpperCase())).toBe(id);
      expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(
        Number.parseInt(former.slice(0, 8), 16) * 1_000,
      );
    }),
  );
});

it('sorts as the ids of the former system do', () => {
  fc.assert(
    fc.property(formerId, formerId, (a, b) => {
      expect((idOfFormer(a) ?? '') < (idOfFormer(b) ?? '')).toBe(a < b);
    }),
  );
});

it('leads back from no other id', () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      const former = formerIdOf(id);
      expect(former === null || idOfFormer(former) === id).toBe(true);
    }),
  );
  expect(formerIdOf(v7({ msecs: 1_700_000_000_001 }))).toBeNull();
});

it.each(['', '507f1f77bcf86cd79943901', '507f1f77bcf86cd7994390111', '507f1f77bcf86cd79943901g', v7()])(
  'is none for %s',
  (text) => expect(idOfFormer(text)).toBeNull(),
);

it.each(['', 'x', '507f1f77bcf86cd799439011', '013A7092-E8D8-7BCF-A1B3-5E650E404400'])('comes from none: %s', (text) =>
  expect(formerIdOf(text)).toBeNull(),
);
