import type { Sight } from './history';

/** Something with versions that rise. Every text that shows it says `{key} v{version}`. */
export interface Subject {
  key: string;
  /** Its noun. */
  kind: string;
  /** Whether a list of this place shows the subject while it has this version. */
  isIn(place: string, version: number): boolean;
}

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

/** What a list says of the subjects of its kind, by not showing them; and what it shows that is not of its place. */
export function listed(
  shown: Shown,
  subjects: readonly Subject[],
  place: string,
): { missing: Sight[]; misplaced: string[] } {
  const missing: Sight[] = [];
  const misplaced: string[] = [];
  for (const subject of subjects) {
    const version = shown.versions.get(subject.key);
    if (version === undefined) missing.push({ subject: subject.key, holds: (begun) => !subject.isIn(place, begun) });
    else if (!subject.isIn(place, version)) misplaced.push(`${textOf(subject, version)} in the list of ${place}`);
  }
  return { missing, misplaced };
}
