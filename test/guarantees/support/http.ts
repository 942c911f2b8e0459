import { Agent, request } from 'node:http';

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

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** A plain client: `fetch` would cost more than the gateway. @returns null where the connection broke */
export function ask(url: string, { token, path, body }: HttpQuestion): Promise<HttpAnswer | null> {
  return new Promise((resolve) => {
    const sent = request(url + path, {
      agent,
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
    });
    sent.once('error', () => resolve(null));
    sent.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', () => resolve(null));
      response.once('end', () => {
        const cache = response.headers['x-cache'];
        const text = Buffer.concat(chunks).toString();
        resolve({
          status: response.statusCode ?? 0,
          cache: Array.isArray(cache) ? cache[0] : cache,
          retryAfter: response.headers['retry-after'],
          body: parse(text),
        });
      });
    });
    sent.end(body);
  });
}

/** Keep-alive connections of a gateway that was killed are of no use; nor is one that jest would wait for. */
export const hangUp = (): void => agent.destroy();

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
