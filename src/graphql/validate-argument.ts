import { validateOrReject, type ValidationError, type ValidatorOptions } from 'class-validator';
import { ArgumentValidationError } from 'type-graphql';

const OPTIONS: ValidatorOptions = {
  forbidUnknownValues: false,
  // Null is validated like any value: otherwise it would pass where only absence is allowed.
  skipMissingProperties: false,
  // The fault of a field must not carry the value that was sent: it may be a password.
  validationError: { target: false, value: false },
};

/**
 * Validates an argument by the decorators of its class. type-graphql's own way resolves the package class-validator anew for
 * each argument, which takes as long as the validation.
 *
 * @throws ArgumentValidationError
 */
export async function validateArgument(value: unknown): Promise<void> {
  if (typeof value !== 'object' || value === null) return;
  const objects = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'object' && one !== null);
  try {
    await Promise.all(objects.map((one: object) => validateOrReject(one, OPTIONS)));
  } catch (errors) {
    throw new ArgumentValidationError(errors as ValidationError[]);
  }
}
