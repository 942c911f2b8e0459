import type { RedisOptions } from 'ioredis';
import { AddressFault, takeApart, type Parameters, type UrlParts } from './url-parts';

const FORM =
  'must be redis://host:port[/database], rediss://host:port[/database] or unix:///path, with the special characters of ' +
  'user and password percent-encoded';
const PORT = 6379;

/** What REDIS_URL asks for: all of it is confirmed on each connection (confirm.ts). */
export type RedisAddress = Pick<RedisOptions, 'path' | 'host' | 'port' | 'family' | 'username' | 'password' | 'tls'> & {
  db: number;
};

/**
 * The one reader of REDIS_URL. ioredis would take any of its options out of a URL, and those it does not know in silence.
 * @throws AddressFault
 */
export function readRedisUrl(raw: string): RedisAddress {
  const parts = takeApart(raw, FORM);
  const { parameters } = parts;
  const login = loginOf(parts);
  const address = parts.scheme === 'unix' ? socketOf(parts) : serverOf(parts);
  if (parameters.take('keyPrefix') !== undefined)
    throw new AddressFault('has a keyPrefix: set REDIS_KEY_PREFIX in its place');
  parameters.finish();
  return { ...login, ...address };
}

/** ioredis signs nobody in whose password is missing; an empty one is that of a user without. */
function loginOf({ username, password, parameters }: UrlParts): Pick<RedisAddress, 'username' | 'password'> {
  const name = once('username', username, parameters.take('username'));
  const secret = once('password', password, parameters.take('password'));
  if (name !== undefined) return { username: name, password: secret ?? '' };
  return secret === undefined ? {} : { password: secret };
}

function socketOf({ host, port, path, parameters }: UrlParts): RedisAddress {
  if (host !== undefined || port !== undefined || path.length < 2) throw new AddressFault(FORM);
  return { path, db: databaseOf(parameters, '') };
}

function serverOf({ scheme, host, port, path, parameters }: UrlParts): RedisAddress {
  if ((scheme !== 'redis' && scheme !== 'rediss') || host === undefined || host.startsWith('/'))
    throw new AddressFault(FORM);
  const family = parameters.takeOneOf('family', '0', '4', '6');
  return {
    host,
    port: port ?? PORT,
    db: databaseOf(parameters, path.slice(1)),
    ...(family !== undefined && { family: Number(family) }),
    ...(hasTls(scheme, parameters) && { tls: {} }),
  };
}

function hasTls(scheme: string, parameters: Parameters): boolean {
  const wanted = parameters.takeOneOf('tls', 'true', 'false');
  if (scheme === 'rediss' && wanted === 'false') throw new AddressFault('is rediss:// and says tls=false');
  return scheme === 'rediss' || wanted === 'true';
}

/** Whether the server has as many only the server can tell. */
function databaseOf(parameters: Parameters, inPath: string): number {
  const text = once('database', inPath || undefined, parameters.take('db')) ?? '0';
  if (!/^\d{1,9}$/.test(text)) throw new AddressFault('must have a database number of digits, or none');
  return Number(text);
}

function once(what: string, first: string | undefined, second: string | undefined): string | undefined {
  if (first !== undefined && second !== undefined) throw new AddressFault(`names its ${what} twice`);
  return first ?? second;
}
