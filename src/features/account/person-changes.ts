import { AppError } from '../../platform/errors/app-error';
import { normaliseOptional, normaliseOptionalPhone, normaliseText } from '../../shared/validation/text';
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
export function normalisedChanges(input: PersonChanges): PersonChanges {
  const text = (value: string | undefined) => (value === undefined ? undefined : normaliseText(value));
  return {
    name: text(input.name),
    phone: normaliseOptionalPhone(input.phone),
    bio: normaliseOptional(input.bio),
    location: normaliseOptional(input.location),
    branch: text(input.branch),
    rollNo: normaliseOptional(input.rollNo),
    year: normaliseOptional(input.year),
    gender: input.gender,
    dateOfBirth: input.dateOfBirth,
    expertise: normaliseOptional(input.expertise),
  };
}
