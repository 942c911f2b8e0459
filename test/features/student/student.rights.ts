import { everyone, nulls, rights, signedIn, staff, STAFF, STAFF_AND_ITSELF } from '../../support/rights';
import { newPerson } from '../account/account.rights';

rights.add({
  operations: {
    'Query.student': [({ campus }) => ({ id: campus.id('student') }), { ...signedIn, otherStudent: 'null' }],
    'Query.student, no such': [({ campus }) => ({ id: campus.id('lecture') }), nulls],
    'Query.student, a trainer': [({ campus }) => ({ id: campus.id('trainer') }), nulls],
    'Query.students': [() => ({}), staff],
    'Mutation.registerStudent': [() => ({ input: { ...newPerson(), branch: 'C' } }), everyone],
  },
  shown: {
    Student: { 'id name email role createdAt updatedAt branch phone': STAFF_AND_ITSELF },
    StudentConnection: { 'edges nodes pageInfo totalCount': STAFF },
    StudentEdge: { 'cursor node': STAFF },
  },
  owners: { Student: (campus) => campus.id('student') },
});
