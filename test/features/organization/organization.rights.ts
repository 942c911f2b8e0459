import { ADMINS, MEMBERS_OF, nobodyThere, nulls, onlyAdmins, rights, signedIn } from '../../support/rights';
import { SIGNED_IN, STAFF_OF, type Asking } from '../../support/rights';
import { codeOf, join } from './organization.campus';

/** Whoever has joined another is a member no more: that is made good. */
async function joined({ campus }: Asking) {
  const id = campus.id('organization');
  await join(campus, id, ['student', 'trainer']);
  return { id };
}

/** Of its own for each change. */
const another = async ({ campus }: Asking) => ({ id: await campus.make('emptyOrganization') });

rights.add({
  operations: {
    'Query.organization': [joined, { ...signedIn, otherStudent: 'null', otherTrainer: 'null' }],
    'Query.organization, no such': [({ campus }) => ({ id: campus.id('trainer') }), nulls],
    'Query.organizations': [() => ({}), onlyAdmins],
    'Mutation.createOrganization': [() => ({ input: { name: 'P' } }), onlyAdmins],
    'Mutation.updateOrganization': [
      async (asking) => ({ ...(await another(asking)), input: { name: 'Q' } }),
      onlyAdmins,
    ],
    'Mutation.updateOrganization, no such': [
      ({ campus }) => ({ id: campus.id('trainer'), input: { name: 'Q' } }),
      nobodyThere,
    ],
    'Mutation.joinOrganization': [
      async ({ campus }) => ({ code: await codeOf(campus, await campus.make('emptyOrganization')) }),
      { ...signedIn, admin: 'FORBIDDEN' },
    ],
  },
  // Those who are no members see its id alone there.
  wire: {
    'Organization.id': null,
    'Organization.name': null,
    'Organization.description': null,
    'Organization.createdAt': null,
    'Organization.updatedAt': null,
  },
  shown: {
    Organization: {
      // Everybody sees them at the courses and people that belong to it.
      'id name description trainerCount studentCount courseCount createdAt updatedAt': SIGNED_IN,
      'code trainers': MEMBERS_OF,
      students: STAFF_OF,
    },
    OrganizationConnection: { 'edges nodes pageInfo totalCount': ADMINS },
    OrganizationEdge: { 'cursor node': ADMINS },
  },
  owners: { Organization: (campus) => campus.id('organization') },
});
