import { Prisma } from '../../platform/database/generated/client';
import { searchText } from '../../platform/database/search-text';
import { codeKey } from '../../shared/code';
import { demoId, type DemoData, type DemoKit } from '../../shared/demo';
import { demoOrganizations } from '../organization/organization.demo';
import { demoTrainers } from '../trainer/trainer.demo';

/** Title, schedule, credits, enrollment code, description; the first three are those of the trainer who may sign in. */
const COURSES = [
  [
    'Databases from the ground up',
    'Mondays, 09:00',
    6,
    'DATABASES-26',
    'Tables, transactions, indexes and query plans.',
  ],
  ['Data modeling workshop', 'Wednesdays, 09:00', 3, 'MODELING-26', 'From a spreadsheet to constraints that hold.'],
  ['PostgreSQL in production', 'Fridays, 09:00', 4, 'POSTGRES-26', 'Backups, upgrades, monitoring and slow queries.'],
  ['TypeScript for servers', 'Tuesdays, 10:15', 5, 'TYPESCRIPT-26', 'Types, streams and tests of a real service.'],
  ['APIs that last', 'Thursdays, 11:00', 4, 'APIS-26', 'Schemas, limits, versions and deprecation.'],
  ['Operating services', 'Mondays, 13:00', 5, 'OPERATING-26', 'Deployments, alerts and what to do at night.'],
  ['Secure by default', 'Tuesdays, 14:30', 4, 'SECURE-26', 'Threats, sessions, passwords and reviews.'],
  ['Interfaces for everyone', 'Wednesdays, 15:15', 3, 'INTERFACES-26', 'Design and code that work for all users.'],
  ['Machine learning basics', 'Thursdays, 09:30', 6, 'LEARNING-26', 'Data, models, evaluation and their limits.'],
  ['Mobile apps', 'Fridays, 11:00', 4, 'MOBILE-26', 'One small app, from the first sketch to the store.'],
  [
    'Statistics with real data',
    'Mondays, 15:15',
    5,
    'STATISTICS-26',
    'Samples, uncertainty and charts that do not lie.',
  ],
  ['Working in a team', 'Saturdays, 09:30', 2, 'TEAMWORK-26', 'Reviews, planning and clear writing.'],
] as const;

const FIRST_TRAINERS_COURSES = 3;

export const demoCourses = COURSES.map(([title, schedule, credits, enrollmentCode, description], nth) => {
  const trainer = demoTrainers[Math.max(0, nth - FIRST_TRAINERS_COURSES + 1)];
  const organization = demoOrganizations[nth < FIRST_TRAINERS_COURSES ? 0 : nth % demoOrganizations.length];
  return {
    ...{ id: demoId(`course/${title}`), title, schedule, credits, enrollmentCode, description },
    trainerId: trainer?.id ?? '',
    trainerName: trainer?.name ?? '',
    organizationId: organization?.id ?? '',
  };
});

async function load({ database }: DemoKit): Promise<void> {
  await database.transaction(async (tx) => {
    const ids = demoCourses.map(({ trainerId }) => trainerId);
    const rows = await tx.$queryRaw<{ id: string }[]>(
      Prisma.sql`SELECT id FROM trainers WHERE id = ANY (${ids}::uuid[])`,
    );
    const present = new Set(rows.map(({ id }) => id));
    const data = demoCourses
      .filter(({ trainerId }) => present.has(trainerId))
      .map(({ trainerName, ...course }) => ({
        ...course,
        enrollmentCodeKey: codeKey(course.enrollmentCode),
        searchText: searchText(course.title, trainerName),
      }));
    await tx.course.createMany({ data, skipDuplicates: true });
  });
}

/** Twelve courses of the demo trainers that are there. */
export const courseDemo: DemoData = { load };
