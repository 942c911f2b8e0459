import fc from 'fast-check';
import { CommandError } from '../../../../src/shared/command/command';
import { parseCsv } from '../../../../src/shared/csv/csv';
import { readStudents } from '../../../../src/features/student/import/student-rows';

/*
 * Files as Excel, LibreOffice, Google Sheets and Numbers write them, in every locale.
 */
const read = (content: string | Buffer) => {
  const { students, faults } = readStudents(parseCsv(Buffer.from(content as string)));
  return { faults, students: students.map(({ name, email, branch, phone }) => [name, email, branch, phone]) };
};

/** The sentence that refuses a file. */
function refusal(content: string | Buffer): string {
  try {
    read(content);
  } catch (error) {
    if (error instanceof CommandError) return error.message;
    throw error;
  }
  throw new Error('The file was taken.');
}

const HEADER = ['Name', 'E-Mail', 'Course', 'Phone', 'Password'];
const ROWS = [
  ['Zoë “Z” Łuk, 大学', 'zoe@example.org', 'Data; Analysis', '+49 1', 'correct horse battery'],
  ['Ada\nLovelace', 'ada@example.org', 'Go "1"', '', ''],
];
const EXPECTED = {
  faults: [],
  students: [
    ['Zoë “Z” Łuk, 大学', 'zoe@example.org', 'Data; Analysis', '+49 1'],
    ['Ada\nLovelace', 'ada@example.org', 'Go "1"', null],
  ],
};

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
const written = (
  separator: string,
  lineEnd = '\r\n',
  cellOf = (cell: string) => (/[",;|\t\n]/.test(cell) ? quoted(cell) : cell),
) => [HEADER, ...ROWS].map((cells) => cells.map(cellOf).join(separator) + lineEnd).join('');
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

it.each<[what: string, content: string | Buffer]>([
  ['CSV UTF-8 of Excel', `\uFEFF${written(',')}`],
  ['the same in German or French', `\uFEFF${written(';')}`],
  ['the same where the list separator is another', written('|')],
  ['Unicode Text of Excel', utf16(`\uFEFF${written('\t')}`)],
  ['UTF-16 of another byte order', utf16(`\uFEFF${written('\t')}`).swap16()],
  ['UTF-16 without a mark', utf16(written('\t'))],
  ['UTF-16 without a mark, of another byte order', utf16(written(',')).swap16()],
  ['CSV of Google Sheets', written(',').trimEnd()],
  ['TSV', written('\t', '\n')],
  ['all cells quoted, as LibreOffice may', written(',', '\n', quoted)],
  ['line ends of old Macs', written(';', '\r')],
  ['two marks', `\uFEFF\uFEFF${written(',', '\n', quoted)}`],
  ['a mark within quotes', written(',', '\n', quoted).replace('"', '"\uFEFF')],
  ['Excel’s sep=', `sep=;\r\n${written(';')}`],
  ['sep= with a mark, quotes and capitals', `\uFEFF"SEP=\t"\n${written('\t', '\n')}`],
  ['sep= of what no locale has', `sep=^\r\n${written('^')}`],
  ['empty columns and rows', written(';').replaceAll('\r\n', ';;;\r\n') + ';;;;;;;\r\n\r\n;\r\n'],
  ['empty rows above', `;;;;\r\n\r\n${written(';')}`],
  ['cells of nothing but space', `${written(',')}\u00A0,\u200B, ,\t,\u2003\r\n`],
])('takes %s', (_, content) => {
  expect(read(content)).toEqual(EXPECTED);
});

it('takes headers in any case, with or without space, hyphen and stars, in any order', () => {
  const header = ' COURSE ,\u00A0E-mail\u00A0,*Name*,"PHONE ",pass word';
  expect(read(`${header}\nGo,ada@example.org,Ada,1,correct horse battery`).students).toEqual([
    ['Ada', 'ada@example.org', 'Go', '1'],
  ]);
  expect(read('NAME;EMAİL;COURSE\nAda;ada@example.org;Go').students).toHaveLength(1);
});

it('takes cells that are missing at the end of a row for empty ones, however many are', () => {
  const cells = ['Ada', 'ada@example.org', 'Go', '1', 'correct horse battery'];
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 5 }), (kept, blanks) => {
      const row = [...cells.slice(0, kept), ...Array<string>(blanks).fill('')];
      const { students, faults } = read(`name,email,branch,phone,password\n${row.join(',')}`);
      expect(faults.map(({ column }) => column)).toEqual(['email', 'branch'].slice(Math.min(kept - 1, 2)));
      if (kept >= 3) expect(students).toEqual([['Ada', 'ada@example.org', 'Go', kept > 3 ? '1' : null]]);
    }),
  );
});

