import type { CacheSource } from '../../platform/cache/source';
import { tag } from '../../platform/cache/tag';
import type { Database } from '../../platform/database/database';
import { Prisma } from '../../platform/database/generated/client';
import { viewerOf, type RequestContext } from '../../shared/request-context';

/** The courses that the viewer, a student, is enrolled in. */
export interface EnrolledCourses {
  /** Notes that the answer depends on them. */
  idsOf(context: RequestContext): Promise<readonly string[]>;
}

/** Until enrollments have a feature of their own. */
export function enrolledCourses(database: Database, ttlMs: number): EnrolledCourses {
  const source: CacheSource<string, string[]> = {
    cache: 'lecture',
    slot: (id) => ({ key: `courses:student:${id}:ids`, tags: [tag(`courses:student:${id}`)], ttlMs }),
    load: (ids) =>
      Promise.all(
        ids.map(async (id) => {
          const rows = await database.read<{ id: string }>(
            Prisma.sql`SELECT course_id AS id FROM enrollments WHERE student_id = ${id}::uuid`,
          );
          return rows.map((row) => row.id);
        }),
      ),
  };
  return {
    async idsOf(context) {
      const viewer = viewerOf(context);
      viewer.observeMemberships();
      return (await context.reader.read(source, viewer.id)) ?? [];
    },
  };
}
