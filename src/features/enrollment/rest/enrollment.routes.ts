import { computed, object, say, whole } from '../../../shared/rest/properties';
import { document, idOf, optional, record, reference } from '../../../shared/rest/record';
import { listRoute, route, type RestRoute } from '../../../shared/rest/route';
import { field, fields, param } from '../../../shared/rest/sources';
import { listOf, text } from '../../../shared/rest/wire';
import { TRAINER_PROPERTIES } from '../../trainer/rest/trainer.wire';
import {
  CourseByIdDocument,
  CourseFragmentDoc,
  CourseOrganizationFragmentDoc,
  CoursePersonFragmentDoc,
  CoursesOfTrainerDocument,
  CourseStudentFragmentDoc,
  CourseWithPeopleFragmentDoc,
  CreateCourseDocument,
  DeleteCourseDocument,
  EnrollDocument,
  MyCourseFragmentDoc,
  MyCoursesDocument,
  TrainerDetailsDocument,
  DetailedTrainerFragmentDoc,
  UpdateCourseDocument,
  type CourseFragment,
} from './enrollment.operations.generated';

const DOCUMENT = {
  title: 'title',
  description: 'description',
  credits: 'credits',
  schedule: optional('schedule'),
  enrollmentCode: optional('enrollmentCode'),
} as const;
const PERSON = { _id: 'id', name: 'name', email: 'email' } as const;
const TRAINER = record(CoursePersonFragmentDoc, PERSON);
const STUDENT_IDS = computed(
  listOf(text()),
  ({ students }: Pick<CourseFragment, 'students'>) => students?.nodes.map(({ id }) => id) ?? [],
);

const COURSE = document(CourseFragmentDoc, {
  ...DOCUMENT,
  trainerId: idOf('trainer'),
  organizationId: optional(idOf('organization')),
  students: STUDENT_IDS,
});

const MY_COURSE = document(MyCourseFragmentDoc, {
  ...DOCUMENT,
  trainerId: reference('trainer', TRAINER),
  organizationId: reference('organization', record(CourseOrganizationFragmentDoc, { _id: 'id', name: 'name' })),
  students: STUDENT_IDS,
});

const COURSE_WITH_PEOPLE = document(CourseWithPeopleFragmentDoc, {
  ...DOCUMENT,
  trainerId: reference('trainer', TRAINER),
  organizationId: optional(idOf('organization')),
  students: computed(listOf(record(CourseStudentFragmentDoc, PERSON)), ({ students }) => students?.nodes ?? []),
});

const DETAILED_TRAINER = document(DetailedTrainerFragmentDoc, TRAINER_PROPERTIES);

const NO_COURSES = { nodes: [], totalCount: 0, pageInfo: { hasNextPage: false, endCursor: null } };

/** The REST routes of courses and enrollments. */
export const courseRoutes: readonly RestRoute[] = [
  route({
    method: 'POST',
    path: '/api/course/create',
    id: 'createCourse',
    summary: 'Creates a course. For trainers; administrators name the trainer.',
    operation: CreateCourseDocument,
    variables: {
      input: {
        ...fields('title', 'description', 'schedule', 'credits'),
        ...fields('organizationId', 'trainerId', 'enrollmentCode'),
      },
    },
    status: 201,
    refuses: ['CONFLICT'],
    pick: ({ createCourse }) => createCourse,
    answer: object({ message: say('Course created successfully'), course: whole(COURSE) }),
  }),
  route({
    method: 'POST',
    path: '/api/course/enroll',
    id: 'enroll',
    summary: 'Enrolls the signed-in student in the course with this code.',
    operation: EnrollDocument,
    variables: { code: field('enrollmentCode') },
    refuses: ['NOT_FOUND', 'CONFLICT'],
    pick: ({ enroll }) => enroll,
    answer: object({ message: say('Enrolled in course successfully'), course: whole(COURSE) }),
  }),
  listRoute({
    method: 'GET',
    path: '/api/course/trainer',
    id: 'listCoursesOfTrainer',
    summary: 'The courses that the signed-in trainer gives, by title.',
    operation: CoursesOfTrainerDocument,
    list: ({ me }) => ('courses' in me ? me.courses : NO_COURSES),
    answer: listOf(COURSE),
  }),
  listRoute({
    method: 'GET',
    path: '/api/course/my-courses',
    id: 'listMyCourses',
    summary: 'One’s own courses by title: those a student is enrolled in, those a trainer gives.',
    operation: MyCoursesDocument,
    list: ({ courses }) => courses,
    answer: listOf(MY_COURSE),
  }),
  route({
    method: 'GET',
    path: '/api/course/:id',
    id: 'getCourse',
    summary: 'One course, with its students for its trainer and administrators.',
    operation: CourseByIdDocument,
    variables: { id: param('id') },
    refuses: ['NOT_FOUND'],
    pick: ({ course }) => course,
    answer: COURSE_WITH_PEOPLE,
  }),
  route({
    method: 'PUT',
    path: '/api/course/:id',
    id: 'updateCourse',
    summary: 'Changes a course of one’s own.',
    operation: UpdateCourseDocument,
    variables: {
      id: param('id'),
      input: { title: field('title').keepingEmpty(), ...fields('description', 'schedule', 'credits') },
    },
    refuses: ['NOT_FOUND'],
    pick: ({ updateCourse }) => updateCourse,
    answer: object({ message: say('Course updated successfully'), course: whole(COURSE) }),
  }),
  route({
    method: 'DELETE',
    path: '/api/course/:id',
    id: 'deleteCourse',
    summary: 'Archives a course of one’s own.',
    operation: DeleteCourseDocument,
    variables: { id: param('id') },
    refuses: ['NOT_FOUND'],
    pick: ({ deleteCourse }) => ({ deleteCourse }),
    answer: object({ message: say('Course deleted successfully') }),
  }),
  route({
    method: 'GET',
    path: '/api/auth/admin/trainer/:id/details',
    id: 'getTrainerDetails',
    summary: 'A trainer and the trainer’s courses.',
    operation: TrainerDetailsDocument,
    variables: { id: param('id') },
    refuses: ['NOT_FOUND'],
    pick: ({ trainer }) => trainer,
    answer: object({
      trainer: whole(DETAILED_TRAINER),
      courses: computed(
        listOf(COURSE),
        ({ courses }: { courses: { nodes: readonly CourseFragment[] } }) => courses.nodes,
      ),
    }),
  }),
];
