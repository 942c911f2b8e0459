import { AccountRepository } from '../../account/account.repository';
import { hashPassword } from '../../account/password';
import { StudentImport, type NewStudent } from './student-import';
import { StudentRepository } from '../student.repository';
import type { Database } from '../../../platform/database/database';
import { newId } from '../../../platform/database/ids';
import { foldCase } from '../../../platform/database/search-text';
import { isUnavailable } from '../../../platform/errors/app-error';
import { CommandError, UsageError, type Call, type CommandTools } from '../../../shared/command/command';
import { parseCsv, readInput } from '../../../shared/csv/csv';
import { PasswordFile } from '../../../shared/csv/password-file';
import { progressBar } from '../../../shared/command/progress';
import { report, type ImportReport } from './report';
import { readStudents, type RowFault, type StudentRow } from './student-rows';

/** Students per transaction. This many always fit into the hash queue. */
const BATCH = 100;
/** E-mail addresses of one database query. */
const LOOKUP = 5_000;

/** @returns 1 if there are invalid rows that were not to be skipped */
export async function importStudents(call: Call, tools: CommandTools): Promise<number> {
  const { students, faults } = readStudents(parseCsv(await readInput(call.subject)));
  return tools.withDatabase(async (database) => {
    const sorted = await classify(database, students);
    const allFaults = [...faults, ...sorted.faults];
    const outcome: ImportReport = {
      dryRun: call.isOn('dry-run'),
      rows: students.length + new Set(faults.map(({ row }) => row)).size,
      imported: 0,
      importable: sorted.fresh.length,
      withoutPassword: sorted.fresh.filter(({ generated }) => generated).length,
      skipped: sorted.skipped,
      errors: allFaults,
      refused: allFaults.length > 0 && !call.isOn('skip-invalid'),
    };
    if (!outcome.dryRun && !outcome.refused && sorted.fresh.length > 0) {
      await write(tools, database, sorted.fresh, call.value('passwords'), outcome);
    }
    outcome.errors.sort((a, b) => a.row - b.row);
    report(outcome, call);
    return outcome.errors.length > 0 && !call.isOn('skip-invalid') ? 1 : 0;
  });
}

/** Skips rows of students who already have an account, so that an import can be repeated. */
async function classify(database: Database, students: readonly StudentRow[]) {
  const accounts = new AccountRepository(database);
  const repository = new StudentRepository(database);
  const fresh: StudentRow[] = [];
  const skipped: number[] = [];
  const faults: RowFault[] = [];
  for (let from = 0; from < students.length; from += LOOKUP) {
    const asked = students.slice(from, from + LOOKUP);
    const roles = await accounts.rolesOf(asked.map(({ email }) => email));
    const taken = await repository.takenRollNos(asked.flatMap(({ rollNo }) => rollNo ?? []));
    for (const student of asked) {
      const role = roles.get(student.email);
      const { rollNo } = student;
      if (role === undefined && rollNo !== null && taken.has(foldCase(rollNo))) faults.push(rollNoFault(student));
      else if (role === undefined) fresh.push(student);
      else if (role === 'STUDENT') skipped.push(student.row);
      else
        faults.push({
          ...placeOf(student),
          column: 'email',
          message: 'belongs to somebody who is not a student',
        });
    }
  }
  return { fresh, skipped, faults };
}

const placeOf = ({ row, line }: StudentRow) => ({ row, line });

const rollNoFault = (student: StudentRow): RowFault => ({
  ...placeOf(student),
  column: 'rollNo',
  message: 'is another student’s',
});

async function write(
  tools: CommandTools,
  database: Database,
  students: readonly StudentRow[],
  passwordPath: string | undefined,
  outcome: ImportReport,
): Promise<void> {
  if (outcome.withoutPassword > 0 && passwordPath === undefined) {
    throw new UsageError(
      `${outcome.withoutPassword} of the students have no password: name a new file with --passwords FILE, ` +
        'and some are made and written there.',
    );
  }
  await tools.withWriter(database, async (writer) => {
    const imports = new StudentImport(new AccountRepository(database), new StudentRepository(database), writer);
    const passwords = outcome.withoutPassword > 0 ? await PasswordFile.create(passwordPath ?? '') : undefined;
    const progress = progressBar(students.length);
    try {
      for (let from = 0; from < students.length; from += BATCH) {
        await writeBatch(imports, students.slice(from, from + BATCH), passwords, progress.tick, outcome);
      }
    } catch (error) {
      throw outcome.imported > 0 ? interrupted(error, outcome) : error;
    } finally {
      progress.end();
      await passwords?.close();
    }
  });
}

async function writeBatch(
  imports: StudentImport,
  rows: readonly StudentRow[],
  passwords: PasswordFile | undefined,
  hashed: () => void,
  outcome: ImportReport,
): Promise<void> {
  const byEmail = new Map(rows.map((row) => [row.email, row]));
  const students = await Promise.all(rows.map((row) => toStudent(row).finally(hashed)));
  const rowsOf = (some: readonly NewStudent[]) => some.flatMap(({ email }) => byEmail.get(email) ?? []);
  const { added, rollNoTaken } = await imports.add(students, async (present) => {
    await passwords?.add(rowsOf(present).filter(({ generated }) => generated));
  });
  // Others may have registered since the rows were checked.
  outcome.imported += added.length;
  outcome.errors.push(...rowsOf(rollNoTaken).map(rollNoFault));
  for (const { email } of [...added, ...rollNoTaken]) byEmail.delete(email);
  outcome.skipped.push(...[...byEmail.values()].map(({ row }) => row));
}

async function toStudent(row: StudentRow): Promise<NewStudent> {
  const { name, email, branch, rollNo, year, gender, dateOfBirth, phone, password } = row;
  const passwordHash = await hashPassword(password);
  return { id: newId(), name, email, branch, rollNo, year, gender, dateOfBirth, phone, passwordHash };
}

function interrupted(error: unknown, { imported, importable }: ImportReport): CommandError {
  const reason = isUnavailable(error)
    ? 'PostgreSQL or Redis does not answer'
    : error instanceof Error
      ? error.message
      : String(error);
  return new CommandError(
    `Stopped after ${imported} of ${importable} students: ${reason}. Run it again, with another file for passwords: ` +
      'those that are there are passed over.',
  );
}
