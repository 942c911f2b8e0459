import { tag } from '../../platform/cache/tag';
import { defineFeature } from '../../shared/feature';
import { DEFAULT_PAGE } from '../../shared/connection/page-args';
import { idTag, wholeTag } from '../../shared/tag-forms';
import { account } from '../account/account.feature';
import { session } from '../session/session.feature';
import { courseTag, studentSources } from './student.cache';
import { studentDemo } from './student.demo';
import { studentRoutes } from './rest/student.routes';
import { StudentRegistration } from './student.registration';
import { StudentRepository } from './student.repository';
import { StudentConnectionResolver, StudentResolver } from './student.resolver';
import { studentRole } from './student.role';
import { StudentService } from './student.service';

const OF_COURSE = 'students:course=';

/** Students: their records, their list, their registration. */
export const student = defineFeature({
  name: 'student',
  uses: { account, session },
  caches: ['students', 'student'],
  keys: [
    { prefix: 'all_students:', holds: 'lists of students' },
    { prefix: 'single_student:', holds: 'students' },
  ],
  tags: [
    wholeTag('students'),
    {
      form: `${OF_COURSE}NAME`,
      parse(text) {
        if (!text.startsWith(OF_COURSE) || text === OF_COURSE) return [];
        // As people write the course, or as it stands in Redis: clearing one too many does no harm.
        return [courseTag(text.slice(OF_COURSE.length)), tag(text)];
      },
    },
    idTag('students:course'),
    idTag('student'),
  ],
  countedLists: ['students'],
  resolvers: [StudentResolver, StudentConnectionResolver],
  routes: studentRoutes,
  demo: studentDemo,
  create({ database, config }, { account, session }) {
    const repository = new StudentRepository(database);
    const sources = studentSources(repository, config.cache.ttlMs);
    const service = new StudentService(sources);
    const registration = new StudentRegistration(session.registration, repository);
    account.roles.add(studentRole(repository));
    return {
      service,
      repository,
      resolvers: [new StudentResolver(service, registration), new StudentConnectionResolver(service)],
      async warmUp(reader) {
        const page = await reader.read(sources.page, { first: DEFAULT_PAGE });
        return { students: page?.rows.length ?? 0 };
      },
    };
  },
});
