import { AppError } from '../../platform/errors/app-error';
import { normalizeOptional, normalizeOptionalPhone, normalizeText } from '../../shared/validation/text';
import type { UpdateUserInput } from './account.input';

/** What may be changed of a person besides its e-mail address and its password. What is undefined stays. */
export type PersonChanges = Omit<UpdateUserInput, 'email' | 'password'>;

export type PersonField = keyof PersonChanges;

const ACCOUNT_FIELDS = ['email', 'password', 'currentPassword'];

/** @throws AppError BAD_USER_INPUT on fields that users of this role do not have */
export function refuseForeignFields(fields: readonly PersonField[], input: object): void {
  const own: readonly string[] = [...fields, ...ACCOUNT_FIELDS];
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  const foreign = given.filter(([name]) => !own.includes(name));
  if (foreign.length === 0) return;
  throw new AppError('BAD_USER_INPUT', undefined, {
    fields: foreign.map(([name]) => ({ path: `input.${name}`, message: 'does not belong to this role' })),
  });
}

/** As it is stored. What is absent stays undefined. */
export function normalizedChanges(input: PersonChanges): PersonChanges {
  const text = (value: string | undefined) => (value === undefined ? undefined : normalizeText(value));
  return {
    name: text(input.name),
    phone: normalizeOptionalPhone(input.phone),
    bio: normalizeOptional(input.bio),
    location: normalizeOptional(input.location),
    branch: text(input.branch),
    rollNo: normalizeOptional(input.rollNo),
    year: normalizeOptional(input.year),
    gender: input.gender,
    dateOfBirth: input.dateOfBirth,
    expertise: normalizeOptional(input.expertise),
  };
}
