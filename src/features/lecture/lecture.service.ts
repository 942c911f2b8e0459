import { v7 as newId } from 'uuid';
import type { Writer } from '../../platform/cache/writer';
import { AppError, badInput } from '../../platform/errors/app-error';
import { decodeTimeCursor, encodeTimeCursor } from '../../shared/connection/cursor';
import { connectionOf } from '../../shared/connection/connection';
import { readPage } from '../../shared/connection/read-page';
import { viewerOf, type RequestContext } from '../../shared/request-context';
import type { Viewer } from '../../shared/viewer';
import type { TrainerRepository } from '../trainer/trainer.repository';
import { parseLectureId, parseUserId, type UserId } from '../../shared/ids';
import { normaliseOptional, normaliseText } from '../../shared/validation/text';
import { lectureChanged, type LectureSources } from './lecture.cache';
import type { CreateLectureInput, LecturesArgs, UpdateLectureInput } from './lecture.input';
import type { LectureFilter, LectureRecord, LectureRepository } from './lecture.repository';
import { canChangeLecture, canGiveLecture } from './lecture.policy';
import { currentDay } from '../../shared/local-day';

const NO_SUCH_LECTURE = 'There is no such lecture.';
const NO_SUCH_TRAINER = 'There is no such trainer.';

export class LectureService {
  constructor(
    private readonly sources: LectureSources,
    private readonly lectures: LectureRepository,
    private readonly trainers: TrainerRepository,
    private readonly writer: Writer,
    private readonly timeZone: string,
    private readonly clock: () => Date,
  ) {}

  /** Null for an id that is unknown or malformed. */
  async one(context: RequestContext, idText: string) {
    const id = parseLectureId(idText);
    return id && context.reader.read(this.sources.one, id);
  }

  async page(context: RequestContext, { first, after, from, to, trainerId: trainer }: LecturesArgs) {
    const trainerId = isGiven(trainer) ? parseUserId(trainer) : undefined;
    const filter: LectureFilter = { from: from ?? undefined, to: to ?? undefined, trainerId: trainerId ?? undefined };
    const place = { after: decodeTimeCursor('lecture', after), ...filter };
    // A malformed id names no trainer, and nobody has no lectures.
    const page =
      trainerId === null
        ? { rows: [], hasNext: false }
        : await readPage(context, this.sources.page, first, (size) => ({ first: size, ...place }));
    return connectionOf(page, (row) => encodeTimeCursor('lecture', row), {
      filter: trainerId === null ? null : filter,
      after,
    });
  }

  async count(context: RequestContext, filter: LectureFilter | null): Promise<number> {
    if (!filter) return 0;
    return (await context.reader.read(this.sources.count, filter)) ?? 0;
  }

  /** The lectures that begin on the local day it is now in `timeZone`, by default the gateway's. */
  async today(context: RequestContext, timeZone: string | null | undefined) {
    return (await context.reader.read(this.sources.today, currentDay(timeZone, this.timeZone, this.clock()))) ?? [];
  }

  async create(context: RequestContext, input: CreateLectureInput): Promise<LectureRecord> {
    const trainerId = await this.trainerFor(viewerOf(context), input.trainerId);
    if (input.endsAt <= input.startsAt) throw badInput('input.endsAt', 'must be after startsAt');
    return this.writer.write(async (tx) => {
      const value = await this.lectures.insert(tx, {
        id: newId(),
        title: normaliseText(input.title),
        description: normaliseOptional(input.description) ?? null,
        location: normaliseOptional(input.location) ?? null,
        startsAt: input.startsAt,
        endsAt: input.endsAt,
        trainerId,
      });
      // Gone since it was looked for; or deleted by SQL, and signed in until that is noticed.
      if (!value) throw new AppError('NOT_FOUND', NO_SUCH_TRAINER);
      return { value, tags: lectureChanged(value) };
    });
  }

  async update(context: RequestContext, idText: string, input: UpdateLectureInput): Promise<LectureRecord> {
    const viewer = viewerOf(context);
    const id = parseLectureId(idText);
    if (!id) throw new AppError('NOT_FOUND', NO_SUCH_LECTURE);
    return this.writer.write(async (tx) => {
      const before = ownedBy(viewer, await this.lectures.lock(tx, id));
      const startsAt = input.startsAt ?? before.startsAt;
      const endsAt = input.endsAt ?? before.endsAt;
      if (endsAt <= startsAt) throw badInput('input.endsAt', 'must be after startsAt');
      const value = await this.lectures.update(tx, id, {
        title: input.title === undefined ? undefined : normaliseText(input.title),
        description: normaliseOptional(input.description),
        location: normaliseOptional(input.location),
        startsAt: input.startsAt,
        endsAt: input.endsAt,
      });
      return { value, tags: lectureChanged(value, before) };
    });
  }

  async cancel(context: RequestContext, idText: string): Promise<boolean> {
    const viewer = viewerOf(context);
    const id = parseLectureId(idText);
    if (!id) throw new AppError('NOT_FOUND', NO_SUCH_LECTURE);
    return this.writer.write(async (tx) => {
      const lecture = ownedBy(viewer, await this.lectures.lock(tx, id));
      await this.lectures.delete(tx, id);
      return { value: true, tags: lectureChanged(lecture) };
    });
  }

  /** A trainer gives lectures of its own; an administrator says whose. */
  private async trainerFor(viewer: Viewer, named: string | null | undefined): Promise<UserId> {
    if (viewer.role !== 'ADMIN') {
      if (isGiven(named) && !canGiveLecture(viewer, parseUserId(named))) {
        throw badInput('input.trainerId', 'may be given by an administrator only');
      }
      return viewer.id;
    }
    if (!named) throw badInput('input.trainerId', 'is required of an administrator');
    const id = parseUserId(named);
    const [trainer] = id ? await this.trainers.byIds([id]) : [];
    if (!id || !trainer) {
      throw new AppError('NOT_FOUND', NO_SUCH_TRAINER, {
        fields: [{ path: 'input.trainerId', message: 'is not the id of a trainer' }],
      });
    }
    return id;
  }
}

/** @throws AppError NOT_FOUND, or FORBIDDEN for another trainer's lecture */
function ownedBy(viewer: Viewer, lecture: LectureRecord | null): LectureRecord {
  if (!lecture) throw new AppError('NOT_FOUND', NO_SUCH_LECTURE);
  if (!canChangeLecture(viewer, lecture)) {
    throw new AppError('FORBIDDEN', 'This lecture is another trainer’s.');
  }
  return lecture;
}

/** Empty text is given, and wrong: only what is absent or null stands for the default. */
const isGiven = (argument: string | null | undefined): argument is string =>
  argument !== null && argument !== undefined;
