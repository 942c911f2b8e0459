import type { Member } from '../../support/campus';
import { invalidation, type Read } from '../../support/invalidation';

const of = (trainer: Member): Read => ({
  by: 'admin',
  query: (campus) => `{ trainerStats(trainerId: "${campus.id(trainer)}") { courses students } }`,
});

// The numbers of the system are those of the lists. The trainer's own record is in the cache by then.
invalidation.add({
  reads: {
    'the trainer’s numbers': of('trainer'),
    'the other trainer’s numbers': of('otherTrainer'),
    'newest users': { by: 'admin', query: () => '{ systemStats { recentRegistrations { id } } }' },
  },
});
