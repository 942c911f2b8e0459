import { decodeNameCursor, encodeNameCursor } from '../../shared/connection/cursor';
import { connectionOf } from '../../shared/connection/connection';
import { readPage } from '../../shared/connection/read-page';
import { isGiven } from '../../shared/given';
import { viewerOf, type RequestContext } from '../../shared/request-context';
import { parseCourseId, parseUserId } from '../../shared/ids';
import { normalizeOptional, normalizeSearch } from '../../shared/validation/text';
import type { StudentsArgs } from './student.input';
import type { StudentSources } from './student.cache';
import { canReadStudent } from './student.policy';
import type { StudentFilter } from './student.record';

type StudentsWithin = Pick<StudentFilter, 'courseId' | 'courseTrainerId' | 'organizationId'>;

export class StudentService {
  constructor(private readonly sources: StudentSources) {}

  /** Null for an id that is unknown or malformed, and for a student that the viewer may not see. */
  async one(context: RequestContext, idText: string) {
    const viewer = viewerOf(context);
    const id = parseUserId(idText);
    if (!id || !canReadStudent(viewer, id)) return null;
    return context.reader.read(this.sources.one, id);
  }

  /** For a course of another trainer, a trainer gets an empty list. */
  async page(context: RequestContext, { courseId, ...args }: StudentsArgs) {
    if (!isGiven(courseId)) return this.pageWithin(context, args, {});
    const id = parseCourseId(courseId);
    if (!id) return this.pageWithin(context, args, null);
    const viewer = viewerOf(context);
    const courseTrainerId = viewer.role === 'ADMIN' ? undefined : viewer.id;
    return this.pageWithin(context, args, { courseId: id, courseTrainerId });
  }

  /** @param within what another feature narrows the list to; null for nobody */
  async pageWithin(context: RequestContext, args: Omit<StudentsArgs, 'courseId'>, within: StudentsWithin | null) {
    const filter: StudentFilter | null = within && {
      search: normalizeSearch(args.search),
      branch: normalizeOptional(args.branch) ?? undefined,
      year: normalizeOptional(args.year) ?? undefined,
      ...within,
    };
    const after = decodeNameCursor('student', args.after);
    const page = await readPage(context, this.sources, { first: args.first, after }, filter);
    return connectionOf(page, (row) => encodeNameCursor('student', row), { filter, after: args.after });
  }

  async count(context: RequestContext, filter: StudentFilter | null): Promise<number> {
    return (filter && (await context.reader.read(this.sources.count, filter))) ?? 0;
  }
}
