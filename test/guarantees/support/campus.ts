import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { HttpAnswer } from './http';
import type { History } from './history';
import { register, type Person } from './person';
import { courseOf, flash, lecture, mover, shownIn, student, textOf, trainer, type Subject } from './subjects';

export interface CampusParts {
  anyReplica: () => string;
  history: History;
  /** Of PostgreSQL itself. */
  sql: Client;
  /** Writers rest up to this long between two writes. */
  restMs: number;
}

const LECTURES = 4;
const MOVERS = 2;
const STUDENTS = 4;
const TRAINERS = 2;
const HOUR_MS = 3_600_000;
/** Cancelled lectures stay in memory this long, for lists to be checked against. */
const FLASHES_KEPT = 40;

type Outcome = 'done' | 'unknown' | 'refused' | 'gone';

interface Written {
  subject: Subject;
  id: string;
  change: (version: number) => Promise<Outcome>;
}

/** People and lectures whose versions rise: one writer for each, through any replica. */
export class Campus {
  readonly trainers: Person[] = [];
  readonly students: Person[] = [];
  readonly ids = new Map<string, string>();
  /** The lectures that come and go, the last ones. */
  readonly flashes: Subject[] = [];
  writes = 0;
  private readonly written: Written[] = [];
  private over = false;

  private constructor(private readonly parts: CampusParts) {}

  static async open(parts: CampusParts): Promise<Campus> {
    const campus = new Campus(parts);
    for (let number = 1; number <= TRAINERS; number += 1) await campus.addTrainer(trainer(number));
    for (let number = 1; number <= STUDENTS; number += 1) await campus.addStudent(student(number));
    for (let number = 1; number <= LECTURES; number += 1) await campus.addLecture(lecture(number), number);
    for (let number = 1; number <= MOVERS; number += 1) await campus.addLecture(mover(number), number);
    return campus;
  }

  /** All that are there at this moment and of this kind. */
  subjects(kind: Subject['kind']): Subject[] {
    const lasting = this.written.map(({ subject }) => subject).filter((subject) => subject.kind === kind);
    return kind === 'lecture' ? [...lasting, ...this.flashes] : lasting;
  }

  /** Changes everything until `stop`. */
  async keepWriting(): Promise<void> {
    await Promise.all([...this.written.map((one) => this.keepChanging(one)), this.keepFlashing(), this.keepLooking()]);
  }

  stop(): void {
    this.over = true;
  }

  /** What PostgreSQL itself says now. */
  async look(): Promise<void> {
    const at = performance.now();
    const { rows } = await this.parts.sql.query<{ text: string }>(
      'SELECT title AS text FROM lectures UNION ALL SELECT phone FROM students UNION ALL SELECT phone FROM trainers',
    );
    for (const [key, version] of shownIn(rows).versions) this.parts.history.truth(key, version, at);
  }

  private async keepLooking(): Promise<void> {
    while (!this.over) {
      await this.look();
      await sleep(150);
    }
  }

