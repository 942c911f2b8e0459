import { everyone, nobodyThere, nulls, onlyAdmins, rights, signedIn, SIGNED_IN } from '../../support/rights';
import { newPerson } from '../account/account.rights';

rights.add({
  operations: {
    'Query.trainer': [({ campus }) => ({ id: campus.id('trainer') }), signedIn],
    'Query.trainer, a student': [({ campus }) => ({ id: campus.id('student') }), nulls],
    'Query.trainers': [() => ({}), signedIn],
    'Mutation.registerTrainer': [() => ({ input: { ...newPerson(), expertise: 'E' } }), everyone],
    'Mutation.createTrainer': [() => ({ input: { ...newPerson(), expertise: 'E' } }), onlyAdmins],
  },
  routes: {
    'POST /api/auth/trainer/register': [() => ({ ...newPerson(), expertise: 'E' }), everyone],
    'PUT /api/auth/trainer/trainer/:id': [
      ({ campus }) => ({ id: campus.id('trainer'), name: 'Tess Tull' }),
      { ...onlyAdmins, trainer: 'ok' },
    ],
    'PUT /api/auth/trainer/trainer/:id, a student': [
      ({ campus }) => ({ id: campus.id('student'), name: 'N' }),
      nobodyThere,
    ],
    'DELETE /api/auth/trainer/trainer/:id': [
      async ({ campus }) => ({ id: (await campus.join('trainer')).id }),
      onlyAdmins,
    ],
    'DELETE /api/auth/trainer/trainer/:id, a student': [({ campus }) => ({ id: campus.id('student') }), nobodyThere],
  },
  wire: {
    'Trainer.phone': 'phoneNo',
    'Trainer.organization': 'organizationId',
    'Trainer.notificationSettings': 'notifications',
    // They stand beside the trainer.
    'Trainer.courses': null,
  },
  shown: {
    Trainer: {
      'id name email role createdAt updatedAt expertise phone gender bio location': SIGNED_IN,
      'organization courses lectures': SIGNED_IN,
      notificationSettings: ['trainer'],
    },
    TrainerConnection: { 'edges nodes pageInfo totalCount': SIGNED_IN },
    TrainerEdge: { 'cursor node': SIGNED_IN },
  },
  owners: { Trainer: (campus) => campus.id('trainer') },
});
