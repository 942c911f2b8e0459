import { NOBODY, nothingThere, nulls, onlyAdmins, onlyOwner, rights, signedIn } from '../../support/rights';
import { SIGNED_IN, staff, STAFF_OF, type Asking } from '../../support/rights';

const COURSE = { title: 'C', description: 'D' };

/** Of its own for each change. */
const another = async ({ campus }: Asking) => ({ id: await campus.make('emptyCourse') });

rights.add({
  operations: {
    'Query.course': [({ campus }) => ({ id: campus.id('course') }), signedIn],
    'Query.course, an archived one': [({ campus }) => ({ id: campus.id('archivedCourse') }), { ...nulls, admin: 'ok' }],
    'Query.courses': [() => ({}), signedIn],
    'Query.courses, archived ones': [() => ({ archived: true }), onlyAdmins],
    'Mutation.createCourse': [() => ({ input: COURSE }), { ...staff, admin: 'BAD_USER_INPUT' }],
    'Mutation.createCourse, for the trainer': [
      ({ campus }) => ({ input: { ...COURSE, trainerId: campus.id('trainer') } }),
      { ...staff, otherTrainer: 'BAD_USER_INPUT' },
    ],
    'Mutation.updateCourse': [async (asking) => ({ ...(await another(asking)), input: { title: 'D' } }), onlyOwner],
    'Mutation.updateCourse, an archived one': [
      ({ campus }) => ({ id: campus.id('archivedCourse'), input: { title: 'D' } }),
      { ...nothingThere, admin: 'ok' },
    ],
    'Mutation.deleteCourse': [another, onlyOwner],
    'Mutation.deleteCourse, no such': [({ campus }) => ({ id: campus.id('trainer') }), nothingThere],
    'Mutation.restoreCourse': [async ({ campus }) => ({ id: await campus.make('archivedCourse') }), onlyAdmins],
  },
  // It always asks for one's own.
  routes: { 'GET /api/course/my-courses': [() => ({}), signedIn] },
  wire: {
    'Course.trainer': 'trainerId',
    'Course.organization': 'organizationId',
  },
  shown: {
    Course: {
      'id title description credits schedule trainer organization studentCount isEnrolled lectures': SIGNED_IN,
      'createdAt updatedAt': SIGNED_IN,
      'enrollmentCode students': STAFF_OF,
      // The course is not archived.
      archivedAt: NOBODY,
    },
    CourseConnection: { 'edges nodes pageInfo totalCount': SIGNED_IN },
    CourseEdge: { 'cursor node': SIGNED_IN },
  },
  owners: { Course: (campus) => campus.id('course') },
});
