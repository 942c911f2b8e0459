import { crc32 } from 'node:zlib';
import { Prisma } from './generated/client';
import { isoTime } from './iso-time';

/** A column or an expression as it is selected, and as it is written in JSON if that differs. */
type Column = string | { readonly selected: string; readonly inJson: string; readonly read?: Read };

/** Converts the text in JSON to the property's value, if that differs. */
type Read = (text: string) => string;

/** A column in JSON. `read` converts its text to the property's value, if that differs. */
export interface ColumnInRow {
  readonly name: string;
  readonly read: Read | undefined;
}

/** How the records of a table are read. */
export interface Columns<Entity> {
  /** The columns of the record, for SELECT. */
  readonly record: Prisma.Sql;
  /** The same, with the constants. */
  readonly entity: Prisma.Sql;
  /** The columns as one JSON array `row`. Without names and constants it has half the bytes. `entityOf` reads it. */
  readonly row: Prisma.Sql;
  /** The columns of `row`, in its order. */
  readonly inRow: readonly ColumnInRow[];
  /** Properties that are the same in each record. */
  readonly constants: Readonly<Record<string, string>>;
  /** Differs for other columns or expressions, so that no version of the gateway misreads the arrays of another. */
  readonly shape: string;
  entityOf(row: readonly unknown[]): Entity;
}

/** The fields of a record, for Prisma's `select`. */
export const fieldsOf = <Fields>(columns: Columns<{ readonly [Name in keyof Fields]: unknown }>) =>
  Object.fromEntries(columns.inRow.map(({ name }) => [name, true])) as { readonly [Name in keyof Fields]: true };

/** Selects the records that have one of these ids, in any order. */
export const selectByIds = (table: Prisma.Sql, { entity }: Columns<unknown>, ids: readonly string[]): Prisma.Sql =>
  Prisma.sql`SELECT ${entity} FROM ${table} WHERE id = ANY (${[...ids]}::uuid[])`;

/** A `timestamptz`. Formatting it in PostgreSQL would take a fifth of a page's time (measured). */
export const time = (column: string): Column => ({ selected: column, inJson: column, read: isoTime });

/**
 * @param columns by property of the record; trusted SQL, never input
 * @param constants properties that are the same in each record
 */
export function columnsOf<Entity extends object>(
  columns: { readonly [Name in keyof Entity]?: Column },
  constants: { readonly [Name in keyof Entity]?: Entity[Name] & string } = {},
): Columns<Entity> {
  const all = Object.entries<Column | undefined>(columns).map(([name, column = name]) => {
    return { name, read: undefined, ...(typeof column === 'string' ? { selected: column, inJson: column } : column) };
  });
  const names = all.map(({ name }) => name);
  const reads = all.flatMap(({ name, read }) => (read ? [[name, read] as const] : []));
  const list = (texts: string[]) => Prisma.raw(texts.join(', '));
  const record = list(all.map(({ name, selected }) => `${selected} AS "${name}"`));
  const constant = ([name, text]: [string, unknown]) => Prisma.sql`${text}::text AS ${Prisma.raw(`"${name}"`)}`;
  const fixed = Object.entries(constants);
  // V8 allocates all properties of a class's objects at once, which takes half the time.
  class Row {
    [name: string]: unknown;
    constructor(row: readonly unknown[]) {
      for (const [name, text] of fixed) this[name] = text;
      for (let nth = 0; nth < names.length; nth += 1) this[names[nth] ?? ''] = row[nth];
      for (const [name, read] of reads) {
        const text = this[name];
        if (typeof text === 'string') this[name] = read(text);
      }
    }
  }
  return {
    record,
    entity: Prisma.join([...fixed.map(constant), record]),
    row: Prisma.sql`json_build_array(${list(all.map(({ inJson }) => inJson))}) AS "row"`,
    inRow: all,
    constants: constants as Readonly<Record<string, string>>,
    shape: crc32(all.map(({ name, inJson }) => `${name} ${inJson}`).join()).toString(36),
    entityOf: (row) => new Row(row) as Entity,
  };
}
