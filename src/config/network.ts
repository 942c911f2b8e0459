import { isIP } from 'node:net';
import { AddressFault, HOST_NAME } from './address/url-parts';
import type { HostPort } from './config';
import { Fault, listOf, type Parser } from './parsers';

export const host: Parser<string> = (raw) => {
  if (isIP(raw) === 0 && !HOST_NAME.test(raw)) throw new Fault('must be an IP address or a host name');
  return raw;
};

/** `host:port`, an IPv6 host in brackets. */
const hostPort: Parser<HostPort> = (raw) => {
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(raw);
  const name = match?.[1] ?? match?.[2] ?? '';
  const port = Number(match?.[3]);
  if ((isIP(name) === 0 && !HOST_NAME.test(name)) || !(port >= 1 && port <= 65_535)) {
    throw new Fault('must be a comma list of host:port');
  }
  return { host: name, port };
};

export const hostPorts: Parser<HostPort[]> = (raw) => {
  const parts = listOf(hostPort)(raw);
  if (parts.length === 0) throw new Fault('must be a comma list of host:port');
  return parts;
};

/** Returns the URL unchanged if `read` accepts it. */
export const readableBy =
  (read: (raw: string) => unknown): Parser<string> =>
  (raw) => {
    try {
      read(raw);
      return raw;
    } catch (error) {
      throw error instanceof AddressFault ? new Fault(error.message) : error;
    }
  };

export const httpUrl: Parser<string> = (raw) => {
  if (!/^https?:$/.test(parseUrl(raw)?.protocol ?? '')) throw new Fault('must be an http:// or https:// URL');
  return raw;
};

/** An origin exactly as browsers send it. Any other form would silently never match. */
export const origin: Parser<string> = (raw) => {
  if (raw === '*') throw new Fault('must not be *: responses are personal, so name each origin');
  const url = parseUrl(raw);
  if (!url || !/^https?:$/.test(url.protocol) || url.origin !== raw) {
    throw new Fault(
      'must be a comma list of origins as browsers send them: scheme://host[:port], without path, in lower case',
    );
  }
  return raw;
};

/**
 * The proxies whose `X-Forwarded-For` is trusted. `true` and ranges of all addresses are refused: a client could then choose
 * its own address, and with it a new rate limit for each request.
 */
export const trustProxy: Parser<string[] | number> = (raw) => {
  if (raw === 'true') throw new Fault('must not be true: any client could then write its own address');
  if (/^\d+$/.test(raw)) {
    const hops = Number(raw);
    if (hops < 1 || hops > 32) throw new Fault('must be a hop count from 1 to 32, or a comma list of CIDRs');
    return hops;
  }
  return listOf(cidr)(raw);
};

const cidr: Parser<string> = (raw) => {
  const [address = '', prefix, ...rest] = raw.split('/');
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  const length = prefix === undefined ? bits : /^\d{1,3}$/.test(prefix) ? Number(prefix) : 0;
  if (rest.length > 0 || length < (isMappedIpv4(address) ? 97 : 1) || length > bits) {
    throw new Fault('must be a comma list of IP addresses or CIDRs (no /0), or a hop count');
  }
  return raw;
};

/** `::ffff:0:0/96` holds IPv4, as `0.0.0.0/0` does. */
const isMappedIpv4 = (address: string): boolean =>
  isIP(address) === 6 && parseUrl(`http://[${address.replace(/%.*$/, '')}]`)?.hostname.startsWith('[::ffff:') === true;

function parseUrl(raw: string): URL | undefined {
  return URL.canParse(raw) ? new URL(raw) : undefined;
}
