import type { Member } from '../../support/campus';
import { done, invalidation, type Read } from '../../support/invalidation';
import { enroll, makeCourses, othersCourse, ownCourse } from '../course/course.invalidation';

const byAdmin = (query: Read['query']): Read => ({ by: 'admin', query });
const STUDENTS = '{ totalCount nodes { name } }';
const coursesOf = (by: Member): Read => ({ by, query: () => '{ courses(mine: true) { totalCount nodes { title } } }' });
/** The course itself is in the cache by then: only the membership is missed. */
const isEnrolled = (by: Member): Read => ({ by, query: () => `{ course(id: "${ownCourse()}") { isEnrolled } }` });

/** Everything that shows who is in the course. */
const MEMBERS = [
  ...['who is enrolled', 'how many are enrolled', 'the trainer’s students of the course', 'the trainer’s numbers'],
];
/** Everything that shows where somebody is in. */
const ofStudent = (the: string) => [`${the}’s courses`, `whether ${the} is enrolled`, `${the}’s own lectures`];

invalidation.add({
  reads: {
    'the student’s courses': coursesOf('student'),
    'the other student’s courses': coursesOf('otherStudent'),
    'who is enrolled': byAdmin(() => `{ students(courseId: "${ownCourse()}") ${STUDENTS} }`),
    'who is enrolled elsewhere': byAdmin(() => `{ students(courseId: "${othersCourse()}") ${STUDENTS} }`),
    'the trainer’s students of the course': {
      by: 'trainer',
      query: () => `{ students(courseId: "${ownCourse()}") ${STUDENTS} }`,
    },
    'how many are enrolled': byAdmin(() => `{ course(id: "${ownCourse()}") { studentCount } }`),
    'whether the student is enrolled': isEnrolled('student'),
    'whether the other student is enrolled': isEnrolled('otherStudent'),
  },
  restore: makeCourses,
  changes: {
    'the other student enrolls': {
      of: 'enroll',
      async does(campus) {
        const id = ownCourse();
        const { enrollmentCode } = await done<{ enrollmentCode: string }>(
          campus,
          'trainer',
          `{ done: course(id: "${id}") { enrollmentCode } }`,
        );
        await done(campus, 'otherStudent', `mutation { done: enroll(code: "${enrollmentCode}") { id } }`);
      },
      misses: [...MEMBERS, ...ofStudent('the other student')],
    },
    'the trainer enrolls the other student': {
      of: 'enrollStudents',
      does: (campus) => enroll(campus, 'trainer', 'otherStudent'),
      misses: [...MEMBERS, ...ofStudent('the other student')],
    },
    'another trainer may not enroll anybody': {
      of: 'enrollStudents',
      does: (campus) => enroll(campus, 'otherTrainer', 'otherStudent'),
      misses: [],
    },
    'the student leaves the course': {
      of: 'unenroll',
      does: (campus) => done(campus, 'student', `mutation { done: unenroll(courseId: "${ownCourse()}") }`),
      misses: [...MEMBERS, ...ofStudent('the student')],
    },
    'the trainer takes the student out': {
      of: 'unenroll',
      does: (campus) =>
        done(
          campus,
          'trainer',
          `mutation { done: unenroll(courseId: "${ownCourse()}", studentId: "${campus.id('student')}") }`,
        ),
      misses: [...MEMBERS, ...ofStudent('the student')],
    },
  },
});
