import type { Database } from '../../platform/database/database';
import { Prisma } from '../../platform/database/generated/client';
import { studentSearchText } from '../student/student.repository';
import { trainerSearchText } from '../trainer/trainer.repository';
import type { Role } from '../../shared/role';
import type { DemoLecture } from './demo-lectures';

interface Account {
  id: string;
  name: string;
  email: string;
}

export type DemoStudent = Account & { role: 'STUDENT'; course: string; phone: string | null };
export type DemoTrainer = Account & { role: 'TRAINER'; expertise: string; phone: string | null };
export type DemoAdmin = Account & { role: 'ADMIN' };
export type DemoAccount = DemoStudent | DemoTrainer | DemoAdmin;

/** Writes many rows at once; what is there already stays as it is. */
export class DemoRepository {
  constructor(private readonly database: Database) {}

  /** Which of these users exist. */
  async existing(ids: string[]): Promise<Set<string>> {
    return idsOf(await this.database.read(usersAmong(ids)));
  }

  /** Where somebody else has registered a demo account's e-mail address, that account is left out. */
  insertAccounts(accounts: DemoAccount[], passwordHashes: Record<Role, string>): Promise<void> {
    return this.database.transaction(async (tx) => {
      const users = accounts.map(({ id, email, role }) => ({ id, email, role, passwordHash: passwordHashes[role] }));
      await tx.user.createMany({ data: users, skipDuplicates: true });
      const ids = idsOf(await tx.$queryRaw(usersAmong(accounts.map(({ id }) => id))));
      const present = accounts.filter(({ id }) => ids.has(id));
      const students = present.filter((account) => account.role === 'STUDENT');
      const trainers = present.filter((account) => account.role === 'TRAINER');
      const admins = present.filter((account) => account.role === 'ADMIN');
      await tx.student.createMany({
        data: students.map((student) => ({ ...student, searchText: studentSearchText(student) })),
        skipDuplicates: true,
      });
      await tx.trainer.createMany({
        data: trainers.map((trainer) => ({ ...trainer, searchText: trainerSearchText(trainer) })),
        skipDuplicates: true,
      });
      await tx.admin.createMany({ data: admins, skipDuplicates: true });
    });
  }

  /** Lectures of trainers that are not there are left out. */
  insertLectures(lectures: DemoLecture[]): Promise<void> {
    return this.database.transaction(async (tx) => {
      const ids = idsOf(await tx.$queryRaw(usersAmong(lectures.map(({ trainerId }) => trainerId))));
      await tx.lecture.createMany({ data: lectures.filter((row) => ids.has(row.trainerId)), skipDuplicates: true });
    });
  }
}

const usersAmong = (ids: string[]) => Prisma.sql`SELECT id FROM users WHERE id = ANY (${[...new Set(ids)]}::uuid[])`;

const idsOf = (rows: { id: string }[]) => new Set(rows.map(({ id }) => id));
