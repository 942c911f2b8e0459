import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';

const BYTES_MAX = 16 * 1024 * 1024;
/** The memory of a parsed document, as a multiple of its text. */
const TREE_FACTOR = 30;

/** Parsed and validated documents. The store is bounded in bytes, and evicts the least recently used ones. */
export class DocumentStore {
  private readonly documents = new LRUCache<string, DocumentNode>({
    maxSize: BYTES_MAX,
    sizeCalculation: (document) => (document.loc?.source.body.length ?? 1_000) * TREE_FACTOR + 512,
  });

  async get(key: string): Promise<DocumentNode | undefined> {
    return this.documents.get(key);
  }

  async set(key: string, document: DocumentNode): Promise<void> {
    this.documents.set(key, document);
  }

  async delete(key: string): Promise<boolean> {
    return this.documents.delete(key);
  }
}
