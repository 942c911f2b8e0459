import type { IncomingMessage } from 'node:http';
import type { Config } from '../../config/config';
import { unavailable } from '../../platform/errors/app-error';
import { errorAnswer, isGraphql } from '../server/error-body';
import { readingHeaders, readingOrigins, safeHeaders } from '../server/safe-headers';

const TOO_MANY = unavailable('too many requests in flight');

/** A 503 with its headers: names and values in turns, as `writeHead` takes them. */
export interface RefusalResponse {
  status: number;
  lines: string[];
  body: string;
}

/** The parts of a refusal that all requests of a transport share. `body` has the parts before and after the request id. */
interface Form {
  status: number;
  lines: readonly string[];
  body: readonly string[];
}

/** Makes refusals. All but the request id is prepared, because refusals take time from requests that are served. */
export function refusals(config: Config): (request: IncomingMessage, requestId: string) => RefusalResponse {
  const safe = Object.entries(safeHeaders(config)).flat();
  const origins = readingOrigins(config);
  const [graphql, other] = [formOf('/graphql'), formOf('/')];
  return ({ url = '', headers: { origin } }, requestId) => {
    const form = isGraphql(url) ? graphql : other;
    const body = form.body.join(requestId);
    const lines = [
      ...safe,
      ...form.lines,
      'content-length',
      String(Buffer.byteLength(body)),
      'x-request-id',
      requestId,
    ];
    lines.push(...Object.entries(readingHeaders(origin, origins)).flat());
    return { status: form.status, lines, body };
  };
}

function formOf(url: string): Form {
  const id = '{request-id}';
  const { status, headers, body } = errorAnswer(url, id, TOO_MANY);
  const { 'content-length': _, ...others } = headers;
  return { status, lines: Object.entries(others).flat(), body: body.split(id) };
}
