import { isIP } from 'node:net';
import type { RedisOptions } from 'ioredis';
import { AddressFault, takeApart, type Parameters, type UrlParts } from './url-parts';

const FORM =
  'must be redis://host:port[/database], rediss://host:port[/database] or unix:///path, with the special characters of ' +
  'user and password percent-encoded';
const PORT = 6379;

/** The parsed REDIS_URL. Database and user are confirmed on each connection (confirm.ts). */
export type RedisAddress = Pick<RedisOptions, 'path' | 'host' | 'port' | 'family' | 'username' | 'password' | 'tls'> & {
  db: number;
};

/**
 * The only parser of REDIS_URL. ioredis itself takes every parameter as an option and ignores those it does not know.
 * @throws AddressFault
 */
export function readRedisUrl(raw: string): RedisAddress {
  const parts = takeApart(raw, FORM);
  const { parameters } = parts;
  const login = loginOf(parts);
  const address = parts.scheme === 'unix' ? socketOf(parts) : serverOf(parts);
  if (parameters.take('keyPrefix') !== undefined)
    throw new AddressFault('has a keyPrefix: set REDIS_KEY_PREFIX instead');
  parameters.finish();
  return { ...login, ...address };
}

/** ioredis does not authenticate a user without a password; an empty password is for a `nopass` user. */
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
  if (isIP(host) !== 0 && family !== undefined && family !== '0' && Number(family) !== isIP(host))
    throw new AddressFault('has a family that its IP address is not of');
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
  if (scheme === 'rediss' && wanted === 'false') throw new AddressFault('is rediss:// but has tls=false');
  return scheme === 'rediss' || wanted === 'true';
}

/** Only the server knows how many databases it has (confirm.ts). */
function databaseOf(parameters: Parameters, inPath: string): number {
  const text = once('database', inPath || undefined, parameters.take('db')) ?? '0';
  if (!/^\d{1,9}$/.test(text)) throw new AddressFault('must have a database number of digits, or none');
  return Number(text);
}

function once(what: string, first: string | undefined, second: string | undefined): string | undefined {
  if (first !== undefined && second !== undefined) throw new AddressFault(`names its ${what} twice`);
  return first ?? second;
}
