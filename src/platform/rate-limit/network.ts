import { isIPv6 } from 'node:net';

const PREFIX_GROUPS = 4;

/**
 * The identity of an address: an IPv4 address itself, or the /64 of an IPv6 address. A single line has a /64, and could use
 * another of its addresses for each attempt.
 *
 * @returns `192.0.2.1`, `2001:db8:0:1::/64`
 */
export function networkOf(ip: string): string {
  if (!isIPv6(ip)) return ip;
  const groups = groupsOf(ip).slice(0, PREFIX_GROUPS);
  while (groups.at(-1) === '0') groups.pop();
  return `${groups.join(':')}::/64`;
}

/** The eight groups, in lower case and without leading zeros. */
function groupsOf(ip: string): string[] {
  const address = ip.replace(/%.*$/, '');
  const shortest = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail = ''] = shortest.split('::');
  const [left, right] = [split(head), split(tail)];
  return [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
}

const split = (part: string): string[] => (part === '' ? [] : part.split(':'));
