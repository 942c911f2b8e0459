import type { AuthenticatedViewer, TokenOwner } from '../../src/access/authenticator';
import { ReplayCache } from '../../src/operations/replay/replay-cache';
import { AdmissionFilter } from '../../src/platform/cache/admission-filter';
import { CacheReader } from '../../src/platform/cache/reader';
import type { Session } from '../../src/platform/sessions/session';
import { parseUserId, type UserId } from '../../src/shared/ids';
import type { RequestContext } from '../../src/shared/request-context';
import type { Role } from '../../src/shared/role';
import { Viewer, type ScopePart } from '../../src/shared/viewer';
import { createNotes, noteSource, writeNote } from '../platform/cache/notes';
import { startReplica, type Replica } from '../platform/cache/replica';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { startTestRedis, type TestRedis } from '../support/redis';

/*
 * Never mixed, scope by scope: whatever of a viewer was read while a response was made, only viewers of whom the same holds
 * are sent the recorded response. Every viewer's response, under every scope, is looked up by every viewer.
 */

interface Person {
  id: UserId;
  role: Role;
  organizationId: string | null;
  sessionId: string;
}

function person(nth: number, role: Role, organizationId: string | null, sessionId = 'a'): Person {
  const id = parseUserId(`018f0000-0000-7000-8000-00000000000${nth}`);
  if (!id) throw new Error('not an id');
  return { id, role, organizationId, sessionId };
}

/** Students of a branch and others, its trainer and another, of one organization, of another and of none. */
const PEOPLE: Record<string, Person> = {
  'an enrolled student': person(1, 'STUDENT', 'north'),
  'the same student on another device': person(1, 'STUDENT', 'north', 'b'),
  'the same student in another organization': person(1, 'STUDENT', 'south'),
  'the same account as a trainer': person(1, 'TRAINER', 'north'),
  'a student who is not enrolled': person(2, 'STUDENT', 'north'),
  'a student of another organization': person(3, 'STUDENT', 'south'),
  'a student without an organization': person(4, 'STUDENT', null),
  'another student without an organization': person(5, 'STUDENT', null),
  'the branch’s trainer': person(6, 'TRAINER', 'north'),
  'another trainer': person(7, 'TRAINER', 'north'),
  'an administrator': person(8, 'ADMIN', null),
};

/** Reads of a viewer what a resolver might. */
const LOOK: Record<ScopePart, (viewer: Viewer) => unknown> = {
  id: (viewer) => viewer.id,
  session: (viewer) => viewer.session,
  organization: (viewer) => viewer.organizationId,
  memberships: (viewer) => viewer.observeMemberships(),
};
const PARTS = Object.keys(LOOK) as ScopePart[];
const SCOPES = Array.from({ length: 2 ** PARTS.length }, (_, bits) => PARTS.filter((_part, nth) => (bits >> nth) & 1));

let database: TestDatabase;
let redis: TestRedis;
let replica: Replica;
let replay: ReplayCache;
let reader: CacheReader;

beforeAll(async () => {
  [database, redis] = await Promise.all([createTestDatabase(), startTestRedis()]);
  replica = await startReplica(database.url, redis.url);
  await createNotes(replica.database);
  await writeNote(replica, 'a', 1);
  // The first read creates the tags, the second knows their versions.
  await replica.read(noteSource(replica), 'a');
  reader = new CacheReader(replica.cache, true);
  await reader.read(noteSource(replica), 'a');
  const counters = { replayed: () => undefined, confirmed: () => undefined };
  replay = new ReplayCache(replica.cache, new AdmissionFilter(), counters, 4 * 1024 * 1024);
});
afterAll(async () => {
  await replica.close();
  await Promise.all([database.drop(), redis.stop()]);
});

function viewerOf({ id, role, organizationId, sessionId }: Person): Viewer {
  const session: Session = {
    ...{ id: sessionId, createdAt: 1, lastSeenAt: 1, idleEndsAt: 2, endsAt: 2, ip: null, userAgent: null },
  };
  return new Viewer(id, role, session, organizationId);
}

/** Makes and records a response that depends on the parts. */
function respond(text: string, maker: Person, parts: readonly ScopePart[]): void {
  const viewer = viewerOf(maker);
  for (const part of parts) LOOK[part](viewer);
  const context: RequestContext = {
    ...{ requestId: 'never-mixed', ip: '127.0.0.1', userAgent: null, device: { shown: null, given: null } },
    ...{ viewer, reader, decisions: [], rowsAsked: 0, maxRows: 1, wholeLists: false, signInRole: null, auditNotes: {} },
  };
  replay.record(text, context, {
    operation: null,
    route: '/graphql',
    body: Buffer.from(text),
    contentType: 'text/plain',
  });
}

/** @param guess what the process remembers of the token's user */
function isRepeated(text: string, asks: Person, guess: Person = asks): boolean {
  const owner: TokenOwner = { userId: asks.id, role: guess.role, organizationId: guess.organizationId };
  const found = replay.find(text, owner);
  return found !== null && replay.isFor(found, authenticated(asks));
}

const authenticated = (asks: Person): AuthenticatedViewer => ({
  ...{ kind: 'viewer', viewer: viewerOf(asks), userId: asks.id, organizationId: asks.organizationId },
  ...{ decision: null, generation: null, values: [], hadProfile: true, loaded: null },
});

/** Whether everything that the response depends on holds of the other viewer too. */
function mayShare(parts: readonly ScopePart[], one: Person, other: Person): boolean {
  if (parts.includes('session') || one.role !== other.role) return false;
  if (parts.includes('organization') && one.organizationId !== other.organizationId) return false;
  if (!parts.includes('id') && !parts.includes('memberships')) return true;
  return one.id === other.id && one.organizationId === other.organizationId;
}

const namesOf = (isMeant: (asks: Person) => boolean) =>
  Object.entries(PEOPLE).flatMap(([name, asks]) => (isMeant(asks) ? [name] : []));

describe.each(SCOPES.map((parts) => [parts.join(' and ') || 'nothing but the role', parts] as const))(
  'a response that depends on %s',
  (scope, parts) => {
    it.each(Object.entries(PEOPLE))('made for %s: repeated to those of whom the same holds', (name, maker) => {
      const text = `${scope}, ${name}`;
      respond(text, maker, parts);
      expect(namesOf((asks) => isRepeated(text, asks))).toEqual(namesOf((asks) => mayShare(parts, maker, asks)));
    });

    it('what was found by a wrong guess of role or organization is not sent', () => {
      for (const [name, maker] of Object.entries(PEOPLE)) {
        const text = `guessed: ${scope}, ${name}`;
        respond(text, maker, parts);
        const others = Object.values(PEOPLE).filter(
          ({ id, role, organizationId }) =>
            id === maker.id && (role !== maker.role || organizationId !== maker.organizationId),
        );
        expect(others.filter((asks) => isRepeated(text, asks, maker))).toEqual([]);
      }
    });
  },
);
