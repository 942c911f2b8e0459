import { decodeNameCursor, encodeNameCursor } from '../../shared/connection/cursor';
import { connectionOf } from '../../shared/connection/connection';
import { readPage } from '../../shared/connection/read-page';
import { viewerOf, type RequestContext } from '../../shared/request-context';
import { parseUserId } from '../../shared/ids';
import { normaliseOptional, normaliseSearch } from '../../shared/validation/text';
import type { StudentsArgs } from './student.input';
import type { StudentSources } from './student.cache';
import { canReadStudent } from './student.policy';
import type { StudentFilter } from './student.record';

export class StudentService {
  constructor(private readonly sources: StudentSources) {}

  /** Null for an id that is unknown, malformed or not the viewer's to see, all alike. */
  async one(context: RequestContext, idText: string) {
    const viewer = viewerOf(context);
    const id = parseUserId(idText);
    if (!id || !canReadStudent(viewer, id)) return null;
    return context.reader.read(this.sources.one, id);
  }

  async page(context: RequestContext, { first, after, search, branch, year }: StudentsArgs) {
    const filter: StudentFilter = {
      search: normaliseSearch(search),
      branch: normaliseOptional(branch) ?? undefined,
      year: normaliseOptional(year) ?? undefined,
    };
    const place = { after: decodeNameCursor('student', after), ...filter };
    const page = await readPage(context, this.sources.page, first, (size) => ({ first: size, ...place }));
    return connectionOf(page, (row) => encodeNameCursor('student', row), {
      filter,
      after,
    });
  }

  async count(context: RequestContext, filter: StudentFilter): Promise<number> {
    return (await context.reader.read(this.sources.count, filter)) ?? 0;
  }
}
