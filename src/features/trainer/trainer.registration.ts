import type { TrainerRegistration as RegistrationMode } from '../../config/config';
import type { RequestContext } from '../../shared/request-context';
import { normalizeOptional } from '../../shared/validation/text';
import type { InsertRecord, Registration } from '../session/registration.service';
import { trainerChanged } from './trainer.cache';
import type { RegisterTrainerInput } from './trainer.input';
import { expectMayRegister } from './trainer.policy';
import type { TrainerRepository } from './trainer.repository';

/** Registers trainers, by themselves or by an administrator. */
export class TrainerRegistration {
  constructor(
    private readonly registration: Registration,
    private readonly trainers: TrainerRepository,
    private readonly mode: RegistrationMode,
  ) {}

  /** @throws AppError as `Registration.register`; FORBIDDEN if registration is closed or the code is wrong */
  async register(context: RequestContext, input: RegisterTrainerInput) {
    expectMayRegister(this.mode, input.inviteCode);
    return this.registration.register(context, 'TRAINER', input, this.insertOf(input));
  }

  /** Allowed even if registration is closed. @throws AppError as `Registration.create` */
  create(context: RequestContext, input: RegisterTrainerInput) {
    return this.registration.create(context, 'TRAINER', input, this.insertOf(input));
  }

  private insertOf({ expertise, gender }: RegisterTrainerInput): InsertRecord {
    return async (tx, account) => {
      const given = { expertise: normalizeOptional(expertise), gender };
      const trainer = await this.trainers.insert(tx, { ...account, ...given });
      return { record: { ...trainer, role: 'TRAINER' }, tags: trainerChanged(account.id) };
    };
  }
}
