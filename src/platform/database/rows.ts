import type { Columns } from './columns';

/** Rows of a list, in its order. Arrays have this type. */
export interface Rows<Row> extends Iterable<Row> {
  readonly length: number;
  at(nth: number): Row | undefined;
  map<Mapped>(map: (row: Row) => Mapped): Mapped[];
}

/** Rows as `linesOf` writes them. A record is made when it is needed: most values are sent without one. */
export class RowLines<Row> implements Rows<Row> {
  private made: readonly Row[] | undefined;
  private counted: number | undefined;

  /** @param text a JSON array a line, with a comma between lines, escaped as JSON.stringify does */
  constructor(
    readonly text: string,
    readonly columns: Columns<Row>,
  ) {}

  /** Counts lines without making records, because long lists are counted before they are used. */
  get length(): number {
    return (this.counted ??= this.made?.length ?? countLines(this.text));
  }

  at(nth: number): Row | undefined {
    if (this.made || this.text === '') return this.all.at(nth);
    // The ends of a page become cursors.
    if (nth === 0) return this.read(this.text.slice(0, endOfFirst(this.text)));
    if (nth === -1) return this.read(this.text.slice(this.text.lastIndexOf('\n') + 1));
    return this.all.at(nth);
  }

  /**
   * Finds the values of each row without parsing them.
   *
   * @param width how many of each row are needed
   * @param visit gets where the values of a row start and end in `text`; the next row has the same arrays
   * @throws Error for a row with other values than texts, numbers, true, false and null
   */
  scan(width: number, visit: (starts: readonly number[], ends: readonly number[]) => void): void {
    const { text } = this;
    const starts = Array.from({ length: width }, () => 0);
    const ends = [...starts];
    for (let line = 0; line < text.length; line = nextLine(text, line)) {
      let at = line + '['.length;
      for (let nth = 0; nth < width; nth += 1) {
        starts[nth] = at;
        at = endOfValue(text, at);
        ends[nth] = at;
        at += ', '.length;
      }
      visit(starts, ends);
    }
  }

  map<Mapped>(map: (row: Row) => Mapped): Mapped[] {
    return this.all.map(map);
  }

  [Symbol.iterator](): Iterator<Row> {
    return this.all[Symbol.iterator]();
  }

  private get all(): readonly Row[] {
    return (this.made ??= (JSON.parse(`[${this.text}]`) as unknown[][]).map(this.columns.entityOf));
  }

  private read(line: string): Row {
    return this.columns.entityOf(JSON.parse(line) as unknown[]);
  }
}

function countLines(text: string): number {
  let lines = 0;
  for (let line = 0; line < text.length; line = nextLine(text, line)) lines += 1;
  return lines;
}

/** The end of the first row, without the comma. */
function endOfFirst(text: string): number {
  const end = text.indexOf(',\n');
  return end < 0 ? text.length : end;
}

function nextLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end + 1;
}

const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = '\\'.charCodeAt(0);
const END_OF_WORD = /[,\]]/g;

/** @throws Error for an array or an object */
function endOfValue(json: string, start: number): number {
  if (json.charCodeAt(start) === QUOTE) return endOfText(json, start);
  // Most nullable columns are null.
  if (json.startsWith('null', start)) return start + 'null'.length;
  END_OF_WORD.lastIndex = start;
  const end = END_OF_WORD.exec(json)?.index;
  if (end === undefined || !/^[\w.+-]+$/.test(json.slice(start, end))) throw new Error('not a row of plain values');
  return end;
}

function endOfText(json: string, start: number): number {
  let end = start;
  do {
    end = json.indexOf('"', end + 1);
    if (end < 0) throw new Error('a text without an end');
  } while (isEscaped(json, end));
  return end + 1;
}

/** Whether an odd number of backslashes stands before it. */
function isEscaped(json: string, at: number): boolean {
  let before = at;
  while (json.charCodeAt(before - 1) === BACKSLASH) before -= 1;
  return (at - before) % 2 === 1;
}
