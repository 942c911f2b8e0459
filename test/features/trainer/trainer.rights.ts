import { everyone, nulls, rights, signedIn, SIGNED_IN } from '../../support/rights';
import { newPerson } from '../account/account.rights';

rights.add({
  operations: {
    'Query.trainer': [({ campus }) => ({ id: campus.id('trainer') }), signedIn],
    'Query.trainer, a student': [({ campus }) => ({ id: campus.id('student') }), nulls],
    'Query.trainers': [() => ({}), signedIn],
    'Mutation.registerTrainer': [() => ({ input: { ...newPerson(), expertise: 'E' } }), everyone],
  },
  shown: {
    Trainer: { 'id name email role createdAt updatedAt expertise phone lectures': SIGNED_IN },
    TrainerConnection: { 'edges nodes pageInfo totalCount': SIGNED_IN },
    TrainerEdge: { 'cursor node': SIGNED_IN },
  },
  owners: { Trainer: (campus) => campus.id('trainer') },
});
