import type { Database, Tx } from '../../platform/database/database';
import { Prisma } from '../../platform/database/generated/client';
import { isUniqueViolation } from '../../platform/database/violations';
import { AppError } from '../../platform/errors/app-error';
import { StudentRepository } from '../student/student.repository';
import { TrainerRepository } from '../trainer/trainer.repository';
import type { Role } from '../../shared/role';

/** What signing in needs to know. */
export interface Credentials {
  id: string;
  role: Role;
  passwordHash: string;
}

/** Times are ISO 8601. */
interface CommonProfile {
  id: string;
  name: string;
  email: string;
  createdAt: string;
  updatedAt: string;
}

export type AccountProfile =
  | (CommonProfile & { role: 'STUDENT'; course: string; phone: string | null })
  | (CommonProfile & { role: 'TRAINER'; expertise: string; phone: string | null })
  | (CommonProfile & { role: 'ADMIN' });

interface NewAccount {
  id: string;
  name: string;
  /** Normalised: trimmed, NFKC, lower case. */
  email: string;
  passwordHash: string;
}

export type NewStudent = NewAccount & { course: string; phone: string | null };
export type NewTrainer = NewAccount & { expertise: string; phone: string | null };

/** All columns of the three kinds of profile; those the role does not have are null. */
interface ProfileRow extends CommonProfile {
  role: Role;
  course: string | null;
  expertise: string | null;
  phone: string | null;
}

/** Users of every role: who may sign in, and with what. */
export class AccountRepository {
  private readonly students: StudentRepository;
  private readonly trainers: TrainerRepository;

  constructor(private readonly database: Database) {
    this.students = new StudentRepository(database);
    this.trainers = new TrainerRepository(database);
  }

  /** @param email normalised */
  async byEmail(email: string): Promise<Credentials | null> {
    const [user] = await this.database.read<Credentials>(Prisma.sql`
      SELECT id, role, password_hash AS "passwordHash" FROM users WHERE email = ${email}`);
    return user ?? null;
  }

  /** Which of these addresses have an account, and of what role. @param emails normalised */
  async rolesOf(emails: readonly string[]): Promise<Map<string, Role>> {
    const users = await this.database.read<{ email: string; role: Role }>(Prisma.sql`
      SELECT email, role::text FROM users WHERE email = ANY (${[...emails]}::text[])`);
    return new Map(users.map(({ email, role }) => [email, role]));
  }

  async passwordHash(id: string): Promise<string | null> {
    const [user] = await this.database.read<Pick<Credentials, 'passwordHash'>>(Prisma.sql`
      SELECT password_hash AS "passwordHash" FROM users WHERE id = ${id}::uuid`);
    return user?.passwordHash ?? null;
  }

  /** The user's record as its role has it; never the password hash. */
  async profile(id: string): Promise<AccountProfile | null> {
    const [row] = await this.database.read<ProfileRow>(Prisma.sql`
        SELECT id, role::text, name, email, course, NULL AS expertise, phone, created_at AS "createdAt", updated_at AS "updatedAt"
        FROM students WHERE id = ${id}::uuid
        UNION ALL SELECT id, role::text, name, email, NULL, expertise, phone, created_at, updated_at
        FROM trainers WHERE id = ${id}::uuid
        UNION ALL SELECT id, role::text, name, email, NULL, NULL, NULL, created_at, updated_at
        FROM admins WHERE id = ${id}::uuid`);
    return row ? toProfile(row) : null;
  }

  /** @throws AppError CONFLICT when the e-mail address is taken, also by someone who registers at the same time */
  async insertStudent(tx: Tx, { passwordHash, ...student }: NewStudent): Promise<void> {
    await insertUser(tx, { id: student.id, email: student.email, role: 'STUDENT', passwordHash });
    await this.students.insert(tx, student);
  }

  /** Leaves out those whose e-mail address is taken. Doing it again, with the same ids, adds nothing. @returns the others */
  async insertStudents(tx: Tx, students: readonly NewStudent[]): Promise<NewStudent[]> {
    const users = students.map(({ id, email, passwordHash }) => ({
      id,
      email,
      role: 'STUDENT' as const,
      passwordHash,
    }));
    await tx.user.createMany({ data: users, skipDuplicates: true });
    const ids = students.map(({ id }) => id);
    const rows = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM users WHERE id = ANY (${ids}::uuid[])`;
    const present = new Set(rows.map(({ id }) => id));
    const added = students.filter(({ id }) => present.has(id));
    await this.students.insertMany(
      tx,
      added.map(({ passwordHash: _, ...student }) => student),
    );
    return added;
  }

  /** @throws AppError as above */
  async insertTrainer(tx: Tx, { passwordHash, ...trainer }: NewTrainer): Promise<void> {
    await insertUser(tx, { id: trainer.id, email: trainer.email, role: 'TRAINER', passwordHash });
    await this.trainers.insert(tx, trainer);
  }

  /** @throws AppError as above */
  async insertAdmin(tx: Tx, { passwordHash, ...admin }: NewAccount): Promise<void> {
    await insertUser(tx, { id: admin.id, email: admin.email, role: 'ADMIN', passwordHash });
    await tx.admin.create({ data: admin });
  }

  /** Undefined stays as it is. */
  async updateAdmin(tx: Tx, id: string, changes: { name?: string }): Promise<void> {
    await tx.admin.updateMany({ where: { id }, data: changes });
  }

  async setPasswordHash(tx: Tx, id: string, passwordHash: string): Promise<void> {
    await tx.user.updateMany({ where: { id }, data: { passwordHash } });
  }

  /** Replaces a hash by a better one of the same password. @returns false if the password was changed meanwhile */
  async rehash(id: string, oldHash: string, newHash: string): Promise<boolean> {
    const { count } = await this.database.transaction((tx) =>
      tx.user.updateMany({ where: { id, passwordHash: oldHash }, data: { passwordHash: newHash } }),
    );
    return count > 0;
  }
}

async function insertUser(tx: Tx, user: Credentials & { email: string }): Promise<void> {
  try {
    await tx.user.create({ data: user });
  } catch (error) {
    if (!isUniqueViolation(error, 'users_email_key')) throw error;
    const fields = [{ path: 'input.email', message: 'is already registered' }];
    throw new AppError('CONFLICT', undefined, { fields });
  }
}

function toProfile({ role, course, expertise, phone, ...common }: ProfileRow): AccountProfile {
  switch (role) {
    case 'STUDENT':
      return { ...common, role, course: course ?? '', phone };
    case 'TRAINER':
      return { ...common, role, expertise: expertise ?? '', phone };
    case 'ADMIN':
      return { ...common, role };
  }
}