it('names row and column, and the line where it is another number', () => {
  const file = [
    'sep=;',
    'name;email;branch;phone;',
    '"Ada',
    'Lovelace";ada@example.org;Go;1',
    'Bob;bob;Go',
    'Cleo;cleo@example.org;Go;1;2',
    'Dora;dora@example.org;Go;1;;3',
    'Emil;ADA@example.org;Go;4,91701E+11',
    'Finn;\uFF21DA@example.org;Go',
  ];
  expect(read(file.join('\r\n')).faults).toEqual([
    { row: 3, line: 5, column: 'email', message: 'must be an e-mail address' },
    { row: 4, line: 6, column: null, message: 'has 5 cells, and the header 4' },
    { row: 5, line: 7, column: null, message: 'has 6 cells, and the header 4' },
    { row: 6, line: 8, column: 'phone', message: 'was shortened by a spreadsheet: make the column one of text' },
    { row: 7, line: 9, column: 'email', message: 'is that of row 2' },
  ]);
  expect(read('name,,email,branch\nAda,1,ada@example.org,Go').faults).toEqual([
    { row: 2, column: null, message: 'has a cell 2 that the header does not name' },
  ]);
});

it.each([
  '#N/A',
  '#NV',
  '#REF!',
  '#BEZUG!',
  '#DIV/0!',
  '#NAME?',
  '########',
  '2,02312E+11',
  '1.5e+12',
  '4E+11',
  '4.91701E11',
])('takes no %s for a value that the spreadsheet has lost', (cell) => {
  for (const [nth, column] of ['name', 'branch', 'rollNo', 'password'].entries()) {
    const cells = ['Ada', 'Go', 'AB-1', 'correct horse battery'].with(nth, cell);
    const { students, faults } = read(`email;name;branch;rollNo;password\na@x.org;${cells.join(';')}`);
    expect([students, faults.map((fault) => fault.column)]).toEqual([[], [column]]);
  }
});

it('takes what only looks like such a value', () => {
  const { students, faults } = read(
    'name,email,branch,rollNo,phone\nAda #1,a@x.org,C#,5E12,#12\nBob,b@x.org,#go,1E5,1',
  );
  expect([students.length, faults]).toEqual([2, []]);
});

it.each<[what: string, content: string | Buffer, sentence: string]>([
  [
    'ISO-8859-1',
    Buffer.from('name,email,branch\r\n"A\r\nB",a@x.org,Go\r\nZo\xeb,z@x.org,Go\r\n', 'latin1'),
    'Line 4: The file is not UTF-8: save it as "CSV UTF-8", or letters would be lost.',
  ],
  [
    'Windows-1252 and old line ends',
    Buffer.from('name,email,branch\rA,a@x.org,\x93Go\x94\r', 'latin1'),
    'Line 2: The file is not UTF-8: save it as "CSV UTF-8", or letters would be lost.',
  ],
  ['half of UTF-16', utf16('\uFEFFname\n').subarray(0, -1), 'The file is not the UTF-16 that it begins as: save it as'],
  ['a spreadsheet', Buffer.from('PK\x03\x04\x14\x00', 'latin1'), 'The file is a spreadsheet, not CSV: '],
  ['nothing', '\uFEFF', 'The file is empty.'],
  ['empty rows', ',,\n,,\n', 'The file is empty.'],
  ['a column twice', 'name,email,E-Mail,branch', 'The header has a column twice: email.'],
  [
    'an unknown column',
    'name,email,branch,x',
    'The header’s cell 4 is none of name, email, branch, rollNo, year, gender, dateOfBirth, phone, password.',
  ],
  ['more of them', 'name,email,branch,x,,y,z', 'password. Nor are cells 6, 7.'],
  ['a column missing', 'name,email,phone', 'The header lacks branch.'],
  [
    'a quote that stays open',
    'name,email,branch\nA,a@x.org,Go\n"B,b@x.org,Go\nC,c@x.org,Go\n',
    'Line 3: a quote is opened and never closed.',
  ],
  [
    'text behind a quote',
    'name,email,branch\n"A\r\nB" C,a@x.org,Go\n',
    'Line 2: there is text behind a closing quote.',
  ],
])('says in a sentence what is wrong with %s', (_, content, sentence) => {
  expect(refusal(content)).toContain(sentence);
});
