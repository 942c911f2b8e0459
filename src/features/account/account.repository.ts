import type { Database, Tx } from '../../platform/database/database';
import { Prisma } from '../../platform/database/generated/client';
import { unlessTaken } from '../../platform/database/violations';
import type { Role } from '../../shared/role';
import type { ChosenNotifications } from './notification-settings';
import type { PersonRoles, Profile } from './person-role';

/** What signing in needs to know. */
export interface Credentials {
  id: string;
  role: Role;
  passwordHash: string;
}

/** What a user signs in with; `email` is normalized. */
export interface StoredLogin {
  email: string;
  passwordHash: string;
}

/** An account to be made; `email` is normalized. */
export type NewUser = Credentials & { email: string };

/** E-mail address, role and password hash of every user. The feature of the role keeps the rest. */
export class AccountRepository {
  constructor(private readonly database: Database) {}

  /** @param email normalized */
  async byEmail(email: string): Promise<Credentials | null> {
    const [user] = await this.database.read<Credentials>(Prisma.sql`
      SELECT id, role, password_hash AS "passwordHash" FROM users WHERE email = ${email}`);
    return user ?? null;
  }

  /** The ids of the newest users, the newest first. */
  async newest(first: number): Promise<string[]> {
    const users = await this.database.read<{ id: string }>(Prisma.sql`
      SELECT id FROM users ORDER BY created_at DESC, id DESC LIMIT ${first}`);
    return users.map(({ id }) => id);
  }

  /** Which of these addresses have an account, and of what role. @param emails normalized */
  async rolesOf(emails: readonly string[]): Promise<Map<string, Role>> {
    const users = await this.database.read<{ email: string; role: Role }>(Prisma.sql`
      SELECT email, role::text FROM users WHERE email = ANY (${[...emails]}::text[])`);
    return new Map(users.map(({ email, role }) => [email, role]));
  }

  async roleOf(id: string): Promise<Role | null> {
    const [user] = await this.database.read<{ role: Role }>(Prisma.sql`
      SELECT role::text FROM users WHERE id = ${id}::uuid`);
    return user?.role ?? null;
  }

  async passwordHash(id: string): Promise<string | null> {
    return (await this.login(id))?.passwordHash ?? null;
  }

  async login(id: string): Promise<StoredLogin | null> {
    const [login] = await this.database.read<StoredLogin>(loginOf(id));
    return login ?? null;
  }

  /** As `login`, but waits for a change of the account that has begun, and reads what it commits. */
  async settledLogin(id: string): Promise<StoredLogin | null> {
    const [login] = await this.database.transaction((tx) =>
      tx.$queryRaw<StoredLogin[]>(Prisma.sql`${loginOf(id)} FOR SHARE`),
    );
    return login ?? null;
  }

  /** The users' records in the forms of their roles, in any order; one statement. */
  async profiles(roles: PersonRoles, ids: readonly string[]): Promise<Profile[]> {
    const selects = roles
      .all()
      .map((role) => Prisma.sql`SELECT to_jsonb(entity) AS record FROM (${role.select(ids)}) AS entity`);
    const rows = await this.database.read<{ record: Profile }>(Prisma.sql`
      SELECT record || jsonb_build_object('notifications', notifications) AS record
      FROM (${Prisma.join(selects, ' UNION ALL ')}) AS person JOIN users ON users.id = (record ->> 'id')::uuid`);
    return rows.map(({ record }) => ({
      ...record,
      createdAt: iso(record.createdAt),
      updatedAt: iso(record.updatedAt),
    }));
  }

  /** @throws AppError CONFLICT when the e-mail address is taken, even by a registration at the same moment */
  async insert(tx: Tx, user: NewUser): Promise<void> {
    await unlessTaken(EMAIL, () => tx.user.create({ data: user }));
  }

  /**
   * Leaves out accounts whose e-mail address is taken. Idempotent for the same ids.
   *
   * @returns those of the ids that exist afterwards
   */
  async insertMany(tx: Tx, users: readonly NewUser[]): Promise<Set<string>> {
    await tx.user.createMany({ data: [...users], skipDuplicates: true });
    return new Set(await existing(tx, users));
  }

  async setPasswordHash(tx: Tx, id: string, passwordHash: string): Promise<void> {
    await tx.user.updateMany({ where: { id }, data: { passwordHash } });
  }

  /**
   * Waits for a change of the account that has begun.
   *
   * @returns false if the stored hash is not `oldHash`, or no longer
   */
  async replacePasswordHash(tx: Tx, id: string, oldHash: string, newHash: string): Promise<boolean> {
    const { count } = await tx.user.updateMany({
      where: { id, passwordHash: oldHash },
      data: { passwordHash: newHash },
    });
    return count > 0;
  }

  /**
   * A foreign key passes the new address on to the record of the user's role, but not to its search text.
   *
   * @param email normalized
   * @returns false if it was the user's already
   * @throws AppError CONFLICT when it is taken
   */
  async setEmail(tx: Tx, id: string, email: string): Promise<boolean> {
    const where = { id, email: { not: email } };
    const { count } = await unlessTaken(EMAIL, () => tx.user.updateMany({ where, data: { email } }));
    return count > 0;
  }

  /** @returns all settings that the user has chosen; null if there is no such user */
  async chooseNotifications(tx: Tx, id: string, chosen: ChosenNotifications): Promise<ChosenNotifications | null> {
    const [user] = await tx.$queryRaw<{ notifications: ChosenNotifications }[]>`
      UPDATE users SET notifications = coalesce(notifications, '{}') || ${JSON.stringify(chosen)}::jsonb, updated_at = now()
      WHERE id = ${id}::uuid RETURNING notifications`;
    return user?.notifications ?? null;
  }

  /**
   * Keeps others from changing the account until the transaction ends. A new address or password locks the user before its
   * record, so lock the user first.
   *
   * @returns false if there is none
   */
  async lock(tx: Tx, id: string): Promise<boolean> {
    return (await tx.$executeRaw`SELECT FROM users WHERE id = ${id}::uuid FOR UPDATE`) > 0;
  }

  /** Deletes the user and its record. */
  async delete(tx: Tx, id: string): Promise<void> {
    await tx.user.deleteMany({ where: { id } });
  }

  /** Deletes these users and their records. */
  async deleteMany(tx: Tx, ids: readonly string[]): Promise<void> {
    await tx.user.deleteMany({ where: { id: { in: [...ids] } } });
  }

  /** Waits until other transactions that hold this lock have ended. @returns the number of administrators then */
  async lockAdmins(tx: Tx): Promise<number> {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('stms administrators'))`;
    return tx.user.count({ where: { role: 'ADMIN' } });
  }

  /** Replaces a hash by a better one of the same password. @returns false if the password was changed meanwhile */
  async rehash(id: string, oldHash: string, newHash: string): Promise<boolean> {
    return this.database.transaction((tx) => this.replacePasswordHash(tx, id, oldHash, newHash));
  }
}

const EMAIL = {
  index: 'users_email_key',
  field: { path: 'input.email', message: 'is already registered' },
  message: 'This e-mail address is already registered.',
};

const loginOf = (id: string) =>
  Prisma.sql`SELECT email, password_hash AS "passwordHash" FROM users WHERE id = ${id}::uuid`;

async function existing(tx: Tx, users: readonly NewUser[]): Promise<string[]> {
  const ids = users.map(({ id }) => id);
  const rows = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM users WHERE id = ANY (${ids}::uuid[])`;
  return rows.map(({ id }) => id);
}

/** PostgreSQL's JSON has a varying number of decimals in times. */
const iso = (time: string): string => new Date(time).toISOString();
