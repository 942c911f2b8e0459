import { badInput } from '../../platform/errors/app-error';
import { decodeTimeCursor, encodeTimeCursor } from '../../shared/connection/cursor';
import { connectionOf } from '../../shared/connection/connection';
import { readPage } from '../../shared/connection/read-page';
import { readWhole } from '../../shared/connection/read-whole';
import { isGiven } from '../../shared/given';
import { parseCourseId, parseLectureId, parseUserId } from '../../shared/ids';
import { currentDay, localDayOf, zoneAsked, type LocalDay } from '../../shared/local-day';
import { tooManyRows, viewerOf, type RequestContext } from '../../shared/request-context';
import { isStorable } from '../../shared/validation/text';
import type { Memberships } from '../enrollment/memberships';
import type { DayQuery, LectureSources } from './lecture.cache';
import type { LecturesArgs, TodayArgs } from './lecture.input';
import { canSeeLecture } from './lecture.policy';
import type { LectureEntity } from './lecture.record';
import type { LectureFilter, LectureRepository } from './lecture.repository';
import { statusAt, type LectureStatus, type Times } from './lecture.status';

type Narrowing = Pick<LecturesArgs, 'from' | 'to' | 'trainerId' | 'courseId' | 'mine'>;

/** The days that the rules for moments allow. */
const [FIRST_DAY, LAST_DAY] = ['1900-01-01', '9998-12-31'];

/** Reads lectures. */
export class LectureService {
  constructor(
    private readonly sources: LectureSources,
    private readonly lectures: LectureRepository,
    private readonly memberships: Memberships,
    private readonly timeZone: string,
    private readonly clock: () => Date,
  ) {}

  /** Null for an id that is unknown or malformed, and for lectures that the viewer may not see. */
  async one(context: RequestContext, idText: string) {
    const viewer = viewerOf(context);
    const id = parseLectureId(idText);
    const lecture = id && (await context.reader.read(this.sources.one, id));
    return lecture && canSeeLecture(viewer, lecture) ? lecture : null;
  }

  /** The lecture in a virtual room that the viewer may join: the current one, else the next, else the last. */
  async inRoom(context: RequestContext, roomId: string): Promise<LectureEntity | null> {
    // Not cached: the answer changes with the clock, and a client opens a room once.
    context.reader.log.untagged = true;
    if (!isStorable(roomId)) return null;
    for (const lecture of await this.lectures.inRoom(roomId)) {
      if (await this.canJoin(context, lecture)) return lecture;
    }
    return null;
  }

  async page(context: RequestContext, { first, after, ...narrowing }: LecturesArgs) {
    const filter = await this.filterOf(context, narrowing);
    const place = { first, after: decodeTimeCursor('lecture', after) };
    const page = await readPage(context, this.sources, place, filter);
    return connectionOf(page, (row) => encodeTimeCursor('lecture', row), { filter, after });
  }

  /** @param filter null if no lecture can match */
  async count(context: RequestContext, filter: LectureFilter | null): Promise<number> {
    if (!filter) return 0;
    return (await context.reader.read(this.sources.count, filter)) ?? 0;
  }

  /** The lectures that begin on a local day: the requested one, by default today. */
  async today(context: RequestContext, { timeZone, date, mine }: TodayArgs) {
    const day = this.dayOf(context, timeZone, date);
    const filter = await this.filterOf(context, { mine });
    if (!filter) return [];
    const { start: from, end: to } = day.day;
    const { rows } = await readWhole(context, {
      count: () => this.count(context, { ...filter, from, to }),
      read: () => this.wholeDay(context, { ...day, ...filter }),
    });
    return rows;
  }

  /** @throws AppError BAD_USER_INPUT for a day that no operation may read */
  private async wholeDay(context: RequestContext, day: DayQuery) {
    const rows = await context.reader.read(this.sources.today, day);
    if (!rows) throw tooManyRows(context);
    return { rows };
  }

  /** How many lectures begin today, in the gateway's time zone. */
  countToday(context: RequestContext): Promise<number> {
    const { start, end } = this.currentDay(context, null);
    return this.count(context, { from: start, to: end });
  }

  /** The current status. A response that shows it is not repeated after the status changes. */
  status(context: RequestContext, lecture: Times): LectureStatus {
    const { status, until } = statusAt(lecture, this.clock().getTime());
    context.reader.log.endsBy(until);
    return status;
  }

  /** Whether the viewer sees the room and the link: members of the course do, or everybody without a course. */
  async canJoin(context: RequestContext, { courseId, trainerId }: Pick<LectureEntity, 'courseId' | 'trainerId'>) {
    // The trainer of a course gives its lectures.
    return courseId === null || this.memberships.isMember(context, { id: courseId, trainerId });
  }

  /** @throws AppError BAD_USER_INPUT on `timeZone` or `date` */
  private dayOf(
    context: RequestContext,
    timeZone: string | null | undefined,
    date: string | null | undefined,
  ): Pick<DayQuery, 'day' | 'isToday'> {
    if (!isGiven(date)) return { day: this.currentDay(context, timeZone), isToday: true };
    if (date < FIRST_DAY || date > LAST_DAY) throw badInput('date', 'must lie between the years 1900 and 9998');
    return { day: localDayOf(date, zoneAsked(timeZone, this.timeZone)), isToday: false };
  }

  /**
   * The response must not be repeated after this day. The cached entry alone does not ensure that: the same operation may
   * have read it earlier by its date.
   */
  private currentDay(context: RequestContext, timeZone: string | null | undefined): LocalDay {
    const day = currentDay(timeZone, this.timeZone, this.clock());
    context.reader.log.endsBy(day.end.getTime());
    return day;
  }

  /** @returns null if no lecture can match, because an id is malformed */
  private async filterOf(context: RequestContext, { from, to, trainerId, courseId, mine }: Narrowing) {
    const trainer = isGiven(trainerId) ? parseUserId(trainerId) : undefined;
    const course = isGiven(courseId) ? parseCourseId(courseId) : undefined;
    if (trainer === null || course === null) return null;
    const filter: LectureFilter = {
      from: from ?? undefined,
      to: to ?? undefined,
      trainerId: trainer,
      courseId: course,
    };
    return mine ? this.filterOfOwn(context, filter) : filter;
  }

  /** Students see the lectures of their courses and those without a course, trainers the ones that they give. */
  private async filterOfOwn(context: RequestContext, filter: LectureFilter): Promise<LectureFilter | null> {
    const viewer = viewerOf(context);
    switch (viewer.role) {
      case 'ADMIN':
        return filter;
      case 'TRAINER':
        return filter.trainerId === undefined || filter.trainerId === viewer.id
          ? { ...filter, trainerId: viewer.id }
          : null;
      case 'STUDENT':
        return { ...filter, memberOf: await this.memberships.courseIds(context) };
    }
  }
}
