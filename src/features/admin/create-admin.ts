import { faultsOf } from '../../shared/validation/class-validator';
import { AdminRepository } from './admin.repository';
import { AccountRepository } from '../account/account.repository';
import { hashPassword, passwordFault } from '../account/password';
import { IsEmailAddress, IsPassword, IsText, normaliseEmail, normaliseText } from '../../shared/validation/text';
import { newId } from '../../platform/database/ids';
import { AppError } from '../../platform/errors/app-error';
import { UsageError, type CommandTools } from '../../shared/command/command';

/** The rules of registration. */
class NewAdmin {
  @IsEmailAddress()
  email: string;

  @IsText(200)
  name: string;

  @IsPassword(8, 128)
  password: string;
}

/**
 * Creates an administrator. The password comes from ADMIN_PASSWORD or from a prompt.
 *
 * @throws UsageError for values that registration would refuse
 */
export async function createAdmin(email: string, name: string, tools: CommandTools): Promise<{ email: string }> {
  const password = await tools.askPassword();
  if (password === '') throw new UsageError('There is no password: set ADMIN_PASSWORD, or type one at the prompt.');
  const admin = Object.assign(new NewAdmin(), { email, name, password });
  await refuseFaults(admin);

  const account = {
    id: newId(),
    email: normaliseEmail(admin.email),
    name: normaliseText(admin.name),
    passwordHash: await hashPassword(password),
  };
  await tools.withDatabase((database) => {
    const accounts = new AccountRepository(database);
    const { passwordHash, ...admin } = account;
    return database
      .transaction(async (tx) => {
        await accounts.insert(tx, { id: admin.id, email: admin.email, role: 'ADMIN', passwordHash });
        await new AdminRepository(database).insert(tx, admin);
      })
      .catch(explainConflict);
  });
  return { email: account.email };
}

export const adminMade = (email: string): string => `${email} is an administrator now.`;

async function refuseFaults(admin: NewAdmin): Promise<void> {
  const errors = faultsOf(admin);
  const faults = errors.map(
    ({ property, constraints = {} }) => `The ${property} ${Object.values(constraints).join(', ')}.`,
  );
  const fault = faults.length === 0 && passwordFault(admin.password, admin);
  if (fault) faults.push(`The password ${fault}.`);
  if (faults.length > 0) throw new UsageError(faults.join('\n'));
}

function explainConflict(error: unknown): never {
  if (error instanceof AppError && error.code === 'CONFLICT') {
    throw new UsageError('There is an account with this e-mail address already.');
  }
  throw error;
}
