import { connect } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

/** A request to the byte, as no client library would let it be sent. */
export interface WireRequest {
  method: string;
  target: string;
  headers: readonly (readonly [name: string, value: string])[];
  body: Uint8Array | null;
}

/** Names are in lower case; of a header that came twice, the last. */
export interface WireAnswer {
  status: number;
  headers: ReadonlyMap<string, string>;
  body: string;
}

/** @returns what the gateway answered, until it hung up; null if that was before any answer */
export async function send(url: string, request: WireRequest): Promise<WireAnswer | null> {
  const { method, target, headers, body } = request;
  const lines = [
    `${method} ${target} HTTP/1.1`,
    'Host: gateway',
    'Connection: close',
    ...(body ? [`Content-Length: ${body.length}`] : []),
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  const bytes = await exchange(url, Buffer.concat([head, body ?? Buffer.alloc(0)]));
  return readAnswer(bytes, method === 'HEAD');
}

/** Against hanging only. */
const HANGS_MS = 20_000;

/**
 * Sends bytes on a connection of their own, and collects what comes until the gateway hangs up.
 *
 * @param silenceMs after so long without a byte the client's side is closed: whoever still waits for more gives up
 */
export function exchange(url: string, bytes: Uint8Array, silenceMs?: number): Promise<Buffer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host: hostname, port: Number(port) }, () => {
      socket.write(bytes);
      if (silenceMs !== undefined) socket.setTimeout(silenceMs, () => socket.end());
    });
    const hangs = setTimeout(() => socket.destroy(new Error('no answer, and no end')), HANGS_MS);
    let failure: NodeJS.ErrnoException | undefined;
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', (error) => (failure = error));
    socket.on('close', () => {
      clearTimeout(hangs);
      // Who is refused before all was read may find the connection reset.
      if (failure && failure.code !== 'ECONNRESET' && failure.code !== 'EPIPE') reject(failure);
      else resolve(Buffer.concat(chunks));
    });
  });
}

/** The first answer among the bytes, after any interim ones; null if there is none. */
export function readAnswer(bytes: Buffer, isBodiless = false): WireAnswer | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1]);
  const rest = bytes.subarray(end + 4);
  if (status < 200) return readAnswer(rest, isBodiless);
  const headers = new Map(
    lines.map((line): [string, string] => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.split(/: ?(.*)/s)[1] ?? '',
    ]),
  );
  const length = Number(headers.get('content-length') ?? 0);
  const body = isBodiless || status === 304 ? Buffer.alloc(0) : rest.subarray(0, length);
  return { status, headers, body: decode(body, headers.get('content-encoding')).toString() };
}

function decode(body: Buffer, encoding: string | undefined): Buffer {
  if (encoding === 'br') return brotliDecompressSync(body);
  return encoding === 'gzip' ? gunzipSync(body) : body;
}
