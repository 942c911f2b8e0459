import type { Database } from '../../platform/database/database';
import { parseUserId } from '../../shared/ids';
import { spendRows, type RequestContext } from '../../shared/request-context';
import type { ProfileSource } from '../account/account.cache';
import type { AdminService } from '../admin/admin.service';
import type { CourseService } from '../course/course.service';
import type { LectureService } from '../lecture/lecture.service';
import type { StudentService } from '../student/student.service';
import type { TrainerService } from '../trainer/trainer.service';
import type { NewestUsers } from './stats.cache';

const DEFAULT_NEWEST = 3;

interface Counted {
  students: StudentService;
  trainers: TrainerService;
  admins: AdminService;
  courses: CourseService;
  lectures: LectureService;
}

/** Numbers of all features, each read through that feature's cache. */
export class StatsService {
  constructor(
    private readonly counted: Counted,
    private readonly newest: NewestUsers,
    private readonly profiles: ProfileSource,
    private readonly database: Pick<Database, 'isUp'>,
  ) {}

  students(context: RequestContext) {
    return this.counted.students.count(context, {});
  }

  trainers(context: RequestContext) {
    return this.counted.trainers.count(context, {});
  }

  admins(context: RequestContext) {
    return this.counted.admins.count(context, {});
  }

  courses(context: RequestContext) {
    return this.counted.courses.count(context, { isArchived: false });
  }

  lectures(context: RequestContext) {
    return this.counted.lectures.count(context, {});
  }

  lecturesToday(context: RequestContext) {
    return this.counted.lectures.countToday(context);
  }

  /** Current, so a response that contains it is never recorded. */
  isDatabaseConnected(context: RequestContext): boolean {
    context.reader.log.untagged = true;
    return this.database.isUp;
  }

  /** The newest users, whether registered, imported or created by hand. */
  async recentRegistrations(context: RequestContext, first: number | null) {
    const size = first ?? DEFAULT_NEWEST;
    spendRows(context, size);
    const newest = (await context.reader.read(this.newest, size)) ?? [];
    const ids = newest.map(parseUserId).filter((id) => id !== null);
    const users = await Promise.all(ids.map((id) => context.reader.read(this.profiles, id)));
    return users.filter((user) => user !== null);
  }
}
