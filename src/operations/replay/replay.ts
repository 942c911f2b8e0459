import type { AuthenticatedViewer, Authentication, Authenticator } from '../../access/authenticator';
import type { Cache } from '../../platform/cache/cache';
import { CacheReader } from '../../platform/cache/reader';
import type { Encoding, RecordedResponse } from './recorded-response';
import type { Found, OperationText, Recorded, ReplayCache } from './replay-cache';
import type { EndRun } from './runs';

export interface ReplayParts {
  authenticator: Authenticator;
  cache: Cache;
  replay: ReplayCache;
}

/** What became of a known operation: its recorded response, or what is left to execute it with. */
export type Replaying = Replayed | Outdated;

export interface Replayed {
  kind: 'replayed';
  recorded: RecordedResponse;
  authentication: AuthenticatedViewer;
  /** The values that were read again to confirm the response; null if nothing was read. */
  reader: CacheReader | null;
}

export interface Outdated {
  kind: 'outdated';
  authentication: Authentication;
  /** The values that were read so far. */
  reader: CacheReader | null;
  /** To be called with what is recorded when the operation was executed, and in any case in the end: others wait for it. */
  end?: EndRun<Recorded>;
}

/**
 * The first steps of the pipeline: authenticate → replay → confirm. Nothing of the operation is parsed.
 *
 * @param text of an operation that the replay cache knows
 * @throws AppError SERVICE_UNAVAILABLE
 */
export async function replayRecorded(
  { authenticator, cache, replay }: ReplayParts,
  text: OperationText,
  token: string | null,
  encoding: Encoding | null,
): Promise<Replaying> {
  const owner = token === null ? null : authenticator.ownerOf(token);
  const found = owner && replay.find(text, owner);
  const authentication = await authenticator.authenticate(token, found ? replay.keysOf(found) : []);
  if (!found || authentication.kind !== 'viewer' || !replay.isFor(found, authentication))
    return { kind: 'outdated', authentication, reader: null };

  if (replay.isCurrent(found, authentication)) {
    replay.repeated(found, encoding);
    return { kind: 'replayed', recorded: found.recorded, authentication, reader: null };
  }
  return confirmOrShare({ cache, replay }, found, authentication);
}

/** Confirms an outdated response, or takes the one that another request has made of the same new values, or is making. */
async function confirmOrShare(
  { cache, replay }: Pick<ReplayParts, 'cache' | 'replay'>,
  found: Found,
  authentication: AuthenticatedViewer,
): Promise<Replaying> {
  const reader = new CacheReader(cache, true, authentication.loaded);
  const replayed = (recorded: RecordedResponse): Replayed => ({ kind: 'replayed', recorded, authentication, reader });
  const outdated = (end?: EndRun<Recorded>): Outdated => ({ kind: 'outdated', authentication, reader, end });
  const first = await replay.confirm(found, authentication, reader);
  if (first.recorded) return replayed(first.recorded);
  if (first.run === null) return outdated();

  const running = replay.runs.of(first.run);
  const made = running ? await running : replay.recordedSince(found);
  // What it shows may have another scope. It may have read more than this request, and before this request began.
  if (made?.key === found.key) {
    const theirs = { ...found, recorded: made.recorded, withValues: false };
    const again = await replay.confirm(theirs, authentication, reader);
    if (again.recorded) return replayed(again.recorded);
  }
  const isRunning = running ?? replay.runs.of(first.run);
  return outdated(isRunning ? undefined : replay.runs.begin(first.run));
}
