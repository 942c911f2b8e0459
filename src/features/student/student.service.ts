import { decodeNameCursor, encodeNameCursor } from '../../shared/connection/cursor';
import { connectionOf } from '../../shared/connection/connection';
import { readPage } from '../../shared/connection/read-page';
import { viewerOf, type RequestContext } from '../../shared/request-context';
import { parseCourseId, parseUserId } from '../../shared/ids';
import { normaliseSearch, normaliseText } from '../../shared/validation/text';
import type { StudentsArgs } from './student.input';
import type { StudentSources } from './student.cache';
import { canReadStudent } from './student.policy';
import type { StudentFilter } from './student.repository';

type StudentsWithin = Pick<StudentFilter, 'courseId' | 'courseTrainerId' | 'organizationId'>;

export class StudentService {
  constructor(private readonly sources: StudentSources) {}

  /** Null for an id that is unknown, malformed or not the viewer's to see, all alike. */
  async one(context: RequestContext, idText: string) {
    const viewer = viewerOf(context);
    const id = parseUserId(idText);
    if (!id || !canReadStudent(viewer, id)) return null;
    return context.reader.read(this.sources.one, id);
  }

  /** A trainer who names a course of somebody else finds nobody. */
  async page(context: RequestContext, { courseId, ...args }: StudentsArgs) {
    if (courseId === null || courseId === undefined) return this.pageWithin(context, args, {});
    const id = parseCourseId(courseId);
    const viewer = viewerOf(context);
    if (!id) return this.pageWithin(context, args, null);
    const courseTrainerId = viewer.role === 'ADMIN' ? undefined : viewer.id;
    return this.pageWithin(context, args, { courseId: id, courseTrainerId });
  }

  /** @param within what another noun narrows the list to; null: nobody */
  async pageWithin(
    context: RequestContext,
    { first, after, search, course }: Omit<StudentsArgs, 'courseId'>,
    within: StudentsWithin | null,
  ) {
    const filter: StudentFilter = {
      search: normaliseSearch(search),
      course: course ? normaliseText(course) : undefined,
      ...within,
    };
    const place = { after: decodeNameCursor('student', after), ...filter };
    const page = within
      ? await readPage(context, this.sources.page, first, (size) => ({ first: size, ...place }))
      : { rows: [], hasNext: false };
    return connectionOf(page, (row) => encodeNameCursor('student', row), {
      filter: within && filter,
      after,
    });
  }

  async count(context: RequestContext, filter: StudentFilter | null): Promise<number> {
    return (filter && (await context.reader.read(this.sources.count, filter))) ?? 0;
  }
}
