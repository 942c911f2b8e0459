import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Reading } from '../../platform/cache/source';

export type Encoding = 'br' | 'gzip';

/** An answer as it left once, with all it depended on. It may leave again while every version is what it was. */
export interface RecordedResponse {
  /** The operation's name, for the log. */
  operation: string | null;
  /** Keys of the tags it hangs on, and the versions it was made under, the era's apart. */
  tagKeys: readonly string[];
  versions: readonly string[];
  era: string;
  /** The values it was made of. */
  readings: readonly Reading[];
  /** Milliseconds since 1970. */
  expiresAt: number;
  /** What it shows changes with the clock then; Infinity for a response that does not. */
  until: number;
  /** From then on one request a second goes the ordinary way, so that what it is made of is loaded anew in time. */
  refreshAt: number;
  contentType: string;
  /** What else the response says of the body, in headers. */
  headers?: Readonly<Record<string, string>>;
  /** The Redis keys it was made of, as X-Cache-Key tells them. */
  cacheKeys: string;
  body: Buffer;
  etag?: string;
  /** Made when somebody wants them; null where that is not worth it, or not done yet. */
  encoded: Partial<Record<Encoding, Buffer | null>>;
}

export const etagOf = (body: Buffer | string): string => `W/"${createHash('sha1').update(body).digest('base64url')}"`;

/** Below this many bytes compressing saves nothing worth a header. */
const WORTH_ENCODING = 1_024;

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

/** Compresses on the thread pool, off the request's way. @returns null where it saves nothing */
export async function encodeBody(body: Buffer, encoding: Encoding): Promise<Buffer | null> {
  if (body.length < WORTH_ENCODING) return null;
  const encoded = await (encoding === 'br' ? brotli(body, brotliOptions(body.length)) : deflate(body));
  return encoded.length < body.length ? encoded : null;
}

const brotliOptions = (bytes: number) => ({
  params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: bytes },
});

/** What a recorded answer takes of memory, in bytes. */
export const sizeOf = ({ body, encoded, cacheKeys, versions, tagKeys, readings }: RecordedResponse): number =>
  body.length +
  readings.length * 512 +
  (encoded.br?.length ?? 0) +
  (encoded.gzip?.length ?? 0) +
  cacheKeys.length +
  tagKeys.length * 64 +
  versions.length * 32 +
  512;
