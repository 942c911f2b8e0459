import type { FastifyRequest } from 'fastify';
import { isIP } from 'node:net';
import type { Caller } from '../../operations/create-context';

/** By which a device that its user knows is told from a stranger’s; CORS lets it through as any other header. */
export const DEVICE_HEADER = 'x-device-token';

export const callerOf = (request: FastifyRequest): Caller => ({
  requestId: request.id,
  ip: addressOf(request),
  userAgent: request.headers['user-agent'] ?? null,
  device: { shown: textOf(request.headers[DEVICE_HEADER]), given: null },
});

/** Proxies that are trusted may still pass on what is no address; then theirs is the one to count. */
function addressOf({ ip, socket }: FastifyRequest): string {
  const address = plainAddress(ip);
  return isIP(address) > 0 ? address : plainAddress(socket.remoteAddress ?? '');
}

const WITH_PORT = /^(?:(\d+\.\d+\.\d+\.\d+)|\[([^\]]+)\]):\d{1,5}$/;
const MAPPED_IPV4 = /^(?:::|(?:0+:){5})ffff:(?:(\d+\.\d+\.\d+\.\d+)|([\da-f]{1,4}):([\da-f]{1,4}))$/i;

/** Without the port that some proxies add; IPv4 in dotted form, also where it came in through a socket that speaks both. */
function plainAddress(ip: string): string {
  const [, v4, v6] = WITH_PORT.exec(ip) ?? [];
  const address = v4 ?? v6 ?? ip;
  const [, dotted, high, low] = MAPPED_IPV4.exec(address) ?? [];
  if (dotted) return dotted;
  return high && low ? [...bytesOf(high), ...bytesOf(low)].join('.') : address;
}

const bytesOf = (group: string): [number, number] => {
  const value = parseInt(group, 16);
  return [value >> 8, value & 0xff];
};

const textOf = (header: string | string[] | undefined): string | null => (typeof header === 'string' ? header : null);
