import { BlockList, isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import type { Config } from '../../config/config';

/*
 * Threats this file answers: a client that chooses the address by which it is counted, and clients that share one because a
 * proxy wrote it in another form. Each hop of X-Forwarded-For is compared in one form. Hops to the left of an untrusted hop,
 * or of one that is not an address, are never used.
 */

type IsTrusted = (hop: string, place: number) => boolean;

/** A hop count trusts that many hops from the right, whatever they say; CIDRs trust the addresses in them. */
export function trustedProxies(proxies: Config['trustProxy']): false | IsTrusted {
  if (proxies === false) return false;
  if (typeof proxies === 'number') return (_hop, place) => place < proxies;
  const ranges = rangesOf(proxies);
  return (hop) => {
    const address = plainAddress(hop);
    return isIP(address) > 0 && ranges[familyOf(address)].check(address, familyOf(address));
  };
}

/** The address by which a request is counted: the last hop that a trusted proxy vouches for and that is an address. */
export function addressOf({ ip, ips, socket }: Pick<FastifyRequest, 'ip' | 'ips' | 'socket'>): string {
  const hops = (ips ?? [ip]).map(plainAddress);
  return hops.findLast((hop) => isIP(hop) > 0) ?? plainAddress(socket.remoteAddress);
}

/** Separate lists for each family, because Node would find IPv4 addresses in IPv6 ranges such as `::/1`. */
function rangesOf(cidrs: readonly string[]): Record<'ipv4' | 'ipv6', BlockList> {
  const ranges = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const cidr of cidrs) {
    const [written = '', prefix] = cidr.split('/');
    const address = plainAddress(written);
    const isMapped = isIP(address) === 4 && written.includes(':');
    const whole = isIP(address) === 4 ? 32 : 128;
    const length = prefix === undefined ? whole : Number(prefix) - (isMapped ? MAPPED_PREFIX : 0);
    ranges[familyOf(address)].addSubnet(address, length, familyOf(address));
  }
  return ranges;
}

const familyOf = (address: string) => (isIP(address) === 4 ? 'ipv4' : 'ipv6');

const WITH_PORT = /^(?:(\d+\.\d+\.\d+\.\d+)|\[([^\]]*)\])(?::\d{1,5})?$/;
const MAPPED_IPV4 = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/;
const MAPPED_DOTTED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
/** Bits of `::ffff:0:0/96`, which holds IPv4. */
const MAPPED_PREFIX = 96;

/**
 * An address in one form: without quotes, port, brackets and zone; IPv6 in its shortest spelling; IPv4 in dotted form, even
 * if a dual-stack socket wrote it as IPv6. Text that is not an address stays unchanged.
 */
export function plainAddress(hop: string | undefined): string {
  const text = (hop ?? '').replaceAll('"', '').trim();
  const [, v4, v6] = WITH_PORT.exec(text) ?? [];
  const address = (v4 ?? v6 ?? text).replace(/%.*$/, '');
  const [, dotted] = MAPPED_DOTTED.exec(address) ?? [];
  if (dotted) return dotted;
  if (isIP(address) !== 6) return address;
  const shortest = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [, high, low] = MAPPED_IPV4.exec(shortest) ?? [];
  return high && low ? [...bytesOf(high), ...bytesOf(low)].join('.') : shortest;
}

const bytesOf = (group: string): [number, number] => {
  const value = parseInt(group, 16);
  return [value >> 8, value & 0xff];
};
