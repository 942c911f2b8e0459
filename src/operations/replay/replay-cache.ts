import { LRUCache } from 'lru-cache';
import type { AuthenticatedViewer, TokenOwner } from '../../access/authenticator';
import type { RequestContext } from '../../shared/request-context';
import type { Role } from '../../shared/role';
import type { Viewer } from '../../shared/viewer';
import type { Cache } from '../../platform/cache/cache';
import type { AdmissionFilter } from '../../platform/cache/admission-filter';
import type { Fetched } from '../../platform/cache/cache-read';
import type { CacheReader } from '../../platform/cache/reader';
import { GENERATION } from '../../platform/cache/tag';
import { describeResponse, type Made } from './describe-response';
import { encodeBody, sizeOf, type Encoding, type RecordedResponse } from './recorded-response';
import { Runs } from './runs';
import { SCOPE_KEYS, scopeKey } from './scope-key';

/*
 * Threats this file answers:
 * - A response made for one viewer that reaches another: its scope is observed while it is made (shared/viewer.ts) and is
 *   part of its key. The round trip of the next request confirms role and organization before anything is sent.
 * - A signed-out viewer served from memory: nothing is looked up without a valid token, nothing is sent without a session.
 * - A memory filled from outside: operations and responses are bounded in bytes.
 */

/** An operation as it was sent, to the byte: body or URL, and the media type that the response may have. */
export type OperationText = string;

/** A recorded response, and the operation and scope that it is recorded for. */
export interface Recorded {
  key: string;
  recorded: RecordedResponse;
}

/** A recorded response, and the guess about the viewer that it was found by. */
export interface Found extends Recorded {
  role: Role;
  organizationId: string | null;
  /** Whether its values are read along with its versions. Decided once, because other requests change `isChanging` meanwhile. */
  withValues: boolean;
}

/**
 * The response if it may be repeated, recorded again where that is safe. If not, the operation must be executed, and `run` names
 * the runs of this operation, for this scope, from the same values; it is null where the clock has changed what it shows.
 */
export type Confirmation = { recorded: RecordedResponse } | { recorded: null; run: string | null };

/** How much of the memory may be operations; the rest is recorded responses. */
const OPERATIONS_SHARE = 8;
/** Above this share of its memory, recorded responses push out others. */
const FULL_SHARE = 0.95;
const REFRESH_PAUSE_MS = 1_000;

/**
 * Repeats responses without executing anything. The first run of an operation records its response with the versions of
 * all tags it read. The round trip that authenticates a later request also reads these versions; if none has changed, the
 * recorded bytes are sent.
 */
export class ReplayCache {
  readonly runs = new Runs<Recorded>();
  private readonly operations: LRUCache<OperationText, number>;
  private readonly responses: LRUCache<string, RecordedResponse>;
  private lastOperation = 0;

  constructor(
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
    this.responses = new LRUCache({ maxSize: maxBytes - operationBytes, sizeCalculation: sizeOf });
  }

  /** Bytes held now. */
  get bytes(): number {
    return this.operations.calculatedSize + this.responses.calculatedSize;
  }

  get size(): number {
    return this.responses.size;
  }

  /** Whether the operation was recorded for any viewer. Then it is a query, and a token sent along counts. */
  knows(operation: OperationText): boolean {
    return this.operations.has(operation);
  }

  /** The response recorded for the viewer that the owner of the token probably is. It must not be sent before `isFor`. */
  find(operation: OperationText, { userId, role, organizationId }: TokenOwner): Found | null {
    const id = this.operations.get(operation);
    if (id === undefined || role === null) return null;
    for (const keyOf of SCOPE_KEYS) {
      const key = keyOf(id, role, organizationId, userId);
      const recorded = this.responses.get(key);
      if (recorded) return { key, recorded, role, organizationId, withValues: recorded.isChanging };
    }
    return null;
  }

  /** Whether the response was found by the role and organization that the viewer really has. */
  isFor({ role, organizationId }: Found, { viewer, organizationId: confirmed }: AuthenticatedViewer): boolean {
    return role === viewer.role && organizationId === confirmed;
  }

  /** What the round trip that authenticates reads for the response. */
  keysOf({ recorded: { tagKeys, readings }, withValues }: Found): readonly string[] {
    return withValues ? [...tagKeys, ...readings.map(({ slot }) => slot.key)] : tagKeys;
  }

  /**
   * Whether nothing that the response depends on has changed since it was recorded.
   *
   * @param viewer with the values of `keysOf`
   */
  isCurrent({ recorded }: Found, { generation, values }: AuthenticatedViewer): boolean {
    const now = Date.now();
    if (recorded.expiresAt <= now || recorded.generation !== generation || !this.cache.trusts(generation)) return false;
    for (let at = 0; at < recorded.versions.length; at += 1) {
      if (values[at] !== recorded.versions[at]) return false;
    }
    recorded.isChanging = false;
    if (recorded.refreshAt > now) return true;
    recorded.refreshAt = now + REFRESH_PAUSE_MS;
    return false;
  }

