import { ADMINS, NOBODY, nobodyThere, onlyAdmins, rights, type Verdicts } from '../../support/rights';
import { newPerson } from '../account/account.rights';

const noAdmin: Verdicts = { ...onlyAdmins, admin: 'null' };

rights.add({
  operations: {
    'Query.admin': [({ campus }) => ({ id: campus.id('admin') }), onlyAdmins],
    'Query.admin, a student': [({ campus }) => ({ id: campus.id('student') }), noAdmin],
    'Query.admins': [() => ({}), onlyAdmins],
    'Mutation.createAdmin': [() => ({ input: newPerson() }), onlyAdmins],
  },
  routes: {
    'PUT /api/auth/admin/user/:role/:id': [
      ({ campus }) => ({ role: 'trainer', id: campus.id('trainer'), name: 'Tess Tull' }),
      onlyAdmins,
    ],
    'PUT /api/auth/admin/user/:role/:id, of another role': [
      ({ campus }) => ({ role: 'admin', id: campus.id('student'), name: 'N' }),
      nobodyThere,
    ],
    'DELETE /api/auth/admin/user/:role/:id': [
      async ({ campus }) => ({ role: 'student', id: (await campus.join('student')).id }),
      onlyAdmins,
    ],
    'DELETE /api/auth/admin/user/:role/:id, of another role': [
      ({ campus }) => ({ role: 'trainer', id: campus.id('student') }),
      nobodyThere,
    ],
  },
  wire: {
    'Admin.phone': 'phoneNo',
    'Admin.organization': 'organizationId',
    'Admin.notificationSettings': 'notifications',
  },
  shown: {
    Admin: {
      'id name email role createdAt updatedAt phone notificationSettings': ADMINS,
      // Administrators are members of none.
      organization: NOBODY,
    },
    AdminConnection: { 'edges nodes pageInfo totalCount': ADMINS },
    AdminEdge: { 'cursor node': ADMINS },
  },
  owners: { Admin: (campus) => campus.id('admin') },
});