  private async keepChanging({ subject, change }: Written): Promise<void> {
    for (let version = 1; !this.over; version += 1) {
      await this.write(subject, version, () => change(version));
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

  /** One lecture after the other is entered and cancelled. */
  private async keepFlashing(): Promise<void> {
    for (let number = 1; !this.over; number += 1) {
      const subject = flash(number);
      this.parts.history.begin(subject.key, 0);
      this.flashes.push(subject);
      if (this.flashes.length > FLASHES_KEPT) this.flashes.shift();
      const outcome = await this.write(subject, 1, () => this.enter(subject));
      if (outcome === 'unknown') await sleep(1_500); // decided by then
      const id = outcome === 'refused' ? undefined : await this.findLecture(subject);
      if (id === undefined) continue;
      this.ids.set('flash', id);
      await sleep(Math.random() * this.parts.restMs);
      while ((await this.write(subject, 2, () => this.cancel(id))) !== 'done') await sleep(100);
    }
  }

  private async findLecture(subject: Subject): Promise<string | undefined> {
    const { rows } = await this.parts.sql.query<{ id: string }>('SELECT id FROM lectures WHERE title = $1', [
      textOf(subject, 1),
    ]);
    return rows[0]?.id;
  }

  private enter(subject: Subject): Promise<Outcome> {
    return this.mutate(
      this.anyone(this.trainers),
      'mutation ($input: CreateLectureInput!) { createLecture(input: $input) { id title description location } }',
      { input: lectureInput(textOf(subject, 1), 0) },
    );
  }

  private async cancel(id: string): Promise<Outcome> {
    const { rows } = await this.parts.sql.query<{ trainer_id: string }>(
      'SELECT trainer_id FROM lectures WHERE id = $1',
      [id],
    );
    // An earlier attempt of unknown outcome has done it.
    if (!rows[0]) return 'done';
    const owner = this.trainers.find((person) => person.id === rows[0]?.trainer_id);
    if (!owner) return 'refused';
    const outcome = await this.mutate(owner, 'mutation ($id: ID!) { cancelLecture(id: $id) }', { id });
    return outcome === 'gone' ? 'done' : outcome;
  }

  private async mutate(person: Person, query: string, variables: object): Promise<Outcome> {
    const start = performance.now();
    const answer = await person.ask(this.parts.anyReplica(), {
      path: '/graphql',
      body: JSON.stringify({ query, variables }),
    });
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
    if (JSON.stringify(answer).includes('"NOT_FOUND"')) return 'gone';
    this.parts.history.violate('unexpected', `${query}: ${JSON.stringify(answer)}`);
    return 'unknown';
  }

  private async addTrainer(subject: Subject): Promise<void> {
    const text = textOf(subject, 0);
    const person = await register(this.parts.anyReplica, 'TRAINER', subject.key, { expertise: text, phone: text });
    this.trainers.push(person);
    this.add(subject, person.id, (version) => {
      const now = textOf(subject, version);
      return this.mutate(person, UPDATE_PROFILE, { input: { expertise: now, phone: now } });
    });
  }

  private async addStudent(subject: Subject): Promise<void> {
    const person = await register(this.parts.anyReplica, 'STUDENT', subject.key, {
      branch: courseOf(0),
      phone: textOf(subject, 0),
    });
    this.students.push(person);
    this.add(subject, person.id, (version) => {
      const input = { branch: courseOf(version), phone: textOf(subject, version) };
      return this.mutate(person, UPDATE_PROFILE, { input });
    });
  }

  private async addLecture(subject: Subject, number: number): Promise<void> {
    const owner = this.trainers[number % TRAINERS];
    if (!owner) throw new Error('no trainer');
    const days = (version: number) => (subject.isIn('today', version) ? 0 : 1);
    const created = await owner.ask(this.parts.anyReplica(), {
      path: '/graphql',
      body: JSON.stringify({
        query: 'mutation ($input: CreateLectureInput!) { created: createLecture(input: $input) { id } }',
        variables: { input: lectureInput(textOf(subject, 0), days(0)) },
      }),
    });
    const { id } = (created?.body as { data: { created: { id: string } } }).data.created;
    this.add(subject, id, (version) =>
      this.mutate(
        owner,
        'mutation ($id: ID!, $input: UpdateLectureInput!) { updateLecture(id: $id, input: $input) { id title description location } }',
        { id, input: lectureInput(textOf(subject, version), days(version)) },
      ),
    );
  }

  private add(subject: Subject, id: string, change: Written['change']): void {
    this.ids.set(subject.key, id);
    this.parts.history.begin(subject.key, 0);
    this.parts.history.acknowledge(subject.key, 0, performance.now());
    this.written.push({ subject, id, change });
  }

  private anyone(people: readonly Person[]): Person {
    const person = people[Math.floor(Math.random() * people.length)];
    if (!person) throw new Error('nobody there');
    return person;
  }
}

const UPDATE_PROFILE = `mutation ($input: UpdateProfileInput!) {
  updateProfile(input: $input) { id ... on Student { phone } ... on Trainer { phone expertise } } }`;

/** Around noon of the replicas' time zone. */
function lectureInput(text: string, daysFromNow: number) {
  const startsAt = new Date(Date.now() + daysFromNow * 24 * HOUR_MS);
  const endsAt = new Date(startsAt.getTime() + HOUR_MS);
  return { title: text, description: text, location: text, startsAt, endsAt };
}

/** Null for an answer that is not allowed, whatever happens. */
function outcomeOf(answer: HttpAnswer | null): Outcome | null {
  if (!answer || answer.status === 503) return 'unknown';
  if (answer.status === 401) return 'refused';
  const { data, errors } = answer.body as { data?: unknown; errors?: unknown };
  return answer.status === 200 && data && !errors ? 'done' : null;
}
