import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

/** From here on the answer is written by hand, past Fastify; status and headers that are set go with it. */
export function takeOver(reply: FastifyReply): ServerResponse {
  reply.hijack();
  reply.raw.statusCode = reply.statusCode;
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  return reply.raw;
}
