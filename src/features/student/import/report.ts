import { note, say, type Call } from '../../../shared/command/command';
import { counted, printJson } from '../../../shared/command/output';
import type { RowFault } from './student-rows';

export interface ImportReport {
  dryRun: boolean;
  /** Rows that are not empty, without the header. */
  rows: number;
  imported: number;
  /** Valid, and without an account, when they were checked. */
  importable: number;
  /** The number of them without a password in the file. */
  withoutPassword: number;
  /** Rows of students who already have an account. */
  skipped: number[];
  errors: RowFault[];
  /** Nothing was written because of the errors. */
  refused: boolean;
}

const SHOWN = 50;

export function report(outcome: ImportReport, call: Call): void {
  if (call.isOn('json')) return printJson(outcome);
  const { errors, refused, dryRun, imported, importable, skipped, withoutPassword } = outcome;
  for (const { row, line, column, message } of errors.slice(0, SHOWN)) {
    note(
      `Row ${row}${line === undefined ? '' : ` (line ${line})`}${column === null ? '' : `, ${column}`}: ${message}.`,
    );
  }
  if (errors.length > SHOWN) note(`… and ${errors.length - SHOWN} more; --json lists all.`);
  const before = skipped.length === 0 ? '' : ` ${skipped.length} had accounts already and stay as they are.`;
  if (refused) {
    const verb = dryRun ? 'would be' : 'was';
    return note(`Nothing ${verb} imported: ${counted(errors.length, 'error')}. --skip-invalid passes them over.`);
  }
  say(`${dryRun ? 'Would import' : 'Imported'} ${counted(dryRun ? importable : imported, 'student')}.${before}`);
  if (withoutPassword === 0) return;
  const file = call.value('passwords');
  if (dryRun) return say(`${withoutPassword} of them have no password: --passwords FILE makes some.`);
  if (file !== undefined)
    say(`The passwords made are in ${file}. Hand each to its owner, who should change it, and delete the file.`);
}
