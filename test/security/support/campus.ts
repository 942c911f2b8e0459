import { sessionIdOf, signIn, signUp, type Account, type TestApp } from '../../support/app';
import { dataOf, graphql } from '../../support/graphql';

export const CALLERS = ['anonymous', 'student', 'otherStudent', 'trainer', 'otherTrainer', 'admin'] as const;
export type Caller = (typeof CALLERS)[number];
type SignedIn = Exclude<Caller, 'anonymous'>;

const ROLES = {
  student: 'student',
  otherStudent: 'student',
  trainer: 'trainer',
  otherTrainer: 'trainer',
  admin: 'admin',
} as const;

/** The role by which a caller signs in; nobody signs in as the student. */
export const roleOf = (caller: Caller) => ROLES[caller === 'anonymous' ? 'student' : caller];

/** Somebody of each kind, a lecture of the trainer's, and an administrator who gives it more. */
export class Campus {
  private constructor(
    private readonly app: TestApp,
    private readonly accounts: Readonly<Record<SignedIn, Account>>,
    private readonly keeper: Account,
    readonly lectureId: string,
  ) {}

  static async open(app: TestApp): Promise<Campus> {
    const phone = '555 0100';
    const accounts = {
      student: await signUp(app, 'student', { phone }),
      otherStudent: await signUp(app, 'student', { phone }),
      trainer: await signUp(app, 'trainer', { phone }),
      otherTrainer: await signUp(app, 'trainer', { phone }),
      admin: await signUp(app, 'admin'),
    };
    const keeper = await signUp(app, 'admin');
    const lectureId = await giveLecture(app, keeper, accounts.trainer, new Date());
    return new Campus(app, accounts, keeper, lectureId);
  }

  /** Nobody has the credentials of the student, but not its token. */
  account(caller: Caller): Account {
    return this.accounts[caller === 'anonymous' ? 'student' : caller];
  }

  token(caller: Caller): string | undefined {
    return caller === 'anonymous' ? undefined : this.account(caller).token;
  }

  sessionId(caller: Caller): string {
    return sessionIdOf(this.account(caller).token);
  }

  /** A lecture of the trainer's that may be changed and cancelled. */
  newLecture(): Promise<string> {
    return giveLecture(this.app, this.keeper, this.account('trainer'), new Date('2099-01-01T09:00:00Z'));
  }

  /** To be called after what may have ended a caller's session. */
  async signInAgain(caller: Caller): Promise<void> {
    const account = this.account(caller);
    const { status } = await graphql(this.app.url, '{ me { id } }', { token: account.token });
    if (status === 401) account.token = (await signIn(this.app, account.email, account.password)).token;
  }
}

async function giveLecture({ url }: TestApp, { token }: Account, { id }: Account, startsAt: Date): Promise<string> {
  const endsAt = new Date(startsAt.getTime() + 3_600_000);
  const input = { title: 'T', description: 'D', location: 'L', startsAt, endsAt, trainerId: id };
  const query = 'mutation ($input: CreateLectureInput!) { createLecture(input: $input) { id } }';
  const answer = await graphql(url, query, { token, variables: { input } });
  return dataOf<{ createLecture: { id: string } }>(answer).createLecture.id;
}
