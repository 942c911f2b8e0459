import { everyone, nobodyThere, nulls, onlyAdmins, rights, signedIn } from '../../support/rights';
import { staff, STAFF, STAFF_AND_ITSELF } from '../../support/rights';
import { newPerson } from '../account/account.rights';

rights.add({
  operations: {
    'Query.student': [({ campus }) => ({ id: campus.id('student') }), { ...signedIn, otherStudent: 'null' }],
    'Query.student, no such': [({ campus }) => ({ id: campus.id('lecture') }), nulls],
    'Query.student, a trainer': [({ campus }) => ({ id: campus.id('trainer') }), nulls],
    'Query.students': [() => ({}), staff],
    'Mutation.registerStudent': [() => ({ input: { ...newPerson(), branch: 'C' } }), everyone],
    'Mutation.createStudent': [() => ({ input: { ...newPerson(), branch: 'C' } }), onlyAdmins],
  },
  routes: {
    'POST /api/auth/student/register': [() => ({ ...newPerson(), branch: 'C' }), everyone],
    'PUT /api/auth/student/student/:id': [
      ({ campus }) => ({ id: campus.id('student'), name: 'Ann Ash' }),
      { ...onlyAdmins, student: 'ok' },
    ],
    'PUT /api/auth/student/student/:id, a trainer': [
      ({ campus }) => ({ id: campus.id('trainer'), name: 'N' }),
      nobodyThere,
    ],
    'DELETE /api/auth/student/student/:id': [
      async ({ campus }) => ({ id: (await campus.join('student')).id }),
      onlyAdmins,
    ],
    'DELETE /api/auth/student/student/:id, a trainer': [({ campus }) => ({ id: campus.id('trainer') }), nobodyThere],
  },
  wire: {
    'Student.phone': 'phoneNo',
    'Student.dateOfBirth': 'dob',
    'Student.organization': 'organizationId',
    'Student.notificationSettings': 'notifications',
  },
  shown: {
    Student: {
      'id name email role createdAt updatedAt branch phone rollNo year gender dateOfBirth': STAFF_AND_ITSELF,
      'bio location organization courses': STAFF_AND_ITSELF,
      notificationSettings: ['student'],
    },
    StudentConnection: { 'edges nodes pageInfo totalCount': STAFF },
    StudentEdge: { 'cursor node': STAFF },
  },
  owners: { Student: (campus) => campus.id('student') },
});
