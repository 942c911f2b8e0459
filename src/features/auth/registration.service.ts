import { createHash, timingSafeEqual } from 'node:crypto';
import { v7 as newId } from 'uuid';
import type { TrainerRegistration } from '../../config/config';
import type { Writer } from '../../platform/cache/writer';
import { AppError, badInput } from '../../platform/errors/app-error';
import type { RequestContext } from '../request';
import { studentChanged } from '../student/student.cache';
import { trainerChanged } from '../trainer/trainer.cache';
import type { UserId } from '../user/ids';
import { normaliseEmail, normaliseOptionalPhone, normaliseText } from '../validation/text';
import type { AccountRepository } from './account.repository';
import type { RegisterStudentInput, RegisterTrainerInput } from './auth.input';
import { hashPassword, passwordFault } from './password';
import { profileTag } from './profile.source';
import type { SignIn } from './sign-in.service';

/** Makes accounts; whoever registers is signed in. */
export class RegistrationService {
  constructor(
    private readonly accounts: AccountRepository,
    private readonly writer: Writer,
    private readonly signIn: SignIn,
    private readonly trainerRegistration: TrainerRegistration,
  ) {}

  /** @throws AppError CONFLICT when the e-mail address is taken */
  async student(context: RequestContext, input: RegisterStudentInput) {
    const account = await newAccount(input);
    const course = normaliseText(input.course);
    await this.writer.write(async (tx) => {
      await this.accounts.insertStudent(tx, { ...account, course });
      return { value: null, tags: [profileTag(account.id), ...studentChanged(account.id, course)] };
    });
    return this.signIn.open(context, { ...account, version: null });
  }

  /** @throws AppError CONFLICT as above; FORBIDDEN where registration is closed or the invite code is wrong */
  async trainer(context: RequestContext, input: RegisterTrainerInput) {
    this.admitTrainer(input.inviteCode);
    const account = await newAccount(input);
    await this.writer.write(async (tx) => {
      await this.accounts.insertTrainer(tx, { ...account, expertise: normaliseText(input.expertise) });
      return { value: null, tags: [profileTag(account.id), ...trainerChanged(account.id)] };
    });
    return this.signIn.open(context, { ...account, version: null });
  }

  private admitTrainer(inviteCode: string | null | undefined): void {
    switch (this.trainerRegistration.mode) {
      case 'open':
        return;
      case 'closed':
        throw new AppError('FORBIDDEN', 'Trainers cannot register themselves here.');
      case 'invite':
        if (isSame(inviteCode ?? '', this.trainerRegistration.code)) return;
        throw new AppError('FORBIDDEN', 'Registration as a trainer needs a valid invite code.');
    }
  }
}

async function newAccount(input: RegisterStudentInput | RegisterTrainerInput) {
  const fault = passwordFault(input.password, input);
  if (fault) throw badInput('input.password', fault);
  return {
    id: newId() as UserId,
    name: normaliseText(input.name),
    email: normaliseEmail(input.email),
    phone: normaliseOptionalPhone(input.phone) ?? null,
    passwordHash: await hashPassword(input.password),
  };
}

/** Compares without telling by its time how much of the code was right. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
