import type { IncomingMessage } from 'node:http';
import type { Config } from '../../config/config';
import { unavailable } from '../../platform/errors/app-error';
import type { PreparedHeaders } from '../../shared/prepared-headers';
import { errorAnswer, isGraphql } from '../server/error-body';
import { prepareHeaders } from '../server/prepared-head';
import { allowing, readingOrigins, safeHeaders } from '../server/safe-headers';

const TOO_MANY = unavailable('too many requests in flight');

/** A 503. */
export interface RefusalResponse {
  status: number;
  prepared: PreparedHeaders;
  /** Names and values, in turns, of the headers of this refusal. */
  lines: string[];
  body: string;
}

/** The parts of a refusal that all requests of a transport share. `body` has the parts before and after the request id. */
interface Form {
  status: number;
  prepared: PreparedHeaders;
  body: readonly string[];
}

/** Makes refusals. What they share is prepared, because refusals take time from requests that are served. */
export function refusals(config: Config): (request: IncomingMessage, requestId: string) => RefusalResponse {
  const origins = readingOrigins(config);
  const [graphql, other] = [formOf('/graphql', config), formOf('/', config)];
  return ({ url = '', headers: { origin } }, requestId) => {
    const { status, prepared, body: parts } = isGraphql(url) ? graphql : other;
    const body = parts.join(requestId);
    const lines = ['content-length', String(Buffer.byteLength(body)), 'x-request-id', requestId];
    if (origin !== undefined) lines.push(...Object.entries(allowing(origin, origins)).flat());
    return { status, prepared, lines, body };
  };
}

function formOf(url: string, config: Config): Form {
  const id = '{request-id}';
  const { status, headers, body } = errorAnswer(url, id, TOO_MANY);
  const { 'content-length': _, ...others } = headers;
  const all = { ...safeHeaders(config), ...others, vary: 'Origin' };
  return { status, prepared: prepareHeaders(Object.entries(all).flat()), body: body.split(id) };
}
