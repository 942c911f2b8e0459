import type { TrainerRegistration } from '../../config/config';
import { AppError } from '../../platform/errors/app-error';
import { isSameSecret } from '../../shared/same-secret';
import type { Viewer } from '../../shared/viewer';

/** Trainers act for themselves, administrators for every trainer. */
export const canActForTrainer = (viewer: Viewer, trainerId: string | null): boolean =>
  viewer.role === 'ADMIN' || trainerId === viewer.id;

/**
 * Not everybody may register as a trainer, because trainers can read every student.
 *
 * @throws AppError FORBIDDEN if registration is closed or the invite code is wrong
 */
export function expectMayRegister(registration: TrainerRegistration, inviteCode: string | null | undefined): void {
  switch (registration.mode) {
    case 'open':
      return;
    case 'closed':
      throw new AppError('FORBIDDEN', 'Trainers cannot register themselves here.');
    case 'invite':
      if (isSameSecret(inviteCode ?? '', registration.code)) return;
      throw new AppError('FORBIDDEN', 'Registration as a trainer needs a valid invite code.');
  }
}
