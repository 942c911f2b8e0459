import type { FastifyRequest } from 'fastify';
import type { Caller } from '../graphql/context';

const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

export const callerOf = (request: FastifyRequest): Caller => ({
  requestId: request.id,
  ip: plainAddress(request.ip),
  userAgent: request.headers['user-agent'] ?? null,
});

/** IPv4 in dotted form, also where it came in through a socket that speaks both. */
const plainAddress = (ip: string): string => MAPPED_IPV4.exec(ip)?.[1] ?? ip;
