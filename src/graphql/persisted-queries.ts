import { createHash } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';

const BYTES_MAX = 8 * 1024 * 1024;

interface PersistedQuery {
  /** Any value that the client sent. */
  version: unknown;
  sha256Hash: string;
}

/** Automatic persisted queries: clients send a document once, then its SHA-256. The store is bounded in bytes. */
export class PersistedQueries {
  private readonly texts = new LRUCache<string, string>({
    maxSize: BYTES_MAX,
    sizeCalculation: (text) => text.length * 2 + 64,
  });

  /**
   * @returns the text to run
   * @throws GraphQLError PERSISTED_QUERY_NOT_FOUND, so that the client sends the text, too; BAD_REQUEST for a wrong hash
   */
  resolve(query: string | undefined, extensions: unknown): string | undefined {
    const asked = persistedQueryOf(extensions);
    if (!asked) return query;
    if (asked.version !== 1) throw refusal('PERSISTED_QUERY_NOT_SUPPORTED', 'Unsupported persisted query version.');
    const hash = asked.sha256Hash.toLowerCase();
    if (query === undefined) {
      const known = this.texts.get(hash);
      if (known === undefined) throw refusal('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
      return known;
    }
    if (createHash('sha256').update(query).digest('hex') !== hash) {
      throw refusal('BAD_REQUEST', 'The hash does not match the query.');
    }
    this.texts.set(hash, query);
    return query;
  }
}

const refusal = (code: string, message: string) => new GraphQLError(message, { extensions: { code } });

function persistedQueryOf(extensions: unknown): PersistedQuery | null {
  if (typeof extensions !== 'object' || extensions === null || !('persistedQuery' in extensions)) return null;
  const { persistedQuery } = extensions;
  if (typeof persistedQuery !== 'object' || persistedQuery === null) return null;
  if (!('sha256Hash' in persistedQuery) || typeof persistedQuery.sha256Hash !== 'string') return null;
  const version = 'version' in persistedQuery ? persistedQuery.version : undefined;
  return { version, sha256Hash: persistedQuery.sha256Hash };
}
