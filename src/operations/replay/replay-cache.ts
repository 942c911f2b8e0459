import { LRUCache } from 'lru-cache';
import type { RequestContext, Viewer } from '../../shared/request-context';
import type { TokenOwner, Authenticator, Authentication, AuthenticatedViewer } from '../../access/authenticator';
import type { Cache } from '../../platform/cache/cache';
import type { AdmissionFilter } from '../../platform/cache/admission-filter';
import type { CacheReader } from '../../platform/cache/reader';
import { leastLife } from '../../platform/cache/source';
import { GENERATION, hasIntents, tagKey } from '../../platform/cache/tag';
import { encodeBody, sizeOf, type Encoding, type RecordedResponse } from './recorded-response';

/*
 * Threats this file answers:
 * - An answer made for one viewer that reaches another: the scope of an answer is observed while it is made. Whoever's id
 *   played a part has the answer alone; the role is always part of the scope, and confirmed by the trip before anything
 *   is sent.
 * - A signed-out viewer who is served from memory: admission comes first, always.
 * - A memory filled from outside: operations and answers are bounded in bytes.
 */

/** An operation as it was sent, to the byte: body or address, and the kind of answer asked for. */
export type OperationText = string;

/** What an operation was answered with. */
export interface Made {
  /** The operation's name, for the log. */
  operation: string | null;
  body: Buffer;
  contentType: string;
  /** What else the response says of the body, in headers. */
  headers?: Readonly<Record<string, string>>;
}

/**
 * What a door does next: send what was recorded, or go on with who was admitted. What was recorded and is out of date
 * may still be what the operation would answer.
 */
export type ReplayResult =
  | { admitted: AuthenticatedViewer; recorded: RecordedResponse; outdated: null }
  | { admitted: AuthenticatedViewer; recorded: null; outdated: Found }
  | { admitted: Authentication; recorded: null; outdated: null };

/** An answer, and the key it is kept under. */
interface Found {
  key: string;
  recorded: RecordedResponse;
}

/** How much of the memory may be operations; the rest is answers. */
const OPERATIONS_SHARE = 8;
const REFRESH_SHARE = 0.1;
const REFRESH_PAUSE_MS = 1_000;

/**
 * Repeats answers without executing anything. The first run of an operation records its answer with the versions of all
 * tags it read; a later one is admitted by one round trip that also brings these versions as they are now, and where
 * nothing has changed the recorded bytes leave.
 */
export class ReplayCache {
  private readonly operations: LRUCache<OperationText, number>;
  private readonly answers: LRUCache<string, RecordedResponse>;
  private lastOperation = 0;

  constructor(
    private readonly authenticator: Authenticator,
    private readonly cache: Cache,
    private readonly admissionFilter: AdmissionFilter,
    private readonly counters: { replayed(): void; confirmed(): void },
    maxBytes: number,
  ) {
    const operationBytes = Math.floor(maxBytes / OPERATIONS_SHARE);
    this.operations = new LRUCache({
      maxSize: operationBytes,
      sizeCalculation: (_operation, text) => text.length * 2 + 128,
    });
    this.answers = new LRUCache({ maxSize: maxBytes - operationBytes, sizeCalculation: sizeOf });
  }

  /** Bytes held now. */
  get bytes(): number {
    return this.operations.calculatedSize + this.answers.calculatedSize;
  }

  get size(): number {
    return this.answers.size;
  }

  /** Whether the operation was recorded for anyone: then it is a query, and a token sent along counts. */
  knows(operation: OperationText): boolean {
    return this.operations.has(operation);
  }

  /**
   * Admits a caller of a known operation.
   *
   * @param encoding what the caller would rather have than plain bytes
   * @throws AppError SERVICE_UNAVAILABLE
   */
  async enter(operation: OperationText, token: string | null, encoding: Encoding | null): Promise<ReplayResult> {
    const caller = token === null ? null : this.authenticator.recognise(token);
    const found = caller && this.find(operation, caller);
    // Taken now: being admitted corrects the guess, and the answer was found under the guess.
    const guessedRole = caller?.role;
    const admitted = await this.authenticator.admit(token, found?.recorded.tagKeys);
    if (admitted.kind !== 'viewer' || !found || guessedRole !== admitted.viewer.role) {
      return { admitted, recorded: null, outdated: null };
    }
    const { key, recorded } = found;
    if (!this.isCurrent(recorded, admitted)) return { admitted, recorded: null, outdated: found };
    if (encoding && recorded.encoded[encoding] === undefined) this.encode(key, recorded, encoding);
    this.counters.replayed();
    return { admitted, recorded, outdated: null };
  }

