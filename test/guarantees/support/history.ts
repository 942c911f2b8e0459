/**
 * The promises that are checked:
 * - P1: a read that starts after a write was acknowledged never returns older data.
 * - P2: once any read has returned a version, no read that starts later returns an older one.
 * - P3: what PostgreSQL says, every replica says a second later, whoever has died meanwhile.
 * And besides: no answer shows half of a change (`torn`) or one that nobody has begun (`invented`), none is of a kind
 * that nobody allowed (`unexpected`), and the cache is used again when the faults are over (`idle`).
 */
export type Promise_ = 'P1' | 'P2' | 'P3' | 'torn' | 'invented' | 'unexpected' | 'idle';

export interface Violation {
  promise: Promise_;
  what: string;
}

/** What an answer tells of a subject: that it has a version from `lowest` to `highest`. */
export interface Claim {
  subject: string;
  lowest: number;
  highest: number;
}

/** What an answer shows of a subject without telling its version, such as whether somebody is a member. */
export interface Sight {
  subject: string;
  /** Whether a subject of this version looks so. */
  holds: (version: number) => boolean;
}

/** Times are milliseconds of one clock: that of the process which asks. */
export interface Reading {
  start: number;
  end: number;
  /** Which view, and through whom. */
  where: string;
  claims: readonly Claim[];
}

const P3_AFTER_MS = 1_000;

/** Versions that rise with time: the highest known at each moment. */
class Floor {
  private readonly times: number[] = [];
  private readonly versions: number[] = [];

  raise(time: number, version: number): void {
    if (version <= (this.versions.at(-1) ?? -1)) return;
    this.times.push(time);
    this.versions.push(version);
  }

  /** The highest version known before `time`; -1 for none. */
  before(time: number): number {
    let low = 0;
    let high = this.times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.times[middle] ?? 0) < time) low = middle + 1;
      else high = middle;
    }
    return this.versions[low - 1] ?? -1;
  }
}

interface Life {
  begun: number[];
  acknowledged: Floor;
  read: Floor;
  stored: Floor;
}

/** The version that each promise lets a read show at least, if it starts then. */
const floorsOf = ({ acknowledged, read, stored }: Life, start: number) => ({
  P1: acknowledged.before(start),
  P2: read.before(start),
  P3: stored.before(start - P3_AFTER_MS),
});

/** All that was written and read. Versions of a subject only ever rise, written by one writer after the other. */
export class History {
  readonly violations: Violation[] = [];
  reads = 0;
  private readonly lives = new Map<string, Life>();

  /** A write sets out; from now on its version may be seen. */
  begin(subject: string, version: number): void {
    this.lifeOf(subject).begun.push(version);
  }

  acknowledge(subject: string, version: number, at: number): void {
    this.lifeOf(subject).acknowledged.raise(at, version);
  }

  /** What PostgreSQL itself said at a time. */
  truth(subject: string, version: number, at: number): void {
    this.lifeOf(subject).stored.raise(at, version);
  }

  /**
   * What it means for the version that something is seen which holds of some versions only: it is none that was begun
   * after all, and, unless the read is stale, none below what was known when it started.
   */
  claim({ subject, holds }: Sight, start: number): Claim {
    const life = this.lifeOf(subject);
    const floor = Math.max(...Object.values(floorsOf(life, start)));
    const lowest = life.begun.find((version) => version >= floor && holds(version)) ?? -1;
    return { subject, lowest, highest: life.begun.findLast(holds) ?? -1 };
  }

  /** Call it as soon as the answer is there: in the order of their ends. */
  read(reading: Reading): void {
    this.reads += 1;
    for (const claim of reading.claims) this.check(claim, reading);
    for (const { subject, lowest } of reading.claims) this.lifeOf(subject).read.raise(reading.end, lowest);
  }

  violate(promise: Promise_, what: string): void {
    this.violations.push({ promise, what });
  }

  /** How many violations of each promise. */
  tally(): Partial<Record<Promise_, number>> {
    const tally: Partial<Record<Promise_, number>> = {};
    for (const { promise } of this.violations) tally[promise] = (tally[promise] ?? 0) + 1;
    return tally;
  }

  private check({ subject, lowest, highest }: Claim, { start, where }: Reading): void {
    const life = this.lifeOf(subject);
    const floors = floorsOf(life, start);
    for (const promise of ['P1', 'P2', 'P3'] as const) {
      if (highest >= floors[promise]) continue;
      this.violate(promise, `${where} shows ${subject} v${highest} after v${floors[promise]}`);
    }
    if (lowest > (life.begun.at(-1) ?? -1)) this.violate('invented', `${where} shows ${subject} v${lowest}`);
  }

  private lifeOf(subject: string): Life {
    const known = this.lives.get(subject);
    if (known) return known;
    const life = { begun: [], acknowledged: new Floor(), read: new Floor(), stored: new Floor() };
    this.lives.set(subject, life);
    return life;
  }
}
