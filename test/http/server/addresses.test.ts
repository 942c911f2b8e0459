import fc from 'fast-check';
import { addressOf, plainAddress, trustedProxies } from '../../../src/http/server/addresses';

describe('a hop', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7:51234', '203.0.113.7'],
    [' "203.0.113.7:51234" ', '203.0.113.7'],
    ['2001:db8::9', '2001:db8::9'],
    ['2001:DB8:0:0:0:0:0:9', '2001:db8::9'],
    ['[2001:db8::9]', '2001:db8::9'],
    ['[2001:db8::9]:443', '2001:db8::9'],
    ['"[2001:db8::9]:443"', '2001:db8::9'],
    ['[203.0.113.7]:80', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:cb00:7107', '203.0.113.7'],
    ['0:0:0:0:0:ffff:203.0.113.7', '203.0.113.7'],
    ['[::ffff:203.0.113.7]:51234', '203.0.113.7'],
    ['fe80::1%eth0', 'fe80::1'],
    ['[fe80::1%25eth0]:443', 'fe80::1'],
    ['::ffff:203.0.113.7%eth0', '203.0.113.7'],
  ])('%s is %s', (hop, address) => expect(plainAddress(hop)).toBe(address));

  it.each([
    'unknown',
    '_hidden',
    'unix:',
    '203.0.113.7:port',
    '203.0.113.7:123456',
    '[2001:db8::9',
    '1.2.3',
    '010.0.0.1',
  ])('%s is no address, and stays', (hop) => expect(plainAddress(hop)).toBe(hop));
});

/** Addresses of the path from the socket outwards, as Fastify finds them. */
function counted(proxies: string[] | number, socket: string, forwarded: string[]): string {
  const trusts = trustedProxies(proxies);
  const path = [socket, ...forwarded.toReversed()];
  const end = path.findIndex((hop, place) => !trusts || !trusts(hop, place));
  const ips = path.slice(0, end === -1 ? path.length : end + 1);
  return addressOf({ ip: ips.at(-1) ?? '', ips, socket: { remoteAddress: socket } } as Parameters<typeof addressOf>[0]);
}

describe('behind trusted networks', () => {
  const NETWORKS = ['127.0.0.0/8', '10.0.0.0/8', 'fd00::/8', '2001:db8:ff00::/41'];

  it.each([
    [['203.0.113.7:51234', '10.0.0.5:443'], '203.0.113.7'],
    [['[2001:db8::9]', '10.0.0.5'], '2001:db8::9'],
    [['[2001:db8::9]:1234', '[fd00::1]:443', '10.0.0.5:80'], '2001:db8::9'],
    [['203.0.113.7', '[::ffff:10.0.0.5]:443'], '203.0.113.7'],
    [['203.0.113.7', '"10.0.0.5"'], '203.0.113.7'],
    [['192.0.2.1', '203.0.113.7:1', '10.0.0.5:443'], '203.0.113.7'],
    [['192.0.2.1', 'unknown', '10.0.0.5:443'], '10.0.0.5'],
    [['192.0.2.1', '10', '10.0.0.5'], '10.0.0.5'],
    [['192.0.2.1', '0x0a000001', '10.0.0.5'], '10.0.0.5'],
    [['192.0.2.1', '2001:db8:ff80::1', '10.0.0.5'], '2001:db8:ff80::1'],
    [['192.0.2.1', '2001:db8:ff7f::1', '10.0.0.5'], '192.0.2.1'],
    [['10.0.0.9', '10.0.0.5'], '10.0.0.9'],
    [[], '127.0.0.1'],
  ])('%j is counted as %s', (forwarded, address) => expect(counted(NETWORKS, '127.0.0.1', forwarded)).toBe(address));

  it('IPv4 networks may be written as IPv6', () => {
    expect(counted(['::ffff:127.0.0.0/104', '::ffff:10.0.0.1'], '::ffff:127.0.0.1', ['192.0.2.9', '10.0.0.1'])).toBe(
      '192.0.2.9',
    );
    expect(counted(['::ffff:127.0.0.0/104'], '127.0.0.1', ['192.0.2.9', '10.0.0.1'])).toBe('10.0.0.1');
  });

  it('no network of IPv6 holds IPv4, unless it is written so', () => {
    expect(counted(['::/1', '::1'], '127.0.0.1', ['192.0.2.9'])).toBe('127.0.0.1');
    expect(counted(['127.0.0.1'], '::ffff:127.0.0.1', ['192.0.2.9'])).toBe('192.0.2.9');
  });

  it('every address is in the networks that its bits say', () => {
    const bits = (groups: number[]) => groups.map((group) => group.toString(2).padStart(16, '0')).join('');
    const group = fc.integer({ min: 0, max: 0xffff });
    const groups = fc.array(group, { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(
        groups,
        fc.integer({ min: 1, max: 128 }),
        fc.integer({ min: 0, max: 127 }),
        (net, length, flipped) => {
          const other = net.map((one, at) => (at === flipped >> 4 ? one ^ (0x8000 >> (flipped & 15)) : one));
          const text = (one: number[]) => one.map((part) => part.toString(16)).join(':');
          const trusts = trustedProxies([`${text(net)}/${length}`]);
          const isInside = bits(net).slice(0, length) === bits(other).slice(0, length);
          return trusts && trusts(text(net), 1) && trusts(`[${text(other)}]:443`, 1) === isInside;
        },
      ),
    );
  });

  it('no text that is no address is trusted, and none throws', () => {
    const trusts = trustedProxies(['0.0.0.0/1', '128.0.0.0/1', '::/1', '8000::/1']);
    fc.assert(
      fc.property(fc.string(), (text) => {
        const isAddress = /^[\s"[]*[\da-f.:]+/i.test(text);
        return trusts && (isAddress || !trusts(text, 0));
      }),
    );
  });
});

describe('behind a number of hops', () => {
  it.each([
    [1, ['203.0.113.7:51234'], '203.0.113.7'],
    [1, ['192.0.2.1', '[2001:db8::9]:443'], '2001:db8::9'],
    [2, ['192.0.2.1', '203.0.113.7:51234', '10.0.0.5:443'], '203.0.113.7'],
    [2, ['192.0.2.1', '203.0.113.7', 'unix:'], '203.0.113.7'],
    [2, ['192.0.2.1', 'unknown', '10.0.0.5:443'], '10.0.0.5'],
    [1, ['192.0.2.1', 'unknown'], '127.0.0.1'],
    [3, ['203.0.113.7'], '203.0.113.7'],
  ])('%d: %j is counted as %s', (hops, forwarded, address) =>
    expect(counted(hops, '127.0.0.1', forwarded)).toBe(address),
  );
});
