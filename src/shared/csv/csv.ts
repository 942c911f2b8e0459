import { createReadStream } from 'node:fs';
import { CommandError } from '../command/command';
import { decodeText } from './decode';

const LARGEST_BYTES = 64 * 1024 * 1024;
/** The most characters of a row. An unclosed quote would make one row of the rest of the file. */
const LONGEST_ROW = 64 * 1024;
/** Delimiters of spreadsheets. Excel uses the list separator of the system's locale. */
const DELIMITERS = [',', ';', '\t', '|'];

/** Texts for the parser's codes. Its own messages repeat content of the file. */
const FAULTS: Partial<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed',
  CSV_INVALID_CLOSING_QUOTE: 'there is text behind a closing quote',
  INVALID_OPENING_QUOTE: 'there is a quote in the middle of a cell: double it, and quote the cell',
  CSV_MAX_RECORD_SIZE: `a row is longer than ${LONGEST_ROW} characters: is a quote never closed?`,
};

/** @param file its path, or `-` for standard input @throws CommandError */
export async function readInput(file: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of file === '-' ? process.stdin : createReadStream(file)) {
      chunks.push(chunk as Buffer);
      bytes += (chunk as Buffer).length;
      if (bytes > LARGEST_BYTES) break;
    }
  } catch (error) {
    throw new CommandError(`The file cannot be read: ${error instanceof Error ? error.message : 'no reason given'}`);
  }
  if (bytes > LARGEST_BYTES) throw new CommandError('The file has more than 64 MiB: import it in parts.');
  return Buffer.concat(chunks);
}

/** A row of cells, and the line of the file on which it begins: cells may hold line breaks. */
export interface CsvRow {
  line: number;
  cells: string[];
}

/**
 * Rows of cells, by RFC 4180, with any line endings. Excel's first line `sep=;` names the separator and is not a row.
 * Otherwise the separator is the one with the most cells in the first row that is not empty.
 *
 * @throws CommandError with the line number, never with content
 */
export function parseCsv(bytes: Buffer): CsvRow[] {
  const text = decodeText(bytes);
  const [named, separator] = SEPARATOR_LINE.exec(text) ?? [];
  // The line stays as an empty one, so that line numbers are those of the file.
  const body = named === undefined ? text : text.replace(named, '');
  const rows = parseRows(body, separator ?? delimiterOf(body));
  return named === undefined ? rows : rows.slice(1);
}

const SEPARATOR_LINE = /^"?sep=([^"\n])"?[,;|\t]*(?=\n|$)/i;

function delimiterOf(text: string): string {
  const start = text.trimStart();
  const header = start.slice(0, start.indexOf('\n') + 1 || undefined);
  const unquoted = header.replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => unquoted.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

function parseRows(text: string, delimiter: string): CsvRow[] {
  // Only imports read CSV.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { CsvError, parse } = require('csv-parse/sync') as typeof import('csv-parse/sync');
  const starts = [1];
  try {
    const rows: string[][] = parse(text, {
      delimiter,
      record_delimiter: '\n',
      relax_column_count: true,
      max_record_size: LONGEST_ROW,
      on_record(cells, { lines }) {
        starts.push(lines + 1);
        return cells;
      },
    });
    return rows.map((cells, nth) => ({ line: starts[nth] ?? 0, cells }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The line on which the row begins. With an unclosed quote, the parser itself stops far below it.
    throw new CommandError(`Line ${starts.at(-1)}: ${FAULTS[error.code] ?? `this is not CSV (${error.code})`}.`);
  }
}
