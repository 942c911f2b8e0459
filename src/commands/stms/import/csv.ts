import { CsvError, parse } from 'csv-parse/sync';
import { createReadStream } from 'node:fs';
import { CommandError } from '../../command';

const LARGEST_BYTES = 64 * 1024 * 1024;
/** Characters of one row; a quote that is never closed would make the rest of the file one. */
const LONGEST_ROW = 64 * 1024;
const DELIMITERS = [',', ';', '\t'];

/** What the parser's codes mean; its own messages repeat what is in the file. */
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

/**
 * Rows of cells, by RFC 4180, with any line ends; separated by whatever of comma, semicolon and tab is in the first line.
 *
 * @throws CommandError that names the line, never what is in it
 */
export function parseCsv(bytes: Buffer): string[][] {
  const text = decode(bytes);
  const [firstLine = ''] = text.split(/[\r\n]/, 1);
  const delimiter = DELIMITERS.find((one) => firstLine.includes(one)) ?? ',';
  try {
    return parse(text, {
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      max_record_size: LONGEST_ROW,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? `Line ${error['lines']}: ` : '';
    throw new CommandError(`${line}${FAULTS[error.code] ?? `this is not CSV (${error.code})`}.`);
  }
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CommandError('The file is not UTF-8: save it as "CSV UTF-8", or names would be lost.');
  }
}
