import { AppError, badInput } from '../../../platform/errors/app-error';
import type { Tools } from '../../../shared/rest/route';
import type { Seen } from '../../../shared/seen';
import {
  CompleteLectureDocument,
  LectureByIdDocument,
  LectureInRoomDocument,
  UpdateLectureDocument,
  type LectureFragment,
  type UpdateLectureInput,
} from './lecture.operations.generated';
import { endOf } from './lecture.wire';

/*
 * An update on the wire has a duration instead of the end, and one field for link and place. Their meaning depends on the
 * lecture, so the lecture is read first. If what was read changes before the update, the update is refused.
 */

interface Named {
  id: string;
  roomId: string;
}

/** The fields of an update: a duration instead of the end, and the link or place as `meetingLink`. */
type Sent = Omit<UpdateLectureInput, 'endsAt'> & { endsAt?: number };

export type Update = Named & { status?: string; input: Sent };

/** @returns null if there is no such lecture */
export async function updated(tools: Tools, update: Update): Promise<LectureFragment | null> {
  try {
    return await updatedOnce(tools, update);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'CONFLICT') throw error;
    // Retries, because the lecture may have changed after it was read. Any other conflict will occur again.
    return updatedOnce(tools, update);
  }
}

async function updatedOnce(tools: Tools, { status, input, ...named }: Update): Promise<LectureFragment | null> {
  const before = await lectureNamed(tools, named);
  if (!before) return null;
  const { id } = before;
  const isCompleted = status === 'COMPLETED';
  if (isCompleted && Object.keys(input).length === 0)
    return (await tools.execute(CompleteLectureDocument, { id })).completeLecture;
  const { changes, seen } = changesOf(before, input);
  // One mutation, so that nothing changes if the lecture cannot be ended.
  const all = { ...changes, ...(isCompleted && { completed: true }) };
  return (await tools.execute(UpdateLectureDocument, { id, input: all }, seen)).updateLecture;
}

/** The former front end identifies some lectures by their room only. */
async function lectureNamed({ execute }: Tools, given: Named): Promise<LectureFragment | null> {
  const { lecture } = await execute(LectureByIdDocument, { id: given.id });
  return lecture ?? (await execute(LectureInRoomDocument, { roomId: given.roomId })).lectureInRoom;
}

/** Changes, and the fields of the lecture that they depend on. */
interface Dependent {
  changes: UpdateLectureInput;
  seen: Seen;
}

function changesOf(before: LectureFragment, sent: Sent): Dependent {
  const { endsAt: _minutes, meetingLink: _link, ...input } = sent;
  const end = endAfter(before, sent);
  const link = linkAfter(before, sent);
  return { changes: { ...input, ...end.changes, ...link.changes }, seen: { ...end.seen, ...link.seen } };
}

/** A new start keeps the duration, to the millisecond: the minutes on the wire are rounded. */
function endAfter(before: LectureFragment, { startsAt, endsAt: minutes }: Sent): Dependent {
  if (minutes !== undefined) {
    const endsAt = endOf(new Date(startsAt ?? before.startsAt), minutes).toISOString();
    return { changes: { endsAt }, seen: startsAt ? {} : { startsAt: before.startsAt } };
  }
  if (!startsAt) return { changes: {}, seen: {} };
  const lastsMs = Date.parse(before.endsAt) - Date.parse(before.startsAt);
  const endsAt = new Date(Date.parse(startsAt) + lastsMs);
  if (Number.isNaN(endsAt.getTime())) throw badInput('timing', 'is too late');
  return { changes: { endsAt: endsAt.toISOString() }, seen: { startsAt: before.startsAt, endsAt: before.endsAt } };
}

function linkAfter(before: LectureFragment, { mode, meetingLink }: Sent): Dependent {
  if (meetingLink === undefined) return { changes: {}, seen: {} };
  const field = (mode ?? before.mode) === 'OFFLINE' ? 'location' : 'meetingLink';
  return { changes: { [field]: meetingLink }, seen: mode ? {} : { mode: before.mode } };
}
