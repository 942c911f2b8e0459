import 'reflect-metadata';
import { account } from '../features/account/account.feature';
import { admin } from '../features/admin/admin.feature';
import { audit } from '../features/audit/audit.feature';
import { course } from '../features/course/course.feature';
import { enrollment } from '../features/enrollment/enrollment.feature';
import { lecture } from '../features/lecture/lecture.feature';
import { limits } from '../features/limits/limits.feature';
import { organization } from '../features/organization/organization.feature';
import { session } from '../features/session/session.feature';
import { stats } from '../features/stats/stats.feature';
import { student } from '../features/student/student.feature';
import { trainer } from '../features/trainer/trainer.feature';
import type { DemoLogin } from '../shared/demo';
import type { Feature } from '../shared/feature';
import type { RestRoute } from '../shared/rest/route';

/** Every feature of the gateway. A feature comes after those that it uses. */
export const FEATURES: readonly Feature[] = [
  ...[account, audit, session, limits, student, trainer, admin, organization],
  ...[course, enrollment, lecture, stats],
];

/** Every REST route. */
export const REST_ROUTES: readonly RestRoute[] = FEATURES.flatMap(({ routes }) => routes);

/** One account of each role. Their passwords are public, so demo data are for one's own machine only. */
export const DEMO_LOGINS: readonly DemoLogin[] = FEATURES.flatMap(({ demo }) => demo?.login ?? []);
