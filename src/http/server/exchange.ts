import type { FastifyReply } from 'fastify';
import type { TransportAdapter } from '../../operations/serve';
import { callerOf } from './caller';
import { bearerToken } from './credentials';
import { contextHeaders, recordedHeaders } from './headers';
import { sendRecorded, wantedEncoding } from './send-response';

type Shared = 'callerOf' | 'tokenOf' | 'encodingOf' | 'sendRecorded' | 'sendConfirmed';

/** What every transport over HTTP does in the same way. A reply knows its request, so it is the whole exchange. */
export const httpExchange: Pick<TransportAdapter<FastifyReply>, Shared> = {
  callerOf: ({ request }) => callerOf(request),
  tokenOf: ({ request }) => bearerToken(request.raw),
  encodingOf: ({ request }) => wantedEncoding(request),
  sendRecorded: (reply, recorded, encoding, decision) =>
    sendRecorded(reply.request, reply, recorded, encoding, recordedHeaders(recorded, decision)),
  sendConfirmed: (reply, recorded, encoding, consulted) =>
    sendRecorded(reply.request, reply, recorded, encoding, contextHeaders(consulted)),
};
