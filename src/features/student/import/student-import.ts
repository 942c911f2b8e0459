import { setTimeout as sleep } from 'node:timers/promises';
import type { Writer } from '../../../platform/cache/writer';
import type { Tx } from '../../../platform/database/database';
import { isUnavailable } from '../../../platform/errors/app-error';
import { studentsAdded } from '../student.cache';
import type { AccountRepository } from '../../account/account.repository';
import type { NewAccount } from '../../account/new-account';
import type { NewStudentRecord } from '../student.record';
import { StudentRepository } from '../student.repository';

/** A request would get 503; an import of an hour rather waits. Milliseconds. */
const PAUSES = [500, 1_000, 2_000, 4_000];

/** What became of students that were to be added. Neither list has those whose e-mail address is taken. */
export interface Addition {
  added: readonly NewStudent[];
  /** Left out, because another student has the roll number. */
  rollNoTaken: readonly NewStudent[];
}

export type NewStudent = NewStudentRecord & Pick<NewAccount, 'passwordHash'>;

/** Makes accounts of many students at once. Like every change it clears what is cached, on all replicas. */
export class StudentImport {
  constructor(
    private readonly accounts: AccountRepository,
    private readonly students: StudentRepository,
    private readonly writer: Writer,
  ) {}

  /**
   * All of them or none, except those whose e-mail address or roll number somebody has registered meanwhile.
   *
   * @param beforeCommit gets the students that will be there; may be called again
   * @throws AppError SERVICE_UNAVAILABLE: then they may or may not be there
   */
  async add(
    students: readonly NewStudent[],
    beforeCommit: (added: readonly NewStudent[]) => Promise<void>,
  ): Promise<Addition> {
    for (const pause of PAUSES) {
      try {
        return await this.addOnce(students, beforeCommit);
      } catch (error) {
        if (!isUnavailable(error)) throw error;
        await sleep(pause);
      }
    }
    return this.addOnce(students, beforeCommit);
  }

  private addOnce(
    students: readonly NewStudent[],
    beforeCommit: (added: readonly NewStudent[]) => Promise<void>,
  ): Promise<Addition> {
    return this.writer.write(async (tx) => {
      const withUser = await this.insertUsers(tx, students);
      const records = withUser.map(({ passwordHash: _, ...student }) => student);
      const present = await this.students.insertMany(tx, records);
      const added = withUser.filter(({ id }) => present.has(id));
      const rollNoTaken = withUser.filter(({ id }) => !present.has(id));
      // A user without a record could not sign in, and would keep the e-mail address.
      await this.accounts.deleteMany(
        tx,
        rollNoTaken.map(({ id }) => id),
      );
      await beforeCommit(added);
      return { value: { added, rollNoTaken }, tags: studentsAdded(added) };
    });
  }

  /** @returns the students whose users are there now */
  private async insertUsers(tx: Tx, students: readonly NewStudent[]): Promise<readonly NewStudent[]> {
    const users = students.map(({ id, email, passwordHash }) => ({
      id,
      email,
      role: 'STUDENT' as const,
      passwordHash,
    }));
    const present = await this.accounts.insertMany(tx, users);
    return students.filter(({ id }) => present.has(id));
  }
}
