import { computed, object, value } from '../../../shared/rest/properties';
import { route, stepsRoute, type RestRoute, type Variables } from '../../../shared/rest/route';
import { query } from '../../../shared/rest/sources';
import { float, int, json, listOf, nullable, text } from '../../../shared/rest/wire';
import {
  OrganizationStatsDocument,
  TrainerDashboardDocument,
  type OrganizationStatsQuery,
} from './stats.operations.generated';

type Stats = OrganizationStatsQuery['systemStats'];
type Registered = Stats['recentRegistrations'][number];

/** The numbers, and the time zone of all times. */
interface StatsData {
  stats: Stats;
  timeZone: string;
}

const grouped = (count: number): string => count.toLocaleString('en-US');

const clockTime = (at: string, timeZone: string): string =>
  new Date(at).toLocaleTimeString('en-US', { timeZone, hour: '2-digit', minute: '2-digit' });

interface Activity {
  user: Registered;
  timeZone: string;
}

const ACTIVITY = object({
  id: computed(text('The user’s id.'), ({ user }: Activity) => user.id),
  time: computed(text('In the gateway’s time zone.'), ({ user, timeZone }: Activity) =>
    clockTime(user.createdAt, timeZone),
  ),
  description: computed(text(), ({ user }: Activity) => `New user registration: ${user.name}`),
  status: computed(text(), (_: Activity) => 'Success'),
});

/** Without Redis no request is answered, so only PostgreSQL can be down here. */
const healthOf = ({ isDatabaseConnected }: Stats): string =>
  isDatabaseConnected ? '100% (Redis Connected)' : '50% (Database Disconnected)';

/** The REST routes of statistics. */
export const statsRoutes: readonly RestRoute[] = [
  stepsRoute({
    method: 'GET',
    path: '/api/org/stats',
    id: 'getStats',
    summary: 'The whole system in numbers, for administrators.',
    operations: [OrganizationStatsDocument],
    run: async ({ execute, dayIn }, given: Variables) => ({
      stats: (await execute(OrganizationStatsDocument, given)).systemStats,
      timeZone: dayIn(undefined).timeZone,
    }),
    answer: object({
      totalUsers: computed(text(), ({ stats }: StatsData) => grouped(stats.students + stats.trainers + stats.admins)),
      totalStudents: computed(text(), ({ stats }: StatsData) => grouped(stats.students)),
      totalTrainers: computed(text(), ({ stats }: StatsData) => grouped(stats.trainers)),
      systemHealth: computed(text('Whether the databases answer.'), ({ stats }: StatsData) => healthOf(stats)),
      recentActivity: computed(listOf(ACTIVITY), ({ stats, timeZone }: StatsData) =>
        stats.recentRegistrations.map((user) => ({ user, timeZone })),
      ),
    }),
  }),
  route({
    method: 'GET',
    path: '/api/auth/trainer/dashboard-stats',
    id: 'getTrainerDashboard',
    summary: 'The signed-in trainer’s work in numbers. Administrators name the trainer.',
    operation: TrainerDashboardDocument,
    variables: { trainerId: query('trainerId') },
    refuses: ['NOT_FOUND'],
    pick: ({ trainerStats }) => trainerStats,
    answer: object({
      activeCourses: value('courses', int('How many courses the trainer gives.')),
      totalStudents: value('students', int('How many students are enrolled in them, each counted once.')),
      averageRating: value('averageRating', nullable(float('The average of all ratings; null without any.'))),
      recentSubmissions: computed(listOf(json('A submission.')), (_stats: object) => []),
    }),
  }),
];
