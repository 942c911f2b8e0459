import { tag, type Tag } from '../../platform/cache/tag';
import { defineFeature, type TagForm } from '../../shared/feature';
import { DEFAULT_PAGE } from '../../shared/connection/page-args';
import { idTag, wholeTag } from '../../shared/tag-forms';
import { account } from '../account/account.feature';
import { session } from '../session/session.feature';
import { branchTag, studentSources, yearTag } from './student.cache';
import { studentDemo } from './student.demo';
import { studentRoutes } from './rest/student.routes';
import { StudentRegistration } from './student.registration';
import { StudentRepository } from './student.repository';
import { StudentConnectionResolver, StudentResolver } from './student.resolver';
import { studentRole } from './student.role';
import { StudentService } from './student.service';

/** The tags of lists that are narrowed to a branch or a year. */
const narrowedTag = (prefix: string, tagOf: (name: string) => Tag): TagForm => ({
  form: `${prefix}NAME`,
  parse(text) {
    if (!text.startsWith(prefix) || text === prefix) return [];
    // The name as people write it, and as Redis has it: clearing too much does no harm.
    return [tagOf(text.slice(prefix.length)), tag(text)];
  },
});

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
    narrowedTag('students:branch=', branchTag),
    narrowedTag('students:year=', yearTag),
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
      resolvers: [new StudentResolver(service, registration), new StudentConnectionResolver(service)],
      async warmUp(reader) {
        const page = await reader.read(sources.page, { first: DEFAULT_PAGE });
        return { students: page?.rows.length ?? 0 };
      },
    };
  },
});
