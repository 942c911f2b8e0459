import { ADMINS, NOBODY, onlyAdmins, onlyOwner, rights, staff, STAFF } from '../../support/rights';

rights.add({
  operations: {
    'Query.systemStats': [() => ({}), onlyAdmins],
    // Trainers name themselves, all others the trainer.
    'Query.trainerStats': [
      ({ campus, own }) => ({ trainerId: own.id === campus.id('otherTrainer') ? own.id : campus.id('trainer') }),
      staff,
    ],
    'Query.trainerStats, of the trainer': [({ campus }) => ({ trainerId: campus.id('trainer') }), onlyOwner],
    'Query.trainerStats, of oneself': [() => ({}), { ...staff, admin: 'BAD_USER_INPUT' }],
  },
  shown: {
    SystemStats: {
      'students trainers admins courses lectures lecturesToday isDatabaseConnected recentRegistrations': ADMINS,
    },
    // Nobody has rated the trainer.
    TrainerStats: { 'courses students ungraded': STAFF, averageRating: NOBODY },
  },
});
