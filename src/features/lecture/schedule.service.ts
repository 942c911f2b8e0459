import type { Writer } from '../../platform/cache/writer';
import type { Tx } from '../../platform/database/database';
import { newId } from '../../platform/database/ids';
import { AppError, badInput } from '../../platform/errors/app-error';
import { parseLectureId, type LectureId } from '../../shared/ids';
import { viewerOf, type RequestContext } from '../../shared/request-context';
import { expectAsSeen } from '../../shared/seen';
import { normalizeOptional, normalizeText } from '../../shared/validation/text';
import type { Viewer } from '../../shared/viewer';
import type { CourseRepository } from '../course/course.repository';
import { canActForTrainer } from '../trainer/trainer.policy';
import { courseOf, giverOf, trainerNamed } from './lecture.giver';
import { lectureChanged } from './lecture.cache';
import type { CreateLectureInput, UpdateLectureInput } from './lecture.input';
import { canSeeLecture } from './lecture.policy';
import type { LectureRecord } from './lecture.record';
import type { LectureRepository } from './lecture.repository';

const NO_SUCH_LECTURE = 'There is no such lecture.';

/** Changes lectures. */
export class ScheduleService {
  constructor(
    private readonly lectures: LectureRepository,
    private readonly courses: CourseRepository,
    private readonly writer: Writer,
    private readonly clock: () => Date,
  ) {}

  async create(context: RequestContext, input: CreateLectureInput): Promise<LectureRecord> {
    const viewer = viewerOf(context);
    const named = trainerNamed(viewer, input.trainerId);
    expectInOrder(input.startsAt, input.endsAt);
    return this.writer.write(async (tx) => {
      const course = await courseOf(tx, this.courses, viewer, input.courseId);
      const meetingLink = normalizeOptional(input.meetingLink) ?? null;
      const roomId = normalizeOptional(input.roomId) ?? null;
      const value = await this.lectures.insert(tx, {
        id: newId(),
        title: normalizeText(input.title),
        description: normalizeOptional(input.description) ?? null,
        location: normalizeOptional(input.location) ?? null,
        startsAt: input.startsAt,
        endsAt: input.endsAt,
        mode: input.mode ?? (meetingLink === null && roomId === null ? 'OFFLINE' : 'VIRTUAL'),
        trainerId: giverOf(viewer, named, course),
        courseId: course?.id ?? null,
        meetingLink,
        roomId,
        completedAt: null,
      });
      if (!value) throw noSuchTrainer(viewer);
      return { value, tags: lectureChanged(value) };
    });
  }

  /** With `completed`, the lecture also ends, in the same transaction. */
  async update(context: RequestContext, idText: string, input: UpdateLectureInput): Promise<LectureRecord> {
    const viewer = viewerOf(context);
    const id = idOf(idText);
    if (input.mode === null) throw badInput('input.mode', 'must not be null');
    if (input.trainerId === null) throw badInput('input.trainerId', 'must not be null');
    const named = trainerNamed(viewer, input.trainerId);
    return this.writer.write(async (tx) => {
      const before = await this.own(tx, viewer, id);
      expectAsSeen(before, context.seen);
      expectMovable(before, input);
      const place = await this.placeAfter(tx, viewer, before, input.courseId);
      const value = await this.lectures.update(tx, id, {
        title: input.title === undefined ? undefined : normalizeText(input.title),
        description: normalizeOptional(input.description),
        location: normalizeOptional(input.location),
        startsAt: input.startsAt,
        endsAt: input.endsAt,
        mode: input.mode,
        meetingLink: normalizeOptional(input.meetingLink),
        roomId: normalizeOptional(input.roomId),
        courseId: place.course?.id ?? null,
        trainerId: place.course || named ? giverOf(viewer, named, place.course) : before.trainerId,
        completedAt: input.completed
          ? this.completion({ ...before, startsAt: input.startsAt ?? before.startsAt })
          : undefined,
      });
      if (!value) throw noSuchTrainer(viewer);
      return { value, tags: lectureChanged(value, before) };
    });
  }

