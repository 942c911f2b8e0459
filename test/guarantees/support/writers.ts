import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { Campus } from '../../support/campus';
import { freshness } from '../../support/freshness';
import type { HttpAnswer } from './http';
import type { History } from './history';
import { Person } from './person';
import { shownIn, textOf, type Subject } from './subjects';
import { graphql, type View } from './view';

export interface WritersParts {
  anyReplica: () => string;
  databaseUrl: string;
  history: History;
  /** Of PostgreSQL itself. */
  sql: Client;
  /** Writers rest up to this long between two writes. */
  restMs: number;
}

/** `refused`: not signed in; `gone`: what it was about is not there; `taken`: it is there already. */
export type Outcome = 'done' | 'unknown' | 'refused' | 'gone' | 'taken';

interface Written {
  subject: Subject;
  change: (version: number, id: string) => Promise<Outcome>;
}

/** Something that is made and removed, one after the other: version 0 is not there yet, 1 is there, 2 was removed. */
export interface Flash {
  /** Under which views find the last one's id. */
  name: string;
  subject: (number: number) => Subject;
  make: (subject: Subject) => Promise<Outcome>;
  /** @returns its id, by the text it was made with; undefined for one that was not made */
  find: (text: string) => Promise<string | undefined>;
  remove: (id: string) => Promise<Outcome>;
}

/** Of what comes and goes, so many stay in memory after they are gone, for lists to be checked against. */
const FLASHES_KEPT = 40;

/** People and things whose versions rise: one writer for each, through any replica. */
export class Writers {
  writes = 0;
  private readonly people = new Map<string, Person>();
  private readonly ids = new Map<string, string>();
  private readonly written: Written[] = [];
  private readonly flashing: Flash[] = [];
  /** The last ones. */
  private readonly flashes: Subject[] = [];
  private over = false;

  private constructor(readonly parts: WritersParts) {}

  static async open(parts: WritersParts): Promise<Writers> {
    const writers = new Writers(parts);
    const nouns = freshness.all();
    const gateway = {
      get url() {
        return parts.anyReplica();
      },
      databaseUrl: parts.databaseUrl,
    };
    const cast = Object.fromEntries(nouns.flatMap(({ people = {} }) => Object.entries(people)));
    const campus = await Campus.open(gateway, cast);
    for (const name of Object.keys(cast)) {
      writers.people.set(name, new Person(campus.account(name), parts.anyReplica));
      writers.ids.set(name, campus.id(name));
    }
    for (const noun of nouns) await noun.write(writers);
    return writers;
  }

  views(): View[] {
    return freshness.all().flatMap((noun) => noun.views(this));
  }

  person(name: string): Person {
    const person = this.people.get(name);
    if (!person) throw new Error(`nobody is called ${name}`);
    return person;
  }

  /** Of a person or of a subject. */
  id(name: string): string {
    const id = this.ids.get(name);
    if (id === undefined) throw new Error(`there is no ${name}`);
    return id;
  }

  /** @param make makes it with version 0, if it is not there. @returns its id */
  async add(subject: Subject, make: () => string | Promise<string>, change: Written['change']): Promise<void> {
    this.parts.history.begin(subject.key, 0);
    this.ids.set(subject.key, await make());
    this.parts.history.acknowledge(subject.key, 0, performance.now());
    this.written.push({ subject, change });
  }

  addFlash(flash: Flash): void {
    this.flashing.push(flash);
  }

  /** All that are there at this moment and of this kind. */
  subjects(kind: string): Subject[] {
    return [...this.written.map(({ subject }) => subject), ...this.flashes].filter((subject) => subject.kind === kind);
  }

  /** Changes everything until `stop`. */
  async keepWriting(): Promise<void> {
    const changing = this.written.map((one) => this.keepChanging(one));
    const flashing = this.flashing.map((flash) => this.keepFlashing(flash));
    await Promise.all([...changing, ...flashing, this.keepLooking()]);
  }

