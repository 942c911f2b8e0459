import { Prisma } from '../../platform/database/generated/client';
import type { Tx } from '../../platform/database/database';
import type { DemoKit, DemoLogin } from '../../shared/demo';
import { AccountRepository } from './account.repository';

/** A demo account, without the fields of its role. */
export interface DemoAccount {
  id: string;
  name: string;
  email: string;
}

/**
 * Creates the missing demo accounts of one role. All share the password of the role's demo login, so only one hash is
 * computed. An account whose e-mail address somebody else has registered is left out.
 *
 * @param insertRecords the role's own rows of the accounts that are there now; rows that exist stay as they are
 */
export async function loadDemoAccounts<Account extends DemoAccount>(
  { database, hashPassword, progress }: DemoKit,
  { role, password }: DemoLogin,
  accounts: readonly Account[],
  insertRecords: (tx: Tx, present: Account[]) => Promise<unknown>,
): Promise<void> {
  const ids = accounts.map(({ id }) => id);
  const found = await database.read(Prisma.sql`SELECT id FROM users WHERE id = ANY (${ids}::uuid[])`);
  if (found.length === accounts.length) return;
  progress(`Loading demo accounts of role ${role}: ${accounts.length}`);
  const passwordHash = await hashPassword(password);
  await database.transaction(async (tx) => {
    const users = accounts.map(({ id, email }) => ({ id, email, role, passwordHash }));
    const present = await new AccountRepository(database).insertMany(tx, users);
    await insertRecords(
      tx,
      accounts.filter(({ id }) => present.has(id)),
    );
  });
}
