import type { OperatorConfig } from '../../config/env';
import { AccountRepository } from '../../features/account/account.repository';
import { normalizeEmail } from '../../shared/validation/text';
import { CommandError } from '../../shared/command/command';
import { connected, withDatabaseUrl } from '../command-database';

/** The id of the account with this e-mail address, written in any case; null if there is none. */
export function findAccountId(config: OperatorConfig, email: string): Promise<string | null> {
  return withDatabaseUrl(config, (url) =>
    connected(url, async (database) => {
      const account = await new AccountRepository(database).byEmail(normalizeEmail(email));
      return account?.id ?? null;
    }),
  );
}

/** @throws CommandError if there is none */
export async function accountId(config: OperatorConfig, email: string): Promise<string> {
  const id = await findAccountId(config, email);
  if (id === null) throw new CommandError('There is no account with this e-mail address.');
  return id;
}
