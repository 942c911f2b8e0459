import { sessionIdOf, signIn, signUp, type Account, type TestApp, type TestRole } from './app';
import { graphql } from './graphql';
import { RowsOfNouns } from './rows-of-nouns';

type Gateway = Pick<TestApp, 'url' | 'databaseUrl'>;

export interface Part {
  role: TestRole;
  name?: string;
  email?: string;
  branch?: string;
  expertise?: string;
  phone?: string;
}

/** Who is on a campus, under which name: two of each role that owns things, and an administrator. */
const CAST = {
  student: { role: 'student', name: 'Ann Ash', branch: 'Algebra', phone: '555 0100' },
  otherStudent: { role: 'student', name: 'Ben Birch', branch: 'Botany' },
  trainer: { role: 'trainer', name: 'Tess Tull', expertise: 'Go', phone: '555 0101' },
  otherTrainer: { role: 'trainer', name: 'Uwe Ulm', expertise: 'Chess' },
  admin: { role: 'admin', name: 'Ada Adler' },
} satisfies Record<string, Part>;

export type Member = keyof typeof CAST;
export type Caller = 'anonymous' | Member;

export const MEMBERS = Object.keys(CAST) as Member[];
export const CALLERS: readonly Caller[] = ['anonymous', ...MEMBERS];

/** Makes something on a campus whose people are there. @returns its id */
type Maker = (campus: Campus) => Promise<string>;

/** What stands on a campus beside people, by name. */
export const makers = new RowsOfNouns<Record<string, Maker>>('campus');

/** People who are signed in at a gateway, and things of theirs. */
export class Campus {
  private readonly ids = new Map<string, string>();

  private constructor(
    private readonly gateway: Gateway,
    private readonly cast: Record<string, Part>,
    private readonly accounts: ReadonlyMap<string, Account>,
  ) {}

  /** @param cast others than the usual people */
  static async open(gateway: Gateway, cast: Record<string, Part> = CAST): Promise<Campus> {
    const accounts = new Map<string, Account>();
    for (const [name, { role, ...details }] of Object.entries(cast)) {
      accounts.set(name, await signUp(gateway, role, details));
    }
    return new Campus(gateway, cast, accounts);
  }

  /** Makes one of every thing that the nouns have makers for. */
  async furnish(): Promise<this> {
    for (const name of makersByName().keys()) await this.have(name);
    return this;
  }

  /** The one of its name, which is made unless it is there: what stands on it needs it first. */
  async have(name: string): Promise<string> {
    const id = this.ids.get(name) ?? (await this.make(name));
    this.ids.set(name, id);
    return id;
  }

  /** Makes one more, which may be changed and removed. */
  make(name: string): Promise<string> {
    const make = makersByName().get(name);
    if (!make) throw new Error(`no file test/features/<noun>/<noun>.campus.ts makes a ${name}`);
    return make(this);
  }

  /** Of a person or of a thing. */
  id(name: string): string {
    const id = this.accounts.get(name)?.id ?? this.ids.get(name);
    if (id === undefined) throw new Error(`there is no ${name} on the campus: is it furnished?`);
    return id;
  }

  account(name: string): Account {
    const account = this.accounts.get(name);
    if (!account) throw new Error(`there is no ${name} on the campus`);
    return account;
  }

  roleOf(name: string): TestRole | undefined {
    return this.cast[name]?.role;
  }

  token(caller: Caller): string | undefined {
    return caller === 'anonymous' ? undefined : this.account(caller).token;
  }

  sessionId(name: string): string {
    return sessionIdOf(this.account(name).token);
  }

  /** Asks as one of the people, or as nobody. */
  ask(caller: Caller, query: string, variables: Record<string, unknown> = {}) {
    return graphql(this.gateway.url, query, { variables, token: this.token(caller) });
  }

  /** Somebody who is new. */
  join(role: TestRole, details: Omit<Part, 'role'> = {}): Promise<Account> {
    return signUp(this.gateway, role, details);
  }

  /** A further session. */
  signIn(name: string): Promise<Account> {
    const { email, password } = this.account(name);
    return signIn(this.gateway, email, password);
  }

  /** To be called after what may have ended a session. */
  async signInAgain(caller: Caller): Promise<void> {
    if (caller === 'anonymous' || (await this.ask(caller, '{ me { id } }')).status !== 401) return;
    this.account(caller).token = (await this.signIn(caller)).token;
  }
}

const makersByName = () => new Map(makers.all().flatMap((all) => Object.entries(all)));
