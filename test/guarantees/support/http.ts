import { exchange } from '../../support/http';

/** An answer, or nothing where the gateway died before it came. */
export interface HttpAnswer {
  status: number;
  /** Of X-Cache. */
  cache: string | undefined;
  /** Of Retry-After. */
  retryAfter: string | undefined;
  body: unknown;
}

export interface HttpQuestion {
  token?: string;
  /** `/graphql` or `/api/…` */
  path: string;
  /** Sent as JSON by POST; without it, GET. */
  body?: string;
}

/** @returns null where the connection broke */
export async function ask(url: string, { token, path, body }: HttpQuestion): Promise<HttpAnswer | null> {
  const answer = await exchange(url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    body,
  }).catch(() => null);
  if (!answer) return null;
  const { status, headers } = answer;
  const cache = headers['x-cache'];
  return {
    status,
    cache: Array.isArray(cache) ? cache[0] : cache,
    retryAfter: headers['retry-after'],
    body: parse(answer.body.toString()),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
