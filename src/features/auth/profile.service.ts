import type { Tags } from '../../platform/cache/tag';
import type { Writer } from '../../platform/cache/writer';
import type { Tx } from '../../platform/database/database';
import { AppError } from '../../platform/errors/app-error';
import { viewerOf, type RequestContext } from '../request';
import { studentChanged } from '../student/student.cache';
import type { StudentRepository } from '../student/student.repository';
import { trainerChanged } from '../trainer/trainer.cache';
import type { TrainerRepository } from '../trainer/trainer.repository';
import type { UserId } from '../user/ids';
import type { Role } from '../user/role';
import { normaliseOptionalPhone, normaliseText } from '../validation/text';
import type { AccountRepository } from './account.repository';
import type { UpdateProfileInput } from './auth.input';
import { profileTag, type ProfileSource } from './profile.source';

const FIELDS_OF: Record<Role, readonly (keyof UpdateProfileInput)[]> = {
  STUDENT: ['name', 'phone', 'course'],
  TRAINER: ['name', 'phone', 'expertise'],
  ADMIN: ['name'],
};

/** One's own record. */
export class ProfileService {
  constructor(
    private readonly profiles: ProfileSource,
    private readonly accounts: AccountRepository,
    private readonly students: StudentRepository,
    private readonly trainers: TrainerRepository,
    private readonly writer: Writer,
  ) {}

  async me(context: RequestContext) {
    return context.reader.read(this.profiles, viewerOf(context).id);
  }

  /** @throws AppError BAD_USER_INPUT on fields that one's role does not have */
  async update(context: RequestContext, input: UpdateProfileInput) {
    const { id, role } = viewerOf(context);
    refuseForeignFields(role, input);
    const { name, phone, course, expertise } = normalised(input);
    await this.writer.write(async (tx) => {
      switch (role) {
        case 'STUDENT':
          return { value: null, tags: await this.updateStudent(tx, id, { name, phone, course }) };
        case 'TRAINER':
          return { value: null, tags: await this.updateTrainer(tx, id, { name, phone, expertise }) };
        case 'ADMIN':
          await this.accounts.updateAdmin(tx, id, { name });
          return { value: null, tags: [profileTag(id)] };
      }
    });
    return this.me(context);
  }

  private async updateStudent(tx: Tx, id: UserId, changes: StudentChanges): Promise<Tags> {
    const updated = await this.students.update(tx, id, changes);
    if (!updated) throw gone();
    return [profileTag(id), ...studentChanged(id, updated.before.course, updated.after.course)];
  }

  private async updateTrainer(tx: Tx, id: UserId, changes: TrainerChanges): Promise<Tags> {
    if (!(await this.trainers.update(tx, id, changes))) throw gone();
    return [profileTag(id), ...trainerChanged(id)];
  }
}

type StudentChanges = Parameters<StudentRepository['update']>[2];
type TrainerChanges = Parameters<TrainerRepository['update']>[2];

const gone = () => new AppError('NOT_FOUND', 'This account is no more.');

function refuseForeignFields(role: Role, input: UpdateProfileInput): void {
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  const foreign = given.filter(([name]) => !FIELDS_OF[role].some((own) => own === name));
  if (foreign.length === 0) return;
  const fields = foreign.map(([name]) => ({ path: `input.${name}`, message: 'does not belong to your role' }));
  throw new AppError('BAD_USER_INPUT', undefined, { fields });
}

/** What is absent stays undefined. */
function normalised({ name, phone, course, expertise }: UpdateProfileInput) {
  const text = (value: string | undefined) => (value === undefined ? undefined : normaliseText(value));
  return {
    name: text(name),
    phone: normaliseOptionalPhone(phone),
    course: text(course),
    expertise: text(expertise),
  };
}
