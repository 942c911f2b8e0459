import { setTimeout as sleep } from 'node:timers/promises';
import { send, type HttpResponse } from './http';

export interface GraphqlError {
  message: string;
  path?: (string | number)[];
  extensions: {
    code: string;
    url: string;
    fields?: { path: string; message: string }[];
    retryAfter?: number;
    requestId?: string;
  };
}

/** An answer of GraphQL. */
export interface Answer {
  status: number;
  headers: Headers;
  body: { data?: Record<string, unknown> | null; errors?: GraphqlError[] };
  /** The body as it was sent. */
  text: string;
}

interface Asked {
  variables?: Record<string, unknown>;
  operationName?: string;
  extensions?: Record<string, unknown>;
  token?: string;
  headers?: Record<string, string>;
  /** GET carries everything in the query string. */
  method?: 'GET' | 'POST';
}

/** Sends one operation to `/graphql` of the gateway at `url`. */
export async function graphql(url: string, query: string | undefined, asked: Asked = {}): Promise<Answer> {
  const { variables, operationName, extensions, token, headers = {}, method = 'POST' } = asked;
  const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const parts = { query, variables, operationName, extensions };
  if (method === 'GET') {
    return toAnswer(
      await send(`${url}/graphql?${toQueryString(parts)}`, { headers: { ...authorization, ...headers } }),
    );
  }
  const json = { 'content-type': 'application/json', ...authorization, ...headers };
  return toAnswer(await send(`${url}/graphql`, { method, headers: json, body: JSON.stringify(parts) }));
}

/** Of a response to `fetch`. */
export async function answerOf(response: Response): Promise<Answer> {
  return toAnswer({ status: response.status, headers: response.headers, text: await response.text() });
}

const toAnswer = (response: HttpResponse): Answer => ({
  ...response,
  body: JSON.parse(response.text) as Answer['body'],
});

/** The code of each error, in their order. */
export const codesOf = ({ body }: Answer): string[] => (body.errors ?? []).map((error) => error.extensions.code);

/** The paths of the refused fields, in their order. */
export const faultsOf = ({ body }: Answer): string[] =>
  (body.errors ?? []).flatMap((error) => (error.extensions.fields ?? []).map(({ path }) => path));

/** The data of an answer that must have no errors. */
export function dataOf<T = Record<string, unknown>>({ body, text }: Answer): T {
  if (body.errors || !body.data) throw new Error(`not answered: ${text}`);
  return body.data as T;
}

function toQueryString(parts: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(parts)) {
    if (value !== undefined) params.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return params.toString();
}

/** Repeats a GraphQL or REST request that is answered 503, as on a busy machine; for tests of something else. */
export async function untilServed<Told extends { text: string }>(ask: () => Promise<Told>): Promise<Told> {
  for (;;) {
    const answer = await ask();
    if (!answer.text.includes('"SERVICE_UNAVAILABLE"')) return answer;
    await sleep(100);
  }
}
