import { send } from './http';

/** An answer of REST. */
export interface RestAnswer {
  status: number;
  headers: Headers;
  /** Empty where there is no body. */
  body: Record<string, unknown>;
  /** The body as it was sent. */
  text: string;
}

export interface RestAsked {
  token?: string;
  /** Sent as JSON; with no body there is no content type either. */
  body?: unknown;
  /** Sent as it is. */
  raw?: string;
  headers?: Record<string, string>;
}

/** @param request method and address, e.g. `GET /api/auth/lecture/today?timeZone=UTC` */
export async function rest(
  url: string,
  request: string,
  { token, body, raw, headers }: RestAsked = {},
): Promise<RestAnswer> {
  const [method = '', address = ''] = request.split(' ');
  const response = await send(url + address, {
    method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
  });
  const { text } = response;
  return { ...response, body: text ? (JSON.parse(text) as Record<string, unknown>) : {} };
}

/** The refused fields and why, as lines `path: message`. */
export const errorsOf = ({ body }: RestAnswer): string[] =>
  ((body['errors'] ?? []) as { path: string; message: string }[]).map(({ path, message }) => `${path}: ${message}`);
