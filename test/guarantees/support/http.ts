import { send } from '../../support/http';

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
  const answer = await send(url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      'accept-encoding': 'identity', // there are many, and what is asked here is not about the form
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    body,
  }).catch(() => null);
  return (
    answer && {
      status: answer.status,
      cache: answer.headers.get('x-cache') ?? undefined,
      retryAfter: answer.headers.get('retry-after') ?? undefined,
      body: parse(answer.text),
    }
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
