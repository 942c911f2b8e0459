import { computed, object, value } from '../../../shared/rest/properties';
import { route, type RestRow } from '../../../shared/rest/route';
import { float, int, json, listOf, nullable } from '../../../shared/rest/wire';
import { TrainerDashboardDocument } from './stats.operations.generated';

/** The REST routes of statistics. */
export const statsRoutes: readonly RestRow[] = [
  route({
    method: 'GET',
    path: '/api/auth/trainer/dashboard-stats',
    id: 'getTrainerDashboard',
    summary: 'The signed-in trainer’s work in numbers.',
    operation: TrainerDashboardDocument,
    refuses: ['FORBIDDEN'],
    pick: ({ trainerStats }) => trainerStats,
    answer: object({
      activeCourses: value('courses', int('How many courses the trainer gives.')),
      totalStudents: value('students', int('How many students are enrolled in them, each counted once.')),
      averageRating: value('averageRating', nullable(float('The average of all ratings; null without any.'))),
      recentSubmissions: computed(listOf(json('A submission.')), (_stats: object) => []),
    }),
  }),
];