  /**
   * Looks whether the values that an answer was made of are still the same, although tags say that they may not be: a
   * change elsewhere in a list, say. The same values make the same answer, so nothing is executed.
   *
   * @param reader of the request at hand: whatever has changed is there for the execution that must follow
   * @returns the answer, kept again where that is safe; null if it must be made anew
   * @throws AppError SERVICE_UNAVAILABLE
   */
  async confirm({ key, recorded }: Found, reader: CacheReader): Promise<RecordedResponse | null> {
    const { readings, etag, encoded } = recorded;
    // Where the time of a value has passed, another is asked for now: the lectures of another day.
    if (readings.some(({ slot }) => slot.until !== undefined && slot.until <= Date.now())) return null;
    if (!(await reader.areUnchanged(readings))) return null;
    this.counters.confirmed();
    const fresh = this.describe(reader.log, recorded);
    if (!fresh) return recorded;
    const confirmed = { ...fresh, etag, encoded };
    this.answers.set(key, confirmed);
    return confirmed;
  }

  /** Keeps an answer, if it is plainly safe to repeat. Its body must be complete and free of errors. */
  record(operation: OperationText, { viewer, reader }: RequestContext, made: Made): void {
    let id = this.operations.get(operation);
    if (!viewer || (id === undefined && !this.admissionFilter.admits(operation))) return;
    const recorded = this.describe(reader.log, made);
    if (!recorded) return;
    if (id === undefined) this.operations.set(operation, (id = ++this.lastOperation));
    this.answers.set(scopeKey(id, viewer), recorded);
  }

  /** Only what is repeated is worth compressing: most answers never are. */
  private encode(key: string, recorded: RecordedResponse, encoding: Encoding): void {
    recorded.encoded[encoding] = null;
    void encodeBody(recorded.body, encoding).then((encoded) => {
      recorded.encoded[encoding] = encoded;
      if (this.answers.peek(key) === recorded) this.answers.set(key, recorded);
    });
  }

  private describe(log: RequestContext['reader']['log'], made: Made): RecordedResponse | null {
    const { reads } = log;
    if (reads.length === 0 || log.untagged || log.mixed) return null;
    if (reads.some((read) => read.result === 'BYPASS')) return null;
    const era = log.versions.get(GENERATION) ?? '';
    const tags = [...new Set(reads.flatMap(({ slot }) => slot.tags))];
    const versions = tags.map((name) => log.versions.get(name) ?? '');
    // A tag that was absent when it was looked for has been born since; its version is known the next time.
    if (!this.cache.trusts(era) || versions.some((version) => version === '' || hasIntents(version))) return null;
    const now = Date.now();
    const leftMs = Math.min(...reads.map((read) => read.leftMs ?? leastLife(read.slot, now)));
    if (leftMs <= 0) return null;
    return {
      tagKeys: tags.map(tagKey),
      versions,
      readings: log.readings,
      era,
      expiresAt: now + leftMs,
      refreshAt: now + leftMs * (1 - REFRESH_SHARE),
      operation: made.operation,
      contentType: made.contentType,
      headers: made.headers,
      cacheKeys: log.keyList,
      body: made.body,
      encoded: {},
    };
  }

  private find(operation: OperationText, { userId, role }: TokenOwner): Found | null {
    const id = this.operations.get(operation);
    if (id === undefined || role === null) return null;
    for (const key of [`${id} ${role}`, `${id} ${role} ${userId}`]) {
      const recorded = this.answers.get(key);
      if (recorded) return { key, recorded };
    }
    return null;
  }

  private isCurrent(recorded: RecordedResponse, { era, versions }: AuthenticatedViewer): boolean {
    const now = Date.now();
    if (recorded.expiresAt <= now || recorded.era !== era || !this.cache.trusts(era)) return false;
    for (let at = 0; at < recorded.versions.length; at += 1) {
      if (versions[at] !== recorded.versions[at]) return false;
    }
    if (recorded.refreshAt > now) return true;
    recorded.refreshAt = now + REFRESH_PAUSE_MS;
    return false;
  }
}

const scopeKey = (operation: number, viewer: Viewer): string =>
  viewer.idWasRead ? `${operation} ${viewer.role} ${viewer.id}` : `${operation} ${viewer.role}`;
