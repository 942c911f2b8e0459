import { isIP } from 'node:net';

/** The reason a URL is refused: the end of a sentence that starts with the variable's name. Never repeats the value. */
export class AddressFault extends Error {}

export const HOST_NAME =
  /^(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*$/;

/** The parts of a URL, percent-decoded. A part that the URL lacks is undefined. */
export interface UrlParts {
  /** In lower case, without `://`. */
  scheme: string;
  username: string | undefined;
  password: string | undefined;
  /** IPv6 without its brackets. */
  host: string | undefined;
  port: number | undefined;
  /** With the slash that it begins with. */
  path: string;
  parameters: Parameters;
}

const SHAPE = /^([a-z][a-z0-9]*):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?$/i;
const AUTHORITY = /^(?:([^:]*)(?::(.*))?@)?(\[[^\]]*\]|[^:]*)(?::(\d*))?$/;

/**
 * Parses the URL of a server. The host is optional. The built-in URL class cannot do it: it rejects
 * `user@/name?host=/socket`, ignores surrounding blanks, and does not decode the user name and password.
 * @param form the expected form, as the end of a sentence
 * @throws AddressFault
 */
export function takeApart(raw: string, form: string): UrlParts {
  if (/[\s\p{Cc}]/u.test(raw)) {
    throw new AddressFault(
      'contains a blank or a line break, perhaps at its start or end: remove it, or write a meant blank as %20',
    );
  }
  const [, scheme, authority, path, query = ''] = SHAPE.exec(raw) ?? [];
  if (scheme === undefined || authority === undefined || path === undefined) throw new AddressFault(form);
  if ((path + query).includes('@')) {
    throw new AddressFault(`${form}: / is %2F, ? is %3F, # is %23 and @ is %40`);
  }
  const [, username, password, host = '', port] = AUTHORITY.exec(authority) ?? [];
  if (!AUTHORITY.test(authority)) throw new AddressFault(form);
  return {
    scheme: scheme.toLowerCase(),
    username: decoded(username) || undefined,
    password: decoded(password) || undefined,
    host: hostOf(decoded(host) ?? ''),
    port: port ? portOf(port) : undefined,
    path: decoded(path) ?? '',
    parameters: new Parameters(query),
  };
}

function decoded(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  let result;
  try {
    result = decodeURIComponent(text);
  } catch {
    throw new AddressFault('contains a % that does not start a percent-encoded character: write % as %25');
  }
  // PostgreSQL's protocol ends a string at a zero byte and would read the rest as further parameters.
  if (result.includes('\0')) throw new AddressFault('contains a zero byte (%00)');
  return result;
}

/** Accepts an IP address, a host name or the folder of a Unix socket. @throws AddressFault */
export function hostOf(text: string): string | undefined {
  if (text === '') return undefined;
  const host = text.replace(/^\[(.*)\]$/, '$1');
  const isBracketed = host !== text;
  const isAddress = isBracketed ? isIP(host) === 6 : isIP(host) !== 0;
  if (isAddress || (!isBracketed && (text.startsWith('/') || HOST_NAME.test(text.replace(/\.$/, ''))))) return host;
  throw new AddressFault(
    'must name its host by an IP address (IPv6 in brackets), a host name or the folder of a socket',
  );
}

/** @throws AddressFault */
export function portOf(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new AddressFault('must have a port from 1 to 65535');
}

/** The parameters behind the `?`. Code that honors a parameter takes it; parameters left over are a fault. */
export class Parameters {
  private readonly given = new Map<string, string>();

  constructor(query: string) {
    for (const pair of query.replaceAll('+', ' ').split('&')) {
      if (pair === '') continue;
      const [name = '', ...value] = pair.split('=').map((part) => decoded(part) ?? '');
      if (this.given.has(name)) throw new AddressFault(`has ${spelled(name)} twice`);
      this.given.set(name, value.join('='));
    }
  }

  /** An empty value counts as absent. */
  take(name: string): string | undefined {
    const value = this.given.get(name);
    this.given.delete(name);
    return value || undefined;
  }

  /** @throws AddressFault if it is none of `choices` */
  takeOneOf<const Choice extends string>(name: string, ...choices: Choice[]): Choice | undefined {
    const value = this.take(name);
    if (value === undefined) return undefined;
    const choice = choices.find((known) => known === value);
    if (choice !== undefined) return choice;
    const last = choices.at(-1) ?? '';
    const list = choices.length > 1 ? `${choices.slice(0, -1).join(', ')} or ${last}` : last;
    throw new AddressFault(`has an unsupported value of ${name}: it must be ${list}`);
  }

  /** @throws AddressFault naming the parameters that no code took */
  finish(): void {
    const names = [...this.given.keys()].map(spelled);
    if (names.length === 0) return;
    throw new AddressFault(
      `has unsupported parameters: ${names.join(', ')}; docs/environment.md lists the supported ones`,
    );
  }
}

/** A piece of an unencoded password may be parsed as a parameter name, so only plain names are shown. */
const spelled = (name: string) =>
  /^[A-Za-z][A-Za-z_]{1,39}$/.test(name) ? name : 'a parameter whose name is not shown';
