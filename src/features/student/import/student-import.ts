import { setTimeout as sleep } from 'node:timers/promises';
import type { Writer } from '../../../platform/cache/writer';
import type { Tx } from '../../../platform/database/database';
import { isUnavailable } from '../../../platform/errors/app-error';
import { studentsAdded } from '../student.cache';
import type { AccountRepository } from '../../account/account.repository';
import type { NewAccount } from '../../account/new-account';
import type { NewStudentRecord } from '../student.record';
import { StudentRepository } from '../student.repository';

/** Milliseconds before each retry. An import may take an hour, so it waits rather than fail like a request. */
const PAUSES = [500, 1_000, 2_000, 4_000];

/** The result of an addition. Students whose e-mail address is taken are in neither list. */
export interface Addition {
  added: readonly NewStudent[];
  /** Left out, because another student has the roll number. */
  rollNoTaken: readonly NewStudent[];
}

export type NewStudent = NewStudentRecord & Pick<NewAccount, 'passwordHash'>;

/** Creates accounts of many students at once. Like every change, it clears the cache on all replicas. */
export class StudentImport {
  constructor(
    private readonly accounts: AccountRepository,
    private readonly students: StudentRepository,
    private readonly writer: Writer,
  ) {}

  /**
   * Adds all students or none, except those whose e-mail address or roll number somebody has registered meanwhile.
   *
   * @param beforeCommit receives the students about to be committed; may be called more than once
   * @throws AppError SERVICE_UNAVAILABLE if it is not known whether they were added
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
      // A user without a record could not sign in, but would occupy the e-mail address.
      await this.accounts.deleteMany(
        tx,
        rollNoTaken.map(({ id }) => id),
      );
      await beforeCommit(added);
      return { value: { added, rollNoTaken }, tags: studentsAdded(added) };
    });
  }

  /** @returns the students whose users now exist */
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
