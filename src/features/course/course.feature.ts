import { DEFAULT_PAGE } from '../../shared/connection/page-args';
import { defineFeature } from '../../shared/feature';
import { idTag, wholeTag } from '../../shared/tag-forms';
import { account } from '../account/account.feature';
import { organization } from '../organization/organization.feature';
import { trainer } from '../trainer/trainer.feature';
import { CourseChangesService } from './course-changes.service';
import { CourseFollowers } from './course-followers';
import { courseSources } from './course.cache';
import { courseDemo } from './course.demo';
import { staysWithCourses } from './course.removal';
import { CourseRepository } from './course.repository';
import { CourseConnectionResolver, CourseResolver } from './course.resolver';
import { CourseService } from './course.service';
import { TrainerCoursesResolver } from './trainer-courses.resolver';

/** Courses: their records and lists, by trainer, by organization and as a whole. */
export const course = defineFeature({
  name: 'course',
  uses: { account, organization, trainer },
  caches: ['courses', 'course'],
  keys: [
    { prefix: 'courses:', holds: 'lists of courses, and who is enrolled' },
    { prefix: 'course:', holds: 'courses' },
  ],
  tags: [wholeTag('courses'), idTag('courses:trainer'), idTag('courses:student'), idTag('course')],
  resolvers: [CourseResolver, CourseConnectionResolver, TrainerCoursesResolver],
  demo: courseDemo,
  create({ database, writer, config, clock }, { account, organization, trainer }) {
    const repository = new CourseRepository(database);
    const sources = courseSources(repository, config.cache.ttlMs);
    const service = new CourseService(sources);
    const followers = new CourseFollowers();
    const changes = new CourseChangesService(repository, organization.repository, followers, writer, clock);
    account.roles.addRemovalRule(staysWithCourses(repository));
    return {
      ...{ repository, service, followers },
      resolvers: [
        new CourseResolver(service, changes, trainer.service, organization.service),
        new CourseConnectionResolver(service),
        new TrainerCoursesResolver(service),
      ],
      async warmUp(reader) {
        const page = await reader.read(sources.page, { first: DEFAULT_PAGE, isArchived: false });
        return { courses: page?.rows.length ?? 0 };
      },
    };
  },
});
