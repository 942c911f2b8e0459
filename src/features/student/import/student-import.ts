import { setTimeout as sleep } from 'node:timers/promises';
import type { Writer } from '../../../platform/cache/writer';
import { AppError } from '../../../platform/errors/app-error';
import { studentsAdded } from '../student.cache';
import type { AccountRepository } from '../../account/account.repository';
import type { NewAccount } from '../../account/new-account';
import type { NewStudentRecord } from '../student.record';
import { StudentRepository } from '../student.repository';

/** A request would get 503; an import of an hour rather waits. Milliseconds. */
const PAUSES = [500, 1_000, 2_000, 4_000];

export type NewStudent = NewStudentRecord & Pick<NewAccount, 'passwordHash'>;

/** Makes accounts of many students at once. Like every change it clears what is cached, on all replicas. */
export class StudentImport {
  constructor(
    private readonly accounts: AccountRepository,
    private readonly students: StudentRepository,
    private readonly writer: Writer,
  ) {}

  /**
   * All of them or none, except those whose e-mail address somebody has registered meanwhile.
   *
   * @param beforeCommit gets the students that will be there; may be called again
   * @returns who is there now
   * @throws AppError SERVICE_UNAVAILABLE: then they may or may not be there
   */
  async add(
    students: readonly NewStudent[],
    beforeCommit: (added: readonly NewStudent[]) => Promise<void>,
  ): Promise<readonly NewStudent[]> {
    for (const pause of [...PAUSES, null]) {
      try {
        return await this.addOnce(students, beforeCommit);
      } catch (error) {
        const isAway = error instanceof AppError && error.code === 'SERVICE_UNAVAILABLE';
        if (!isAway || pause === null) throw error;
        await sleep(pause);
      }
    }
    return [];
  }

  private addOnce(students: readonly NewStudent[], beforeCommit: (added: readonly NewStudent[]) => Promise<void>) {
    return this.writer.write(async (tx) => {
      const users = students.map(({ id, email, passwordHash }) => ({
        id,
        email,
        role: 'STUDENT' as const,
        passwordHash,
      }));
      const present = await this.accounts.insertMany(tx, users);
      const added = students.filter(({ id }) => present.has(id));
      await this.students.insertMany(
        tx,
        added.map(({ passwordHash: _, ...student }) => student),
      );
      await beforeCommit(added);
      return { value: added, tags: studentsAdded(added) };
    });
  }
}
