import { JSON_OPTION, type Command } from '../../shared/command/command';

/* Loaded when the command runs: its help and the other commands need none of it. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const loaded = () => require('./import/import-students') as typeof import('./import/import-students');

/** `stms import students FILE.csv` */
export const importStudentsCommand: Command = {
  words: ['import', 'students'],
  operands: ['FILE.csv'],
  about: 'Makes accounts of the students in a file; - is standard input',
  more: `The first row names the columns: name, email, branch and, if you like, rollNo, year, gender, dateOfBirth, phone and password; UTF-8 or UTF-16, separated
as spreadsheets do in any locale. Cells that are missing at the end of a row are empty. Unless all rows are valid nothing is
imported. Students who have an account stay as they are, so that it may be run again.`,
  options: {
    'dry-run': { about: 'Checks everything and writes nothing.' },
    'skip-invalid': { about: 'Imports the valid rows and passes over the others.' },
    passwords: { value: 'FILE', about: 'Makes passwords where the file has none, and writes them to this new file.' },
    ...JSON_OPTION,
  },
  run: (call, tools) => loaded().importStudents(call, tools),
};
