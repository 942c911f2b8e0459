import type { FastifyReply } from 'fastify';
import type { TransportAdapter } from '../../operations/serve';
import { begunReplay } from '../replay/begun-replays';
import { sendReplayed } from '../replay/replayed-response';
import { callerOf } from './caller';
import { bearerToken } from './credentials';
import { wantedEncoding } from './send-response';

type Shared = 'callerOf' | 'tokenOf' | 'encodingOf' | 'begunOf' | 'sendReplayed';

/** What both HTTP transports do in the same way. Fastify's reply has its request, so it is the whole exchange. */
export const httpExchange: Pick<TransportAdapter<FastifyReply>, Shared> = {
  callerOf: ({ request }) => callerOf(request),
  tokenOf: ({ request }) => bearerToken(request.raw),
  encodingOf: ({ request }) => wantedEncoding(request),
  begunOf: ({ request }) => begunReplay(request.raw),
  sendReplayed,
};
