import { defineFeature } from '../../shared/feature';
import { idTag } from '../../shared/tag-forms';
import { account } from '../account/account.feature';
import { course } from '../course/course.feature';
import { student } from '../student/student.feature';
import { trainer } from '../trainer/trainer.feature';
import { CourseStudentsResolver } from './course-students.resolver';
import { enrollmentChanged, enrollmentSources } from './enrollment.cache';
import { enrollmentDemo } from './enrollment.demo';
import { EnrollmentRepository } from './enrollment.repository';
import { EnrollmentResolver } from './enrollment.resolver';
import { EnrollmentService } from './enrollment.service';
import { Memberships } from './memberships';
import { courseRoutes } from './rest/enrollment.routes';
import { StudentCoursesResolver } from './student-courses.resolver';

/** Which students are enrolled in which courses. */
export const enrollment = defineFeature({
  name: 'enrollment',
  uses: { account, course, student, trainer },
  caches: ['memberships'],
  tags: [idTag('students:trainer')],
  resolvers: [EnrollmentResolver, CourseStudentsResolver, StudentCoursesResolver],
  routes: courseRoutes,
  demo: enrollmentDemo,
  create({ database, writer, config }, { account, course, student }) {
    const repository = new EnrollmentRepository(database);
    const memberships = new Memberships(enrollmentSources(repository, config.cache.ttlMs));
    const service = new EnrollmentService(repository, course.repository, writer);
    account.roles.addRemovalRule(async ({ tx, id, role }) => {
      if (role !== 'STUDENT') return [];
      const courses = await repository.coursesIn(tx, id);
      return courses.flatMap((one) => enrollmentChanged(one, [id]));
    });
    return {
      memberships,
      resolvers: [
        new EnrollmentResolver(service),
        new CourseStudentsResolver(memberships, student.service),
        new StudentCoursesResolver(course.service),
      ],
    };
  },
});
