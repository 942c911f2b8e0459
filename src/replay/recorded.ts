import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export type Encoding = 'br' | 'gzip';

/** An answer as it left once, with all it depended on. It may leave again while every version is what it was. */
export interface Recorded {
  /** Keys of the tags it hangs on, and the versions it was made under, the era's apart. */
  tagKeys: readonly string[];
  versions: readonly string[];
  era: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
  /** From then on one request a second goes the ordinary way, so that what it is made of is loaded anew in time. */
  refreshAt: number;
  contentType: string;
  /** The Redis keys it was made of, as X-Cache-Key tells them. */
  cacheKeys: string;
  body: Buffer;
  /** Made when the answer is repeated for the first time: most answers never are. */
  etag?: string;
  encoded?: Encoded;
}

export type Encoded = Partial<Record<Encoding, Buffer>>;

export const etagOf = (body: Buffer | string): string => `W/"${createHash('sha1').update(body).digest('base64url')}"`;

/** Below this many bytes compressing saves nothing worth a header. */
const WORTH_ENCODING = 1_024;

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

/** Makes the compressed variants on the thread pool, off the request's way; what came out larger is dropped. */
export async function encodeBody(body: Buffer): Promise<Encoded> {
  if (body.length < WORTH_ENCODING) return {};
  const [br, gz] = await Promise.all([
    brotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } }),
    deflate(body),
  ]);
  return { ...(br.length < body.length && { br }), ...(gz.length < body.length && { gzip: gz }) };
}

/** What a recorded answer takes of memory, in bytes. */
export const sizeOf = ({ body, encoded, cacheKeys, versions, tagKeys }: Recorded): number =>
  body.length +
  (encoded?.br?.length ?? 0) +
  (encoded?.gzip?.length ?? 0) +
  cacheKeys.length +
  tagKeys.length * 64 +
  versions.length * 32 +
  512;
