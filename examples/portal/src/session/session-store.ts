import type { Credentials } from '../client/credentials';
import { browserStorage, tabStorage, type Stored } from './stored';

/*
 * Threats this file answers:
 * - A script that reads the token: any that runs in the page can. So none but the portal's own may run (the policy in
 *   vite.config.mts), nothing from answers is ever put into the page as HTML, and the token ends with the session.
 * - The next person at a shared computer: the token is kept for the tab, and ends with it, unless its user asks for more. The
 *   device's token stays, for it opens nothing; whose it is, is not kept.
 */
const SESSION_KEY = 'stms.session';
const DEVICE_KEY = 'stms.device';

export interface Session {
  token: string;
  /** When the token ends, by this machine's clock. Milliseconds since 1970. */
  endsAt: number;
}

/** Why there is no session any more. */
export type Ending = 'ended' | 'expired' | 'signed-out' | 'signed-out-here' | 'signed-out-everywhere';

interface State {
  session: Session | null;
  /** Counts sign-ins: what belongs to one must not be shown in another. */
  signIn: number;
  /** Why the last session is over; null before the first. */
  ending: Ending | null;
}

/** Who is signed in here: for React to subscribe to, for the client to ask. */
export class SessionStore implements Credentials {
  private state: State = { session: load(), signIn: 0, ending: null };
  private readonly listeners = new Set<() => void>();
  /** By how much this machine's clock is ahead of the gateway's. Milliseconds. */
  private clockLead = 0;

  constructor() {
    window.addEventListener('storage', ({ key }) => {
      if (key === SESSION_KEY) this.followOtherTabs();
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly snapshot = (): State => this.state;

  token(): string | null {
    return this.state.session?.token ?? null;
  }

  device(): string | null {
    return browserStorage.read(DEVICE_KEY);
  }

  answered(headers: Headers): void {
    const device = headers.get('x-device-token');
    if (device) browserStorage.write(DEVICE_KEY, device);
    const date = Date.parse(headers.get('date') ?? '');
    if (!Number.isNaN(date)) this.clockLead = Date.now() - date;
  }

  /** @param keep whether to stay signed in when the browser is closed */
  begin(signedIn: { token: string; expiresAt: string }, keep: boolean): void {
    this.save(this.sessionOf(signedIn), keep ? browserStorage : tabStorage);
    this.change({ session: this.sessionOf(signedIn), signIn: this.state.signIn + 1, ending: null });
  }

  /** The same user goes on with another token. */
  renew(signedIn: { token: string; expiresAt: string }): void {
    const isKept = parse(browserStorage.read(SESSION_KEY))?.token === this.token();
    this.save(this.sessionOf(signedIn), isKept ? browserStorage : tabStorage);
    this.change({ ...this.state, session: this.sessionOf(signedIn) });
  }

  end(ending: Ending): void {
    const token = this.token();
    if (token === null) return;
    // Another tab may have a session of its own.
    for (const storage of [tabStorage, browserStorage]) {
      if (parse(storage.read(SESSION_KEY))?.token === token) storage.write(SESSION_KEY, null);
    }
    this.change({ ...this.state, session: null, ending });
  }

  /** The clocks need not agree: what counts is how long the token lives from now on. */
  private sessionOf({ token, expiresAt }: { token: string; expiresAt: string }): Session {
    return { token, endsAt: Date.parse(expiresAt) + this.clockLead };
  }

  private save(session: Session, storage: Stored): void {
    storage.write(SESSION_KEY, JSON.stringify(session));
  }

  /** Signed out in one tab is signed out in all that share the session; signed in likewise. */
  private followOtherTabs(): void {
    if (tabStorage.read(SESSION_KEY) !== null) return;
    const now = parse(browserStorage.read(SESSION_KEY));
    if (!now) this.end('signed-out');
    // Whose it is cannot be told from a token: as if it were another's.
    else if (now.token !== this.token()) this.change({ session: now, signIn: this.state.signIn + 1, ending: null });
  }

  private change(state: State): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

const load = (): Session | null => parse(tabStorage.read(SESSION_KEY)) ?? parse(browserStorage.read(SESSION_KEY));

function parse(text: string | null): Session | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    if (typeof value !== 'object' || value === null || !('token' in value) || !('endsAt' in value)) return null;
    const { token, endsAt } = value;
    return typeof token === 'string' && typeof endsAt === 'number' ? { token, endsAt } : null;
  } catch {
    return null;
  }
}
