import { faultsOf } from '../../shared/validation/class-validator';
import { adminChanged } from './admin.cache';
import { AdminRepository } from './admin.repository';
import { profileTag } from '../account/account.cache';
import { AccountRepository } from '../account/account.repository';
import { hashPassword, passwordFault } from '../account/password';
import { IsEmailAddress, IsPassword, IsText, normalizeEmail, normalizeText } from '../../shared/validation/text';
import type { Change } from '../../platform/cache/writer';
import type { Database, Tx } from '../../platform/database/database';
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

interface AdminAccount {
  id: string;
  email: string;
  name: string;
  passwordHash: string;
}

export interface MadeAdmin {
  email: string;
  /** Whether what running gateways have cached is cleared. */
  isCacheCleared: boolean;
}

/**
 * Creates an administrator. The password comes from ADMIN_PASSWORD or from a prompt.
 *
 * @throws UsageError for values that registration would refuse
 */
export async function createAdmin(email: string, name: string, tools: CommandTools): Promise<MadeAdmin> {
  const password = await tools.askPassword();
  if (password === '') throw new UsageError('There is no password: set ADMIN_PASSWORD, or type one at the prompt.');
  const admin = Object.assign(new NewAdmin(), { email, name, password });
  refuseFaults(admin);

  const account = {
    id: newId(),
    email: normalizeEmail(admin.email),
    name: normalizeText(admin.name),
    passwordHash: await hashPassword(password),
  };
  const isCacheCleared = await tools.withDatabase((database) => write(tools, database, account).catch(explainConflict));
  return { email: account.email, isCacheCleared };
}

export const adminMade = (email: string): string => `${email} is an administrator now.`;

export const NOT_CLEARED =
  'No Redis is configured, so running gateways show this administrator in lists when their cached values expire, ' +
  'or at once after: npx stms cache clear admins';

/** @returns whether what running gateways have cached is cleared */
function write(tools: CommandTools, database: Database, account: AdminAccount): Promise<boolean> {
  return tools.withWriterIfAny(database, async (writer) => {
    const insert = (tx: Tx) => insertAdmin(tx, database, account);
    if (writer) await writer.write(insert);
    else await database.transaction(insert);
    return writer !== null;
  });
}

async function insertAdmin(tx: Tx, database: Database, account: AdminAccount): Promise<Change<null>> {
  const { passwordHash, ...admin } = account;
  const { id, email } = admin;
  await new AccountRepository(database).insert(tx, { id, email, role: 'ADMIN', passwordHash });
  await new AdminRepository(database).insert(tx, admin);
  return { value: null, tags: [profileTag(id), ...adminChanged(id)] };
}

/** @throws UsageError that names every fault */
function refuseFaults(admin: NewAdmin): void {
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
