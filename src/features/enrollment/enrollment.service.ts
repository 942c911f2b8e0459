import type { Writer } from '../../platform/cache/writer';
import { AppError, badInput, type FieldFault } from '../../platform/errors/app-error';
import { parseCode } from '../../shared/code';
import { isGiven } from '../../shared/given';
import { parseCourseId, parseUserId, type UserId } from '../../shared/ids';
import { viewerOf, type RequestContext } from '../../shared/request-context';
import type { CourseRepository } from '../course/course.repository';
import { changeable, noSuchCourse, visible } from '../course/course.rules';
import type { CourseAnswer } from '../course/course.type';
import { enrollmentChanged } from './enrollment.cache';
import { canUnenroll } from './enrollment.policy';
import type { EnrollmentRepository } from './enrollment.repository';

/** The number of students that a line of the audit log names. */
const AUDITED_STUDENTS = 100;

/** Enrolling students in courses. */
export class EnrollmentService {
  constructor(
    private readonly enrollments: EnrollmentRepository,
    private readonly courses: CourseRepository,
    private readonly writer: Writer,
  ) {}

  /** @throws AppError NOT_FOUND for a code that no course has, or an archived one; CONFLICT for a student who is enrolled already */
  enroll(context: RequestContext, code: string): Promise<CourseAnswer> {
    const { id: studentId } = viewerOf(context);
    const key = parseCode(code);
    return this.writer.write(async (tx) => {
      const course = key === null ? null : await this.courses.byCode(tx, key);
      if (!course) throw new AppError('NOT_FOUND', 'No course has this code. Check it and try again.');
      context.auditNotes.courseId = course.id;
      const students = await this.enrollments.lockStudents(tx, [studentId]);
      if (!students.has(studentId)) throw new AppError('NOT_FOUND', 'This account has been deleted.');
      const added = await this.enrollments.insert(tx, course.id, [studentId]);
      if (added.length === 0) throw new AppError('CONFLICT', 'You are enrolled in this course already.');
      const studentCount = await this.enrollments.countIn(tx, course.id);
      return { value: { ...course, studentCount, isEnrolled: true }, tags: enrollmentChanged(course, added) };
    });
  }

  /** @throws AppError NOT_FOUND; FORBIDDEN for another trainer's course; BAD_USER_INPUT for ids that name no student */
  enrollStudents(context: RequestContext, courseId: string, idTexts: readonly string[]): Promise<CourseAnswer> {
    const viewer = viewerOf(context);
    const id = parseCourseId(courseId);
    if (!id) throw noSuchCourse();
    context.auditNotes.courseId = id;
    return this.writer.write(async (tx) => {
      const course = changeable(viewer, await this.courses.lockShared(tx, id));
      const ids = idTexts.map((text) => parseUserId(text));
      const students = await this.enrollments.lockStudents(tx, ids.filter(isId));
      refuse(faultsOf(ids, students));
      const added = await this.enrollments.insert(tx, id, ids.filter(isId));
      context.auditNotes.subjectIds = added.slice(0, AUDITED_STUDENTS);
      const studentCount = await this.enrollments.countIn(tx, id);
      return { value: { ...course, studentCount, isEnrolled: false }, tags: enrollmentChanged(course, added) };
    });
  }

  /**
   * @returns false if the student is not enrolled, or does not exist
   * @throws AppError NOT_FOUND; FORBIDDEN for another trainer's course, or another student
   */
  unenroll(context: RequestContext, courseId: string, studentId: string | null | undefined): Promise<boolean> {
    const viewer = viewerOf(context);
    const id = parseCourseId(courseId);
    if (!id) throw noSuchCourse();
    if (!isGiven(studentId) && viewer.role !== 'STUDENT')
      throw badInput('studentId', 'is required of trainers and administrators');
    const whom = isGiven(studentId) ? parseUserId(studentId) : viewer.id;
    Object.assign(context.auditNotes, { courseId: id, ...(isGiven(studentId) && whom && { subjectIds: [whom] }) });
    return this.writer.write(async (tx) => {
      const course = visible(viewer, await this.courses.lockShared(tx, id));
      if (!canUnenroll(viewer, course, whom)) throw new AppError('FORBIDDEN', refusalOf(viewer.role));
      const value = whom !== null && (await this.enrollments.delete(tx, id, whom));
      return { value, tags: enrollmentChanged(course, whom === null ? [] : [whom]) };
    });
  }
}

const isId = (id: UserId | null): id is UserId => id !== null;

const refusalOf = (role: string) =>
  role === 'STUDENT' ? 'Only you yourself may leave your courses.' : 'This course is another trainer’s.';

/** One error for each id that names no student, or that is in the list already. */
function faultsOf(ids: readonly (UserId | null)[], students: ReadonlySet<string>): FieldFault[] {
  return ids.flatMap((id, nth) => {
    const path = `studentIds.${nth}`;
    if (id === null || !students.has(id)) return [{ path, message: 'is not the id of a student' }];
    return ids.indexOf(id) < nth ? [{ path, message: 'is in the list already' }] : [];
  });
}

function refuse(fields: FieldFault[]): void {
  if (fields.length > 0) throw new AppError('BAD_USER_INPUT', undefined, { fields });
}
