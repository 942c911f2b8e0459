import 'reflect-metadata';
import { faultsOf } from '../../../shared/validation/class-validator';
import { RegisterStudentInput } from '../student.input';
import { normalized } from '../../../platform/unicode';
import { passwordFault } from '../../account/password';
import {
  normalizeEmail,
  normalizeOptional,
  normalizeOptionalPhone,
  normalizeText,
  withoutInvisible,
} from '../../../shared/validation/normal-form';
import { foldCase } from '../../../platform/database/search-text';
import { Gender } from '../../../shared/gender';
import { unspelled } from '../../../shared/rest/spelling';
import { CommandError } from '../../../shared/command/command';
import type { CsvRow } from '../../../shared/csv/csv';
import { makePassword } from '../../../shared/csv/password-file';

const REQUIRED = ['name', 'email', 'branch'] as const;
const COLUMNS = [...REQUIRED, 'rollNo', 'year', 'gender', 'dateOfBirth', 'phone', 'password'] as const;
/** What a branch was called before. */
const FORMER_NAMES: Readonly<Record<string, Column>> = { course: 'branch' };

type Column = (typeof COLUMNS)[number];

/** Why a row cannot be imported. Rows are numbered as in a spreadsheet. Never the content of a cell. */
export interface RowFault extends Place {
  column: Column | null;
  message: string;
}

/** The position of a row. */
interface Place {
  row: number;
  /**
   * The line of the file, if it differs from the row's number: cells above contain line breaks, or Excel's `sep=;` is the
   * first line.
   */
  line?: number;
}

/** Normalized and checked like a registration. */
export interface StudentRow extends Place {
  name: string;
  email: string;
  branch: string;
  rollNo: string | null;
  year: string | null;
  gender: Gender | null;
  dateOfBirth: string | null;
  phone: string | null;
  password: string;
  /** Whether the password was generated, because the file has none. */
  generated: boolean;
}

/**
 * Checks rows by the rules of registration. Empty rows are skipped, above the header too.
 *
 * @throws CommandError for a header that is not ours
 */
export function readStudents(csv: readonly CsvRow[]): { students: StudentRow[]; faults: RowFault[] } {
  const rows = csv.map(({ line, cells }, nth) => ({ ...place(nth + 1, line), cells: withoutTrailingBlanks(cells) }));
  const [header, ...filled] = rows.filter(({ cells }) => cells.length > 0);
  if (!header) throw new CommandError('The file is empty.');
  const columns = readHeader(header.cells);
  const students: StudentRow[] = [];
  const faults: RowFault[] = [];
  const firstRows = new Map<string, number>();
  const rollNos = new Map<string, number>();
  for (const { cells, ...at } of filled) {
    const read = readRow(at, cells, columns);
    const first = Array.isArray(read) ? undefined : firstRows.get(read.email);
    if (Array.isArray(read)) faults.push(...read);
    else if (first !== undefined) faults.push({ ...at, column: 'email', message: `is that of row ${first}` });
    else {
      firstRows.set(read.email, read.row);
      const number = read.rollNo && foldCase(read.rollNo);
      const same = number ? rollNos.get(number) : undefined;
      if (number && same === undefined) rollNos.set(number, read.row);
      if (same === undefined) students.push(read);
      else faults.push({ ...at, column: 'rollNo', message: `is that of row ${same}` });
    }
  }
  return { students, faults };
}

const place = (row: number, line: number): Place => (line === row ? { row } : { row, line });

const isBlank = (cell: string): boolean => withoutInvisible(cell).trim() === '';

/** Spreadsheets may add empty cells up to the last column ever used, or leave out empty ones. */
const withoutTrailingBlanks = (cells: readonly string[]): readonly string[] =>
  cells.slice(0, cells.findLastIndex((cell) => !isBlank(cell)) + 1);

