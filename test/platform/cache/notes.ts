import type { CacheSource, Slot } from '../../../src/platform/cache/source';
import { tag, type Tag, type Tags } from '../../../src/platform/cache/tag';
import { Prisma } from '../../../src/platform/database/generated/client';
import type { Database, Tx } from '../../../src/platform/database/database';
import { insist, type Replica } from './replica';

/** A row with a counter: small enough to see through. */
export interface Note {
  name: string;
  n: number;
}

/** The shared list of all notes, and one note. */
export const ALL_NOTES = tag('notes');
export const noteTag = (name: string): Tag => tag(`note:${name}`);
export const tagsOfNote = (name: string): Tags => [noteTag(name), ALL_NOTES];

export const createNotes = (database: Database): Promise<unknown> =>
  database.transaction((tx) => tx.$executeRaw`CREATE TABLE notes (name text PRIMARY KEY, n int NOT NULL)`);

export const setNote = (tx: Tx, name: string, n: number): Promise<number> =>
  tx.$executeRaw`INSERT INTO notes VALUES (${name}, ${n}) ON CONFLICT (name) DO UPDATE SET n = ${n}`;

/** Changes a note as a service would. */
export const writeNote = ({ writer }: Replica, name: string, n: number): Promise<void> =>
  insist(() =>
    writer.write(async (tx) => {
      await setNote(tx, name, n);
      return { value: undefined, tags: tagsOfNote(name) };
    }),
  );

/** A writer that stands still before COMMIT, its intents declared, and dies after it: only healing releases them. */
export interface StandingWrite {
  xid: string;
  commit(): Promise<void>;
  rollBack(): Promise<void>;
}

export async function startWrite({ database, intents }: Replica, name: string, n: number): Promise<StandingWrite> {
  const declared = gate<string>();
  const decision = gate<'commit' | 'roll back'>();
  const done = database.transaction(async (tx) => {
    await setNote(tx, name, n);
    const xid = await database.currentTransactionId(tx);
    await intents.declare(tagsOfNote(name), xid);
    declared.open(xid);
    if ((await decision.passed) === 'roll back') throw new Error('rolled back');
  });
  const xid = await Promise.race([declared.passed, done.then(() => '')]);
  return {
    xid,
    async commit() {
      decision.open('commit');
      await done;
    },
    async rollBack() {
      decision.open('roll back');
      await done.catch(() => undefined);
    },
  };
}

interface Settings {
  ttlMs?: number;
  until?: number;
  tags?: (name: string) => Tags;
  /** Waited for after the rows were read, before the load ends. */
  afterLoad?: () => Promise<void>;
}

const WEEK_MS = 7 * 24 * 3_600_000;

/** Notes by name, through a replica's database. */
export const noteSource = ({ database }: Replica, settings: Settings = {}): CacheSource<string, Note> => ({
  cache: 'lecture',
  slot: (name) => slotOf(name, settings),
  async load(names) {
    const rows = await readNotes(database, names);
    await settings.afterLoad?.();
    return names.map((name) => rows.find((row) => row.name === name) ?? null);
  },
});

const slotOf = (name: string, { ttlMs = WEEK_MS, until, tags = tagsOfNote }: Settings): Slot => ({
  key: `single_lecture:${name}`,
  tags: tags(name),
  ttlMs,
  ...(until !== undefined && { until }),
});

export const readNotes = (database: Database, names: readonly string[]): Promise<Note[]> =>
  database.read(Prisma.sql`SELECT name, n FROM notes WHERE name = ANY (${[...names]})`);

/** A promise to be kept by hand. */
export function gate<T = void>(): { passed: Promise<T>; open: (value: T) => void } {
  let open: (value: T) => void = () => undefined;
  const passed = new Promise<T>((resolve) => (open = resolve));
  return { passed, open };
}
