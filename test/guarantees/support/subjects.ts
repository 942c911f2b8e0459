import type { Claim, History } from './history';

/** Something with versions that rise. Every text that shows it says `{key} v{version}`. */
export interface Subject {
  key: string;
  kind: 'lecture' | 'student' | 'trainer';
  /** Whether a list of this place shows the subject while it has this version. */
  isIn(place: Place, version: number): boolean;
}

/** What a list is narrowed to: nothing, today, or a branch. */
export type Place = 'all' | 'today' | 'even' | 'odd';

export const courseOf = (version: number): 'even' | 'odd' => (version % 2 === 0 ? 'even' : 'odd');

/** Always there, always today. */
export const lecture = (number: number): Subject => ({ key: `lecture-${number}`, kind: 'lecture', isIn: () => true });

/** Goes to and fro between today and tomorrow. */
export const mover = (number: number): Subject => ({
  key: `mover-${number}`,
  kind: 'lecture',
  isIn: (place, version) => place !== 'today' || version % 2 === 0,
});

/** Version 0 is not there yet, 1 is there, 2 was cancelled. */
export const flash = (number: number): Subject => ({
  key: `flash-${number}`,
  kind: 'lecture',
  isIn: (_place, version) => version === 1,
});

export const trainer = (number: number): Subject => ({ key: `trainer-${number}`, kind: 'trainer', isIn: () => true });

/** Changes the branch with each version. */
export const student = (number: number): Subject => ({
  key: `student-${number}`,
  kind: 'student',
  isIn: (place, version) => place === 'all' || place === courseOf(version),
});

/** How every versioned text begins and ends. */
export const textOf = ({ key }: Subject, version: number): string => `${key} v${version}`;

const TEXT = /^([a-z]+-\d+) v(\d+)$/;

/** What an answer shows, wherever in it; and whether any record in it is half one version and half another. */
export interface Shown {
  versions: Map<string, number>;
  torn: string[];
}

export function shownIn(answer: unknown): Shown {
  const shown: Shown = { versions: new Map(), torn: [] };
  collect(answer, shown);
  return shown;
}

function collect(value: unknown, shown: Shown): void {
  if (typeof value !== 'object' || value === null) return;
  const fields = Object.values(value);
  const texts = new Set(fields.filter((field): field is string => typeof field === 'string' && TEXT.test(field)));
  if (texts.size > 1) shown.torn.push([...texts].join(' with '));
  for (const text of texts) {
    const [, key = '', version = ''] = TEXT.exec(text) ?? [];
    const before = shown.versions.get(key);
    // One answer may hold the same record several times, read one after the other.
    shown.versions.set(key, before === undefined ? Number(version) : Math.min(before, Number(version)));
  }
  for (const field of fields) collect(field, shown);
}

/** What a list says of the subjects of its kind, by showing them or not. */
export function claimsOfList(
  shown: Shown,
  subjects: readonly Subject[],
  place: Place,
  history: History,
): { claims: Claim[]; misplaced: string[] } {
  const misplaced: string[] = [];
  const claims = subjects.map((subject) => {
    const version = shown.versions.get(subject.key);
    if (version === undefined) {
      const highest = history.highestBegun(subject.key, (begun) => !subject.isIn(place, begun));
      return { subject: subject.key, lowest: -1, highest };
    }
    if (!subject.isIn(place, version)) misplaced.push(`${textOf(subject, version)} in the list of ${place}`);
    return { subject: subject.key, lowest: version, highest: version };
  });
  return { claims, misplaced };
}