/** `E-Mail`, `EMAIL` and ` email ` are one column. */
const columnName = (header: string): string =>
  normalized(header, 'NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** `Roll No.`, `rollno` and `RollNo` are one column, too. */
const columnNamed = (name: string): Column | undefined =>
  COLUMNS.find((column) => column.toLowerCase() === name) ??
  (Object.hasOwn(FORMER_NAMES, name) ? FORMER_NAMES[name] : undefined);

/** Null stands for a column without a name. */
function readHeader(header: readonly string[]): (Column | null)[] {
  const columns = header.map((cell) => columnNamed(columnName(cell)));
  const unknown = header.flatMap((cell, nth) => (columns[nth] || isBlank(cell) ? [] : nth + 1));
  if (unknown.length > 0) throw new CommandError(unknownColumns(unknown));
  const missing = REQUIRED.filter((column) => !columns.includes(column));
  if (missing.length > 0) throw new CommandError(`The header lacks ${missing.join(', ')}.`);
  const twice = COLUMNS.filter((column) => columns.indexOf(column) !== columns.lastIndexOf(column));
  if (twice.length > 0) throw new CommandError(`The header has a column twice: ${twice.join(', ')}.`);
  return columns.map((column) => column ?? null);
}

/** Columns are named by number, not content: in a file without a header, the first row is personal data. */
function unknownColumns([first, ...others]: readonly number[]): string {
  const nor = others.length === 0 ? '' : ` Nor ${others.length === 1 ? 'is cell' : 'are cells'} ${others.join(', ')}.`;
  return `The header’s cell ${first} is none of ${COLUMNS.join(', ')}.${nor}`;
}

/** Cells that are missing at a row's end are empty. */
function readRow(at: Place, cells: readonly string[], columns: readonly (Column | null)[]): StudentRow | RowFault[] {
  const nameless = cells.findIndex((cell, nth) => !isBlank(cell) && !columns[nth]);
  if (nameless >= columns.length) {
    return [{ ...at, column: null, message: `has ${cells.length} cells, and the header ${columns.length}` }];
  }
  if (nameless >= 0)
    return [{ ...at, column: null, message: `has a cell ${nameless + 1} that the header does not name` }];
  const cell = (column: Column) => cells[columns.indexOf(column)] ?? '';
  const lost = lostValues(cell);
  if (lost.length > 0) return lost.map(([column, message]) => ({ ...at, column, message }));
  const generated = isBlank(cell('password'));
  const input = Object.assign(new RegisterStudentInput(), {
    name: cell('name'),
    email: cell('email'),
    branch: cell('branch'),
    rollNo: cell('rollNo'),
    year: cell('year'),
    gender: genderIn(cell('gender')),
    dateOfBirth: isBlank(cell('dateOfBirth')) ? null : cell('dateOfBirth').trim(),
    phone: cell('phone'),
    password: generated ? makePassword() : cell('password'),
  });
  const faults = columnFaults(input).map(([column, message]) => ({ ...at, column, message }));
  faults.sort((a, b) => columns.indexOf(a.column) - columns.indexOf(b.column));
  if (faults.length > 0) return faults;
  return {
    ...at,
    name: normalizeText(input.name),
    email: normalizeEmail(input.email),
    branch: normalizeText(input.branch),
    rollNo: normalizeOptional(input.rollNo) ?? null,
    year: normalizeOptional(input.year) ?? null,
    gender: input.gender ?? null,
    dateOfBirth: input.dateOfBirth ?? null,
    phone: normalizeOptionalPhone(input.phone) ?? null,
    password: input.password,
    generated,
  };
}

/** Text that is no gender stays as it is and is refused later. */
const genderIn = (cell: string): Gender | null => (isBlank(cell) ? null : (unspelled(cell) as Gender));

/** `4.91701E+11`: a long number as a spreadsheet writes it, without its last digits. */
const ROUNDED = /^\s*\d([.,]\d+E\+?|E\+)\d+\s*$/i;
/** `#N/A`, `#REF!`, `#####`: what a spreadsheet writes for a formula that failed, or for a column that is too narrow. */
const FAILED = /^\s*#(#+|N\/A|NV|[\p{L}\d/]+[!?])\s*$/u;

/** Cells whose value the spreadsheet has lost. What is left must not be imported in its place. */
function lostValues(cellOf: (column: Column) => string): [column: Column, message: string][] {
  return COLUMNS.flatMap((column): [Column, string][] => {
    if (FAILED.test(cellOf(column))) return [[column, 'is an error of the spreadsheet, not a value']];
    if (ROUNDED.test(cellOf(column))) return [[column, 'was shortened by a spreadsheet: make the column one of text']];
    return [];
  });
}

function columnFaults(input: RegisterStudentInput): [column: Column, message: string][] {
  if (input.gender && !Object.hasOwn(Gender, input.gender)) return [['gender', 'must be one of Female, Male, Other']];
  const errors = faultsOf(input);
  if (errors.length > 0) {
    return errors.map(({ property, constraints = {} }) => [property as Column, Object.values(constraints).join(', ')]);
  }
  const fault = passwordFault(input.password, input);
  return fault ? [['password', fault]] : [];
}
