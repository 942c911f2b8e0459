import { Agent, request, type IncomingMessage } from 'node:http';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

export interface HttpRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface HttpResponse {
  status: number;
  headers: Headers;
  /** Decoded. */
  text: string;
}

const agent = new Agent({ keepAlive: true });

/** What `fetch` says of itself. */
const OF_FETCH = { accept: '*/*', 'accept-encoding': 'gzip, deflate', 'user-agent': 'node' };

/** As `fetch`, which takes four times the processor's time: often more than the gateway itself. */
export function send(url: string, { method = 'GET', headers = {}, body }: HttpRequest = {}): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      agent,
      method,
      headers: { ...OF_FETCH, ...(body !== undefined && TEXT), ...lower(headers) },
    });
    sent.once('error', reject);
    sent.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const text = decoded(Buffer.concat(chunks), response.headers['content-encoding']).toString();
        resolve({ status: response.statusCode ?? 0, headers: headersOf(response), text });
      });
    });
    sent.end(body);
  });
}

/** Closes the connections that are kept alive. */
export const hangUp = (): void => agent.destroy();

/** Unless they name another. */
const TEXT = { 'content-type': 'text/plain;charset=UTF-8' };

const lower = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let nth = 0; nth < rawHeaders.length; nth += 2) headers.append(rawHeaders[nth] ?? '', rawHeaders[nth + 1] ?? '');
  return headers;
}

function decoded(body: Buffer, coding = ''): Buffer {
  if (body.length === 0) return body;
  const decode = { gzip: gunzipSync, br: brotliDecompressSync, deflate: inflateSync }[coding];
  return decode ? decode(body) : body;
}
