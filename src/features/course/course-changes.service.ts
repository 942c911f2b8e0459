import type { Writer } from '../../platform/cache/writer';
import type { Tx } from '../../platform/database/database';
import { newId } from '../../platform/database/ids';
import { searchText, withFirstPart } from '../../platform/database/search-text';
import { badInput } from '../../platform/errors/app-error';
import { newCode } from '../../shared/code';
import { isGiven } from '../../shared/given';
import { parseCourseId, parseOrganizationId, parseUserId } from '../../shared/ids';
import { viewerOf, type RequestContext } from '../../shared/request-context';
import { normalizeOptional, normalizeText } from '../../shared/validation/text';
import type { Viewer } from '../../shared/viewer';
import type { OrganizationRepository } from '../organization/organization.repository';
import type { CourseFollowers } from './course-followers';
import { courseChanged } from './course.cache';
import type { CreateCourseInput, UpdateCourseInput } from './course.input';
import type { CourseChanges, CourseRecord, CourseRepository } from './course.repository';
import { changeable, noSuchCourse } from './course.rules';
import type { CourseAnswer } from './course.type';

/** Changing courses. */
export class CourseChangesService {
  constructor(
    private readonly courses: CourseRepository,
    private readonly organizations: OrganizationRepository,
    private readonly followers: CourseFollowers,
    private readonly writer: Writer,
    private readonly clock: () => Date,
  ) {}

  /** @throws AppError BAD_USER_INPUT for ids that name nothing; CONFLICT when the code is taken */
  create(context: RequestContext, input: CreateCourseInput): Promise<CourseAnswer> {
    const trainerId = trainerFor(viewerOf(context), input.trainerId);
    return this.writer.write(async (tx) => {
      const trainerName = await this.trainerName(tx, trainerId);
      const organizationId = await this.organizationFor(tx, trainerId, input.organizationId);
      const course = {
        id: newId(),
        title: normalizeText(input.title),
        description: normalizeText(input.description),
        credits: input.credits ?? 0,
        schedule: normalizeOptional(input.schedule) ?? null,
        trainerId,
        organizationId: organizationId ?? null,
        enrollmentCode: normalizeOptional(input.enrollmentCode) ?? newCode(),
      };
      const value = await this.courses.insert(tx, course, trainerName);
      return { value: { ...value, studentCount: 0, isEnrolled: false }, tags: courseChanged(value) };
    });
  }

  /** @throws AppError NOT_FOUND; FORBIDDEN for another trainer's course; BAD_USER_INPUT; CONFLICT when the code is taken */
  update(context: RequestContext, idText: string, input: UpdateCourseInput): Promise<CourseAnswer> {
    const viewer = viewerOf(context);
    const handedTo = input.trainerId === undefined ? undefined : trainerFor(viewer, input.trainerId);
    const courseId = parseCourseId(idText) ?? undefined;
    if (handedTo !== undefined) Object.assign(context.auditNotes, { courseId, subjectId: handedTo });
    return this.change(context, idText, async (tx, lock) => {
      const trainerName = handedTo === undefined ? undefined : await this.trainerName(tx, handedTo);
      const before = await lock();
      const title = input.title === undefined ? before.title : normalizeText(input.title);
      const organizationId = await this.organizationFor(tx, handedTo ?? before.trainerId, input.organizationId);
      return {
        before,
        changes: {
          title,
          description: input.description === undefined ? undefined : normalizeText(input.description),
          credits: input.credits,
          schedule: normalizeOptional(input.schedule),
          enrollmentCode: normalizeOptional(input.enrollmentCode) ?? undefined,
          ...{ organizationId, trainerId: handedTo },
          searchText:
            trainerName === undefined ? withFirstPart(before.searchText, title) : searchText(title, trainerName),
        },
      };
    });
  }

  /** Archives the course; nothing is deleted. @throws AppError NOT_FOUND; FORBIDDEN for another trainer's course */
  async archive(context: RequestContext, idText: string): Promise<boolean> {
    await this.change(context, idText, async (_tx, lock) => {
      const before = await lock();
      return { before, changes: { archivedAt: before.archivedAt ?? this.clock() } };
    });
    return true;
  }

  /** @throws AppError NOT_FOUND */
  restore(context: RequestContext, idText: string): Promise<CourseAnswer> {
    return this.change(context, idText, async (_tx, lock) => ({ before: await lock(), changes: { archivedAt: null } }));
  }

  /** Every change of an existing course takes this way, so that what follows the course changes in the same transaction. */
  private change(
    context: RequestContext,
    idText: string,
    work: (tx: Tx, lock: () => Promise<Locked>) => Promise<{ before: CourseRecord; changes: CourseChanges }>,
  ): Promise<CourseRecord> {
    const viewer = viewerOf(context);
    const id = parseCourseId(idText);
    if (!id) throw noSuchCourse();
    return this.writer.write(async (tx) => {
      const lock = async () => changeable(viewer, await this.courses.lock(tx, id));
      const { before, changes } = await work(tx, lock);
      const value = await this.courses.update(tx, id, changes);
      const followed = await this.followers.follow(tx, value, before);
      return { value, tags: [...courseChanged(value, before), ...followed] };
    });
  }

  private async trainerName(tx: Tx, trainerId: string): Promise<string> {
    const name = await this.courses.trainerName(tx, trainerId);
    if (name === null) throw badInput('input.trainerId', 'is not the id of a trainer');
    return name;
  }

  /** Undefined stays undefined. The former system sent the trainer's id for a course without an organization. */
  private async organizationFor(tx: Tx, trainerId: string, named: string | null | undefined) {
    if (named === undefined || named === null) return named;
    const id = parseOrganizationId(named);
    if (id && String(id) === trainerId) return null;
    if (!id || !(await this.organizations.exists(tx, id))) {
      throw badInput('input.organizationId', 'is not the id of an organization');
    }
    return id;
  }
}

type Locked = CourseRecord & { searchText: string };

/** Trainers create courses for themselves; administrators name the trainer. */
function trainerFor(viewer: Viewer, named: string | null | undefined): string {
  if (viewer.role === 'ADMIN') {
    if (!isGiven(named)) throw badInput('input.trainerId', 'is required of an administrator');
    const id = parseUserId(named);
    if (!id) throw badInput('input.trainerId', 'is not the id of a trainer');
    return id;
  }
  if (isGiven(named) && parseUserId(named) !== viewer.id)
    throw badInput('input.trainerId', 'may be given by an administrator only');
  return viewer.id;
}
