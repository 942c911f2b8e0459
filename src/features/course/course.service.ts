import { AppError } from '../../platform/errors/app-error';
import { connectionOf } from '../../shared/connection/connection';
import { decodeNameCursor, encodeNameCursor } from '../../shared/connection/cursor';
import { readPage } from '../../shared/connection/read-page';
import { isGiven } from '../../shared/given';
import { parseCourseId, parseOrganizationId, parseUserId } from '../../shared/ids';
import { viewerOf, type RequestContext } from '../../shared/request-context';
import { normalizeSearch } from '../../shared/validation/text';
import type { CourseSources } from './course.cache';
import type { CoursesArgs } from './course.input';
import { canSeeCourse } from './course.policy';
import type { CourseFilter } from './course.repository';

/** The ids that a list is narrowed to; undefined for none. */
type Narrowing = Pick<CourseFilter, 'trainerId' | 'organizationId' | 'studentId'>;

/** Reading courses. */
export class CourseService {
  constructor(private readonly sources: CourseSources) {}

  /** Null for an unknown or malformed id, and for an archived course unless the viewer is an administrator. */
  async one(context: RequestContext, idText: string) {
    const id = parseCourseId(idText);
    const course = id && (await context.reader.read(this.sources.one, id));
    return course && canSeeCourse(viewerOf(context), course) ? course : null;
  }

  /** @throws AppError FORBIDDEN for archived courses unless the viewer is an administrator */
  async page(context: RequestContext, args: CoursesArgs, within: Narrowing = {}) {
    const isArchived = args.archived ?? false;
    if (isArchived && viewerOf(context).role !== 'ADMIN') {
      throw new AppError('FORBIDDEN', 'Only administrators see archived courses.');
    }
    const narrowing = narrowed(within, named(args), args.mine ? ownOf(context) : {});
    const filter: CourseFilter | null = narrowing && { search: normalizeSearch(args.search), ...narrowing, isArchived };
    const after = decodeNameCursor('course', args.after);
    const page = await readPage(context, this.sources, { first: args.first, after }, filter);
    const cursorOf = ({ title, id }: { title: string; id: string }) => encodeNameCursor('course', { name: title, id });
    return connectionOf(page, cursorOf, { filter, after: args.after });
  }

  async count(context: RequestContext, filter: CourseFilter | null): Promise<number> {
    return (filter && (await context.reader.read(this.sources.count, filter))) ?? 0;
  }
}

/** Null if an id is malformed: no course can match. */
function named({ trainerId, organizationId }: CoursesArgs): Narrowing | null {
  const trainer = isGiven(trainerId) ? parseUserId(trainerId) : undefined;
  const organization = isGiven(organizationId) ? parseOrganizationId(organizationId) : undefined;
  return trainer === null || organization === null ? null : { trainerId: trainer, organizationId: organization };
}

function ownOf(context: RequestContext): Narrowing {
  const viewer = viewerOf(context);
  switch (viewer.role) {
    case 'STUDENT':
      return { studentId: viewer.id };
    case 'TRAINER':
      return { trainerId: viewer.id };
    case 'ADMIN':
      return {};
  }
}

/** All of them together; null where they contradict each other: no course is in the list. */
function narrowed(...all: (Narrowing | null)[]): Narrowing | null {
  const together: Narrowing = {};
  for (const one of all) {
    if (!one) return null;
    for (const by of ['trainerId', 'organizationId', 'studentId'] as const) {
      const other = one[by];
      if (other === undefined) continue;
      if (together[by] !== undefined && together[by] !== other) return null;
      together[by] = other;
    }
  }
  return together;
}
