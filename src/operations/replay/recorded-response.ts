import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Reading } from '../../platform/cache/source';
import type { Tag } from '../../platform/cache/tag';
import type { PreparedHeaders } from '../../shared/prepared-headers';

export type Encoding = 'br' | 'gzip';

/** The forms that a response is sent in: Not Modified, and with its body. */
export type Variant = 304 | 'identity' | Encoding;

/** A response as it was sent, with everything that it depended on. It may be sent again while every version is unchanged. */
export interface RecordedResponse {
  /** The operation's name, for the log. */
  operation: string | null;
  /** Pattern of the URL it was requested by, for metrics. */
  route: string;
  /** Its tags, their keys, and the versions under which it was made, without the cache generation. */
  tags: readonly Tag[];
  tagKeys: readonly string[];
  versions: readonly string[];
  generation: string;
  /** The values it was made of. */
  readings: readonly Reading[];
  /** Whether it was outdated when it was last requested. It probably is again, so its values are read along with its versions. */
  isChanging: boolean;
  /** Milliseconds since 1970. */
  expiresAt: number;
  /** When what it shows changes with the clock; Infinity for a response that does not. */
  until: number;
  /** From then on, one request per second confirms the response, so that its values are reloaded in time. */
  refreshAt: number;
  contentType: string;
  /** Further headers that describe the body. */
  headers?: Readonly<Record<string, string>>;
  /** The Redis keys of its values, for X-Cache-Key. */
  cacheKeys: string;
  body: Buffer;
  etag?: string;
  /** The headers that are the same each time it is sent, of each form. Its transport makes them once. */
  heads: Partial<Record<Variant, PreparedHeaders>>;
  /** Compressed on first use; null if compression saves nothing or is not done yet. */
  encoded: Partial<Record<Encoding, Buffer | null>>;
}

export const etagOf = (body: Buffer | string): string => `W/"${createHash('sha1').update(body).digest('base64url')}"`;

/** Below this many bytes compressing saves nothing worth a header. */
const WORTH_ENCODING = 1_024;

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

/** Compresses on the thread pool, outside the request. @returns null if it saves nothing */
export async function encodeBody(body: Buffer, encoding: Encoding): Promise<Buffer | null> {
  if (body.length < WORTH_ENCODING) return null;
  const encoded = await (encoding === 'br' ? brotli(body, brotliOptions(body.length)) : deflate(body));
  return encoded.length < body.length ? encoded : null;
}

const brotliOptions = (bytes: number) => ({
  params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: bytes },
});

/** The memory of a recorded response in bytes, with its `heads`, which are made later. */
export const sizeOf = ({ body, encoded, cacheKeys, versions, tagKeys, readings }: RecordedResponse): number =>
  body.length +
  readings.length * 512 +
  (encoded.br?.length ?? 0) +
  (encoded.gzip?.length ?? 0) +
  cacheKeys.length +
  tagKeys.length * 64 +
  versions.length * 32 +
  1_536;
