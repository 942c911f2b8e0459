import { AccountRepository, type NewUser } from '../../src/features/account/account.repository';
import { PersonRoles, type Profile } from '../../src/features/account/person-role';
import { AdminRepository } from '../../src/features/admin/admin.repository';
import { adminRole } from '../../src/features/admin/admin.role';
import { StudentRepository } from '../../src/features/student/student.repository';
import { studentRole } from '../../src/features/student/student.role';
import { TrainerRepository } from '../../src/features/trainer/trainer.repository';
import { trainerRole } from '../../src/features/trainer/trainer.role';
import type { Database } from '../../src/platform/database/database';
import { newId } from '../../src/platform/database/ids';
import type { Role } from '../../src/shared/role';

/** All roles, as their features register them. */
export function rolesIn(database: Database): PersonRoles {
  const roles = new PersonRoles();
  roles.add(studentRole(new StudentRepository(database)));
  roles.add(trainerRole(new TrainerRepository(database)));
  roles.add(adminRole(new AdminRepository(database)));
  return roles;
}

/** The profile of a user, as the gateway caches it; null for nobody. */
export async function profileOf(database: Database, id: string): Promise<Profile | null> {
  const [profile] = await new AccountRepository(database).profiles(rolesIn(database), [id]);
  return profile ?? null;
}

/** An account of a role, with the least that its record needs, past the rules of registration. @returns its id */
export async function insertAccount(
  database: Database,
  role: Role,
  { id = newId(), passwordHash = 'hash', ...rest }: Partial<NewUser> & { email: string; name?: string },
): Promise<string> {
  const account = { id, name: rest.name ?? 'Ann', email: rest.email };
  await database.transaction(async (tx) => {
    await new AccountRepository(database).insert(tx, { id, email: rest.email, role, passwordHash });
    if (role === 'STUDENT')
      await new StudentRepository(database).insert(tx, { ...account, phone: null, branch: 'Logic' });
    if (role === 'TRAINER')
      await new TrainerRepository(database).insert(tx, { ...account, phone: null, expertise: 'Go' });
    if (role === 'ADMIN') await new AdminRepository(database).insert(tx, account);
  });
  return id;
}
