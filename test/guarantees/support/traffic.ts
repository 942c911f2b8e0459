import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from '../../support/app';
import { ask, type HttpAnswer, type HttpQuestion } from './http';

/** What people do all day. */
export type Habit = 'cached read' | 'cached REST read' | 'cold read' | 'write' | 'sign-in';

/** One request, and how it went. Times in ms, of `performance.now()`. */
export interface Seen {
  habit: Habit;
  begun: number;
  took: number;
  /** 0 where the connection broke. */
  status: number;
  /** Of the first error; undefined for an answer without. */
  code: string | undefined;
  retryAfter: string | undefined;
  cache: string | undefined;
  /** What a write would enter. */
  title: string;
}

export interface People {
  /** Whose token reads and writes have: a trainer, signed in again whenever that is needed. */
  trainer: Account;
  /** Who signs in over and over. */
  visitor: Account;
}

/** How long each rests between two of them: ms. */
const RESTS: Record<Habit, number> = {
  'cached read': 15,
  'cached REST read': 25,
  'cold read': 40,
  write: 50,
  'sign-in': 150,
};

export const HABITS = Object.keys(RESTS) as Habit[];

/** A few people who go on with what they do, whatever happens; every answer is kept. */
export class Traffic {
  readonly seen: Seen[] = [];
  private readonly going: Promise<unknown>[];
  private over = false;
  private signingIn: Promise<void> | undefined;

  constructor(
    private readonly anyReplica: () => string,
    private readonly people: People,
    private readonly habits: readonly Habit[] = HABITS,
  ) {
    this.going = this.habits.map((habit) => this.keepOn(habit));
  }

  /** Those that were begun at `from` or later, and before `to`. */
  between(from: number, to = Infinity): Seen[] {
    return this.seen.filter(({ begun }) => begun >= from && begun < to);
  }

  /** Waits until each habit was served, begun at `from` or later. @returns when the last of them was, first */
  async served(from: number, habits = this.habits): Promise<number> {
    for (;;) {
      const firsts = habits.map((habit) => this.between(from).find((one) => one.habit === habit && isServed(one)));
      if (firsts.every((first) => first !== undefined)) {
        return Math.max(...firsts.map((first) => first.begun + first.took));
      }
      await sleep(5, undefined, { ref: false });
    }
  }

  async stop(): Promise<void> {
    this.over = true;
    await Promise.all(this.going);
  }

  private async keepOn(habit: Habit): Promise<void> {
    for (let nth = 1; !this.over; nth += 1) {
      const title = `lecture ${nth} of ${performance.now()}`;
      const begun = performance.now();
      const answer = await ask(this.anyReplica(), this.question(habit, title));
      const seen = { ...describe(begun, answer), habit, title };
      this.seen.push(seen);
      if (habit !== 'sign-in' && seen.status === 401) await this.signIn();
      await sleep(RESTS[habit]);
    }
  }

  /** Redis has forgotten everybody. */
  private signIn(): Promise<void> {
    this.signingIn ??= this.trySigningIn().finally(() => (this.signingIn = undefined));
    return this.signingIn;
  }

  private async trySigningIn(): Promise<void> {
    const answer = await ask(this.anyReplica(), login(this.people.trainer));
    const { data } = (answer?.body ?? {}) as { data?: { login?: { token: string } } };
    if (data?.login) this.people.trainer.token = data.login.token;
  }

  private question(habit: Habit, title: string): HttpQuestion {
    const { token } = this.people.trainer;
    switch (habit) {
      case 'cached read':
        return graphql('{ trainers(first: 3) { nodes { id name } } }', {}, token);
      case 'cached REST read':
        return { path: '/api/auth/trainer/trainers?limit=4', token };
      case 'cold read':
        return graphql(
          'query ($search: String) { lectures(first: 1) { totalCount } students(search: $search) { totalCount } }',
          { search: title },
          token,
        );
      case 'write':
        return graphql(
          CREATE,
          { input: { title, startsAt: '2030-01-01T10:00:00Z', endsAt: '2030-01-01T11:00:00Z' } },
          token,
        );
      case 'sign-in':
        return login(this.people.visitor);
    }
  }
}

const CREATE = 'mutation ($input: CreateLectureInput!) { createLecture(input: $input) { id } }';
const login = ({ email, password }: Account) => graphql(LOGIN, { input: { email, password } });

const LOGIN = 'mutation ($input: LoginInput!) { login(input: $input) { token } }';

const graphql = (query: string, variables: object, token?: string): HttpQuestion => ({
  path: '/graphql',
  body: JSON.stringify({ query, variables }),
  token,
});

export const isServed = ({ status, code }: Seen): boolean => status === 200 && code === undefined;

function describe(begun: number, answer: HttpAnswer | null): Omit<Seen, 'habit' | 'title'> {
  const took = performance.now() - begun;
  const { code, errors } = (answer?.body ?? {}) as { code?: string; errors?: { extensions: { code: string } }[] };
  return {
    begun,
    took,
    status: answer?.status ?? 0,
    code: code ?? errors?.[0]?.extensions.code,
    retryAfter: answer?.retryAfter,
    cache: answer?.cache,
  };
}