  /**
   * To be called where the recorded response is sent.
   *
   * @param encoding the client's preferred encoding: made now, for later requests
   */
  repeated({ key, recorded }: Found, encoding: Encoding | null): void {
    if (encoding && recorded.encoded[encoding] === undefined) this.encode(key, recorded, encoding);
    this.counters.replayed();
  }

  /**
   * Checks whether the values that the response was made of are unchanged, although a tag has changed: another page of a
   * list was changed, say. The same values make the same response, so nothing is executed.
   *
   * @param viewer with the values of `keysOf`
   * @param reader the request's own: it keeps the changed values for the execution that follows
   * @throws AppError SERVICE_UNAVAILABLE
   */
  async confirm(
    { key, recorded, withValues }: Found,
    viewer: AuthenticatedViewer,
    reader: CacheReader,
  ): Promise<Confirmation> {
    const { readings, etag, heads, encoded, until } = recorded;
    const now = Date.now();
    // Past its time a response must not be reused, nor a value: it may be the list of another day.
    if (until <= now || readings.some(({ slot }) => slot.until !== undefined && slot.until <= now))
      return { recorded: null, run: null };
    const fetched = withValues && viewer.hadProfile ? fetchedFor(recorded, viewer) : null;
    recorded.isChanging = true;
    const present = await reader.repeat(readings, fetched);
    if (present.some(({ digest }, nth) => digest !== readings[nth]?.digest))
      return { recorded: null, run: `${key} ${present.map(({ digest }) => digest).join()}` };
    for (const reading of readings) reader.log.took(reading, () => reading.digest);
    this.counters.confirmed();
    const fresh = describeResponse(this.cache, reader.log, recorded, until);
    if (!fresh) return { recorded };
    const confirmed = { ...fresh, etag, heads, encoded, isChanging: true };
    this.responses.set(key, confirmed);
    return { recorded: confirmed };
  }

  /** What was recorded in the place of the response that was found; null if nothing was. */
  recordedSince({ key, recorded }: Found): Recorded | null {
    const latest = this.responses.peek(key);
    return latest && latest !== recorded ? { key, recorded: latest } : null;
  }

  /**
   * Records a response if it is safe to repeat. Its body must be complete and free of errors.
   *
   * @returns the recorded response; null if it is not recorded
   */
  record(operation: OperationText, { viewer, reader }: RequestContext, made: Made): Recorded | null {
    const known = this.operations.get(operation);
    if (!viewer || viewer.scope.has('session')) return null;
    if (known === undefined && !this.admissionFilter.admits(operation, this.isFull)) return null;
    const recorded = describeResponse(this.cache, reader.log, made, reader.log.until);
    if (!recorded) return null;
    const id = known ?? (this.lastOperation += 1);
    if (known === undefined) this.operations.set(operation, id);
    const key = scopeKey(id, viewer);
    recorded.isChanging = this.responses.peek(key)?.isChanging ?? false;
    this.responses.set(key, recorded);
    if (known !== undefined) this.forgetOtherScopes(id, viewer, key);
    return { key, recorded };
  }

  /** What is recorded for another scope was made of other values, and would be found in the place of the new response. */
  private forgetOtherScopes(id: number, { role, organizationId, id: userId }: Viewer, key: string): void {
    for (const keyOf of SCOPE_KEYS) {
      const other = keyOf(id, role, organizationId, userId);
      if (other !== key) this.responses.delete(other);
    }
  }

  private get isFull(): boolean {
    return this.responses.calculatedSize > this.responses.maxSize * FULL_SHARE;
  }

  /** Compresses repeated responses only, because most responses are never repeated. */
  private encode(key: string, recorded: RecordedResponse, encoding: Encoding): void {
    recorded.encoded[encoding] = null;
    const keep = (encoded: Buffer | null) => {
      recorded.encoded[encoding] = encoded;
      if (this.responses.peek(key) === recorded) this.responses.set(key, recorded);
    };
    void encodeBody(recorded.body, encoding).then(keep, () => undefined); // otherwise it is sent as it is
  }
}

/** What the round trip that authenticated read for the response. */
const fetchedFor = ({ tags }: RecordedResponse, { generation, values }: AuthenticatedViewer): Fetched => ({
  versions: new Map([[GENERATION, generation], ...tags.map((name, at) => [name, values[at] ?? null] as const)]),
  stored: values.slice(tags.length),
});
