import type { Sight } from '../guarantees/support/history';
import type { View } from '../guarantees/support/view';
import type { Writers } from '../guarantees/support/writers';
import type { Part } from './campus';
import { RowsOfNouns } from './rows-of-nouns';

/** How a noun is written and read while replicas die: see test/guarantees/never-stale.test.ts. */
export interface Freshness {
  /** Selects every versioned text of the noun as `text`, from PostgreSQL itself. */
  truth: string;
  /** What the rows of `truth` tell beside versions. */
  sights?: (texts: ReadonlySet<string>, writers: Writers) => Sight[];
  /** Who is signed up before anything is written: their names are those of their subjects. */
  people?: Record<string, Part>;
  /** Tells the writers what to change over and over. */
  write: (writers: Writers) => Promise<void>;
  /** Every transport and every kind of read: by id, in lists, narrowed, nested; several in one. */
  views: (writers: Writers) => View[];
}

export const freshness = new RowsOfNouns<Freshness>('freshness');
