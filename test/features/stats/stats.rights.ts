import { ADMINS, NOBODY, onlyAdmins, onlyOwner, rights, staff, STAFF_OF } from '../../support/rights';

rights.add({
  operations: {
    'Query.systemStats': [() => ({}), onlyAdmins],
    'Query.trainerStats': [({ campus }) => ({ trainerId: campus.id('trainer') }), onlyOwner],
    'Query.trainerStats, of oneself': [() => ({}), { ...staff, admin: 'BAD_USER_INPUT' }],
  },
  shown: {
    SystemStats: {
      'students trainers admins courses lectures lecturesToday isDatabaseConnected recentRegistrations': ADMINS,
    },
    // Nobody has rated the trainer.
    TrainerStats: { 'courses students ungraded': STAFF_OF, averageRating: NOBODY },
  },
});
