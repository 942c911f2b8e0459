import 'reflect-metadata';
import { validateSync } from 'class-validator';
import { RegisterStudentInput } from '../../../features/auth/auth.input';
import { passwordFault } from '../../../features/auth/password';
import { normaliseEmail, normaliseOptionalPhone, normaliseText } from '../../../features/validation/text';
import { CommandError } from '../../command';
import { makePassword } from './passwords';

const REQUIRED = ['name', 'email', 'course'] as const;
const COLUMNS = [...REQUIRED, 'phone', 'password'] as const;

type Column = (typeof COLUMNS)[number];

/** Why a row cannot be imported. Rows count as in a spreadsheet, the header being the first. Never what is in the cell. */
export interface RowFault {
  row: number;
  column: Column | null;
  message: string;
}

/** Normalised, and as good as what is registered. */
export interface StudentRow {
  row: number;
  name: string;
  email: string;
  course: string;
  phone: string | null;
  password: string;
  /** Whether the password was made here, because the file has none. */
  generated: boolean;
}

/**
 * Takes rows by the rules of registration; empty ones are passed over.
 *
 * @throws CommandError for a header that is not ours
 */
export function readStudents([header = [], ...rows]: readonly (readonly string[])[]): {
  students: StudentRow[];
  faults: RowFault[];
} {
  const columns = readHeader(header);
  const students: StudentRow[] = [];
  const faults: RowFault[] = [];
  const firstRows = new Map<string, number>();
  rows.forEach((cells, nth) => {
    const row = nth + 2;
    if (cells.every((cell) => cell.trim() === '')) return;
    const read = readRow(row, cells, columns);
    if (Array.isArray(read)) return void faults.push(...read);
    const first = firstRows.get(read.email);
    if (first !== undefined) return void faults.push({ row, column: 'email', message: `is that of row ${first}` });
    firstRows.set(read.email, row);
    students.push(read);
  });
  return { students, faults };
}

function readHeader(header: readonly string[]): Column[] {
  const columns = header.map((name, nth) => {
    const column = COLUMNS.find((one) => one === name.trim().toLowerCase());
    // Not what is there: without a header it is somebody's data.
    if (!column) throw new CommandError(`The header’s cell ${nth + 1} is none of ${COLUMNS.join(', ')}.`);
    return column;
  });
  const missing = REQUIRED.filter((column) => !columns.includes(column));
  if (missing.length > 0) throw new CommandError(`The header lacks ${missing.join(', ')}.`);
  if (new Set(columns).size < columns.length) throw new CommandError('The header has a column twice.');
  return columns;
}

function readRow(row: number, cells: readonly string[], columns: readonly Column[]): StudentRow | RowFault[] {
  if (cells.length !== columns.length) {
    return [{ row, column: null, message: `has ${cells.length} cells, and the header ${columns.length}` }];
  }
  const cell = (column: Column) => cells[columns.indexOf(column)] ?? '';
  const generated = cell('password') === '';
  const input = Object.assign(new RegisterStudentInput(), {
    name: cell('name'),
    email: cell('email'),
    course: cell('course'),
    phone: cell('phone'),
    password: generated ? makePassword() : cell('password'),
  });
  const faults = faultsOf(input).map(([column, message]) => ({ row, column, message }));
  faults.sort((a, b) => columns.indexOf(a.column) - columns.indexOf(b.column));
  if (faults.length > 0) return faults;
  return {
    row,
    name: normaliseText(input.name),
    email: normaliseEmail(input.email),
    course: normaliseText(input.course),
    phone: normaliseOptionalPhone(input.phone) ?? null,
    password: input.password,
    generated,
  };
}

function faultsOf(input: RegisterStudentInput): [column: Column, message: string][] {
  const errors = validateSync(input, { validationError: { target: false, value: false } });
  if (errors.length > 0) {
    return errors.map(({ property, constraints = {} }) => [property as Column, Object.values(constraints).join(', ')]);
  }
  const fault = passwordFault(input.password, input);
  return fault ? [['password', fault]] : [];
}
