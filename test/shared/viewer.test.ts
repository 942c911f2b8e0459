import type { Session } from '../../src/platform/sessions/session';
import { parseUserId } from '../../src/shared/ids';
import { Viewer, type ScopePart } from '../../src/shared/viewer';

/*
 * Whatever can differ between two viewers of a role is noted when it is read. The first list fails to compile for a property
 * that it does not name; the test fails for one that is private in TypeScript only.
 */

/** What reading a property, or calling a method, notes; null for what is the same for all viewers of the role. */
const NOTES: Record<keyof Viewer, ScopePart | null> = {
  role: null,
  isStaff: null,
  scope: null,
  id: 'id',
  session: 'session',
  organizationId: 'organization',
  observeMemberships: 'memberships',
};

const sessionOf = (id: string): Session => ({
  ...{ id, createdAt: 1, lastSeenAt: 1, idleEndsAt: 2, endsAt: 2, ip: id, userAgent: id },
});

/** Two viewers of one role that differ in everything else. */
function viewer(which: 'one' | 'other'): Viewer {
  const id = parseUserId(
    which === 'one' ? '018f0000-0000-7000-8000-000000000001' : '018f0000-0000-7000-8000-000000000002',
  );
  if (!id) throw new Error('not an id');
  return new Viewer(id, 'STUDENT', sessionOf(which), `organization of the ${which}`);
}

const inherited = Object.getOwnPropertyDescriptors(Viewer.prototype) as Record<string, PropertyDescriptor>;
/** Everything that code can reach by a name, declared or not: own properties, accessors and methods. */
const names = [...new Set([...Object.getOwnPropertyNames(viewer('one')), ...Object.keys(inherited)])].filter(
  (name) => name !== 'constructor',
);

function read(of: Viewer, name: string): unknown {
  const value: unknown = Reflect.get(of, name);
  return typeof value === 'function' ? (Reflect.apply(value, of, []) as unknown) : value;
}

it('everything that can be reached is declared', () => {
  expect(names.sort()).toEqual(Object.keys(NOTES).sort());
});

it.each(names)('%s: what differs between two viewers is noted, and methods always are', (name) => {
  const [one, other] = [viewer('one'), viewer('other')];
  const differs = JSON.stringify(read(one, name)) !== JSON.stringify(read(other, name));
  const expected = NOTES[name as keyof Viewer];
  expect([...one.scope]).toEqual(expected === null ? [] : [expected]);
  if (differs || typeof inherited[name]?.value === 'function') expect(one.scope.size).toBe(1);
});

it('nothing is noted before it is read, and what was read stays noted', () => {
  const one = viewer('one');
  expect([...one.scope]).toEqual([]);
  expect([one.role, one.isStaff]).toEqual(['STUDENT', false]);
  expect([...one.scope]).toEqual([]);
  for (const name of ['id', 'organizationId', 'observeMemberships', 'id']) read(one, name);
  expect([...one.scope]).toEqual(['id', 'organization', 'memberships']);
});

it('what one viewer has read is not noted of another, and shows in no text of a viewer', () => {
  const [one, other] = [viewer('one'), viewer('other')];
  expect(one.id).not.toBe(other.session.id);
  expect([[...one.scope], [...other.scope]]).toEqual([['id'], ['session']]);
  expect(JSON.stringify(viewer('one'))).toBe('{"role":"STUDENT"}');
});