  stop(): void {
    this.over = true;
  }

  /** What PostgreSQL itself says now. */
  async look(): Promise<void> {
    const at = performance.now();
    const { history, sql } = this.parts;
    const nouns = freshness.all();
    const { rows } = await sql.query<{ text: string }>(nouns.map(({ truth }) => truth).join(' UNION ALL '));
    for (const [key, version] of shownIn(rows).versions) history.truth(key, version, at);
    const texts = new Set(rows.map(({ text }) => text));
    for (const { subject, lowest } of nouns
      .flatMap(({ sights }) => sights?.(texts, this) ?? [])
      .map((sight) => history.claim(sight, at)))
      history.truth(subject, lowest, at);
  }

  /** A change, which is a read too if it is answered. */
  async mutate(person: Person, query: string, variables: object): Promise<Outcome> {
    const start = performance.now();
    const answer = await person.ask(this.parts.anyReplica(), graphql(query, variables));
    const outcome = outcomeOf(answer);
    if (outcome === 'done') {
      const claims = [...shownIn(answer?.body).versions].map(([subject, version]) => ({
        subject,
        lowest: version,
        highest: version,
      }));
      this.parts.history.read({ start, end: performance.now(), where: 'a mutation', claims });
    }
    if (outcome !== null) return outcome;
    const text = JSON.stringify(answer);
    if (text.includes('"NOT_FOUND"')) return 'gone';
    if (text.includes('"CONFLICT"')) return 'taken';
    this.parts.history.violate('unexpected', `${query}: ${text}`);
    return 'unknown';
  }

  /** Resolves when nobody is changing the row, or what is locked with it: also not a replica that has died. */
  async settle(table: 'courses', id: string): Promise<void> {
    const client = new Client({ connectionString: this.parts.databaseUrl });
    await client.connect();
    await client.query(`SELECT FROM ${table} WHERE id = $1 FOR UPDATE`, [id]);
    await client.end();
  }

  private async keepLooking(): Promise<void> {
    while (!this.over) {
      await this.look();
      await sleep(150);
    }
  }

  private async keepChanging({ subject, change }: Written): Promise<void> {
    for (let version = 1; !this.over; version += 1) {
      await this.write(subject, version, () => change(version, this.id(subject.key)));
      await sleep(Math.random() * this.parts.restMs);
    }
  }

  private async write(subject: Subject, version: number, change: () => Promise<Outcome>): Promise<Outcome> {
    const { history } = this.parts;
    history.begin(subject.key, version);
    const outcome = await change();
    if (outcome === 'done') history.acknowledge(subject.key, version, performance.now());
    if (outcome === 'done') this.writes += 1;
    return outcome;
  }

  private async keepFlashing(flash: Flash): Promise<void> {
    for (let number = 1; !this.over; number += 1) {
      const subject = flash.subject(number);
      this.parts.history.begin(subject.key, 0);
      this.flashes.push(subject);
      if (this.flashes.length > FLASHES_KEPT * this.flashing.length) this.flashes.shift();
      const outcome = await this.write(subject, 1, () => flash.make(subject));
      if (outcome === 'unknown') await sleep(1_500); // decided by then
      const id = outcome === 'refused' ? undefined : await flash.find(textOf(subject, 1));
      if (id === undefined) continue;
      this.ids.set(flash.name, id);
      await sleep(Math.random() * this.parts.restMs);
      while ((await this.write(subject, 2, () => flash.remove(id))) !== 'done') await sleep(100);
    }
  }
}

/** Null for an answer that is not allowed, whatever happens. */
function outcomeOf(answer: HttpAnswer | null): Outcome | null {
  if (!answer || answer.status === 503) return 'unknown';
  if (answer.status === 401) return 'refused';
  const { data, errors } = answer.body as { data?: unknown; errors?: unknown };
  return answer.status === 200 && data && !errors ? 'done' : null;
}
