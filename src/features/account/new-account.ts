import { newId } from '../../platform/database/ids';
import { badInput } from '../../platform/errors/app-error';
import type { UserId } from '../../shared/ids';
import { normalizeEmail, normalizeOptionalPhone, normalizeText } from '../../shared/validation/text';
import type { RegisterInput } from './account.input';
import { hashPassword, passwordFault } from './password';

/** What every new account has, normalized as it is stored. */
export interface NewAccount {
  id: UserId;
  name: string;
  email: string;
  phone: string | null;
  passwordHash: string;
}

/**
 * @throws AppError BAD_USER_INPUT for a password that is easily guessed; SERVICE_UNAVAILABLE when too many wait for hashing
 */
export async function newAccount(input: RegisterInput): Promise<NewAccount> {
  const fault = passwordFault(input.password, input);
  if (fault) throw badInput('input.password', fault);
  return {
    id: newId() as UserId,
    name: normalizeText(input.name),
    email: normalizeEmail(input.email),
    phone: normalizeOptionalPhone(input.phone) ?? null,
    passwordHash: await hashPassword(input.password),
  };
}
