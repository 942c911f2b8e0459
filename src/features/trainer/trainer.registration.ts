import type { TrainerRegistration as RegistrationMode } from '../../config/config';
import type { RequestContext } from '../../shared/request-context';
import { normaliseText } from '../../shared/validation/text';
import type { Registration } from '../session/registration.service';
import { trainerChanged } from './trainer.cache';
import type { RegisterTrainerInput } from './trainer.input';
import { expectMayRegister } from './trainer.policy';
import type { TrainerRepository } from './trainer.repository';

/** Trainers who register themselves. */
export class TrainerRegistration {
  constructor(
    private readonly registration: Registration,
    private readonly trainers: TrainerRepository,
    private readonly mode: RegistrationMode,
  ) {}

  /** @throws AppError as `Registration.register`; FORBIDDEN where trainers may not register, or not with this code */
  async register(context: RequestContext, input: RegisterTrainerInput) {
    expectMayRegister(this.mode, input.inviteCode);
    return this.registration.register(context, 'TRAINER', input, async (tx, account) => {
      const trainer = await this.trainers.insert(tx, { ...account, expertise: normaliseText(input.expertise) });
      return { record: { ...trainer, role: 'TRAINER' }, tags: trainerChanged(account.id) };
    });
  }
}