  /** Ends a lecture early. Completing it again changes nothing. */
  async complete(context: RequestContext, idText: string): Promise<LectureRecord> {
    const viewer = viewerOf(context);
    const id = idOf(idText);
    return this.writer.write(async (tx) => {
      const before = await this.own(tx, viewer, id);
      const completedAt = this.completion(before);
      const completed = before.completedAt ? before : await this.lectures.update(tx, id, { completedAt });
      return { value: completed ?? before, tags: lectureChanged(before) };
    });
  }

  async cancel(context: RequestContext, idText: string): Promise<boolean> {
    const viewer = viewerOf(context);
    const id = idOf(idText);
    return this.writer.write(async (tx) => {
      const lecture = await this.own(tx, viewer, id);
      await this.lectures.delete(tx, id);
      return { value: true, tags: lectureChanged(lecture) };
    });
  }

  /** The moment of completion. @throws AppError CONFLICT before the lecture begins */
  private completion({ completedAt, startsAt }: Pick<LectureRecord, 'completedAt' | 'startsAt'>): Date {
    const at = completedAt ?? this.clock();
    if (at < startsAt) throw new AppError('CONFLICT', 'The lecture has not begun. Complete it after it begins.');
    return at;
  }

  /** @throws AppError NOT_FOUND, or FORBIDDEN for another trainer's lecture */
  private async own(tx: Tx, viewer: Viewer, id: LectureId): Promise<LectureRecord> {
    const found = await this.lectures.lock(tx, id);
    if (!found || !canSeeLecture(viewer, found)) throw new AppError('NOT_FOUND', NO_SUCH_LECTURE);
    const { isArchived: _, ...lecture } = found;
    if (!canActForTrainer(viewer, lecture.trainerId))
      throw new AppError('FORBIDDEN', 'This lecture is another trainer’s.');
    return lecture;
  }

  /** The lecture's course after an update; the one that it has is its trainer's. */
  private async placeAfter(tx: Tx, viewer: Viewer, before: LectureRecord, courseId: string | null | undefined) {
    const stays = courseId === undefined || courseId?.toLowerCase() === before.courseId;
    if (!stays) return { course: await courseOf(tx, this.courses, viewer, courseId) };
    return { course: before.courseId === null ? null : { id: before.courseId, trainerId: before.trainerId } };
  }
}

/** @throws AppError BAD_USER_INPUT, or CONFLICT for new times of a lecture that was completed */
function expectMovable(before: LectureRecord, input: UpdateLectureInput): void {
  const { startsAt = before.startsAt, endsAt = before.endsAt } = input;
  expectInOrder(startsAt, endsAt);
  if (!before.completedAt) return;
  const moved = [
    startsAt.getTime() !== before.startsAt.getTime() && 'input.startsAt',
    endsAt.getTime() !== before.endsAt.getTime() && 'input.endsAt',
  ].filter((path) => path !== false);
  if (moved.length === 0) return;
  throw new AppError('CONFLICT', 'The lecture has been completed. It cannot be moved.', {
    fields: moved.map((path) => ({ path, message: 'cannot change after the lecture was completed' })),
  });
}

function expectInOrder(startsAt: Date, endsAt: Date): void {
  if (endsAt <= startsAt) throw badInput('input.endsAt', 'must be after startsAt');
}

/** @throws AppError NOT_FOUND for text that cannot be an id */
function idOf(text: string): LectureId {
  const id = parseLectureId(text);
  if (!id) throw new AppError('NOT_FOUND', NO_SUCH_LECTURE);
  return id;
}

/** A trainer can be signed in but missing: somebody deleted it by SQL, and the gateway has not noticed yet. */
const noSuchTrainer = (viewer: Viewer): AppError =>
  viewer.role === 'ADMIN'
    ? badInput('input.trainerId', 'is not the id of a trainer')
    : new AppError('NOT_FOUND', 'There is no such trainer.');
