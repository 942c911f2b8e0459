import { say } from '../command';
import type { Command } from './call';

/* Each command is loaded when it runs, so that none waits for the others' libraries. */
/* eslint-disable @typescript-eslint/no-require-imports */
const admin = () => require('./admin') as typeof import('./admin');
const sessions = () => require('./sessions') as typeof import('./sessions');
const cache = () => require('./cache') as typeof import('./cache');
const limits = () => require('./limits') as typeof import('./limits');
const doctor = () => require('./doctor') as typeof import('./doctor');
const importing = () => require('./import-students') as typeof import('./import-students');
const output = () => require('./output') as typeof import('./output');
/* eslint-enable @typescript-eslint/no-require-imports */

const JSON_OPTION = { json: { about: 'Prints one JSON document.' } };

export const COMMANDS: readonly Command[] = [
  {
    words: ['create-admin'],
    operands: ['EMAIL', 'NAME…'],
    about: 'Makes an administrator',
    more: 'The password comes from ADMIN_PASSWORD, or is asked for.',
    options: JSON_OPTION,
    async run(call) {
      const [email = '', ...names] = call.operands;
      const made = await admin().createAdmin(email, names.join(' '));
      if (call.isOn('json')) output().printJson(made);
      else say(admin().adminMade(made.email));
    },
  },
  {
    words: ['sessions', 'list'],
    operands: ['EMAIL'],
    about: 'Shows where somebody is signed in',
    options: JSON_OPTION,
    run: (call) => sessions().listSessions(call),
  },
  {
    words: ['sessions', 'revoke'],
    operands: ['EMAIL'],
    about: 'Ends sessions; the next request of each is refused, on every replica',
    options: {
      id: { value: 'ID', about: 'Ends this session.' },
      all: { about: 'Ends all sessions of the account.' },
      ...JSON_OPTION,
    },
    run: (call) => sessions().revokeSessions(call),
  },
  {
    words: ['cache', 'stats'],
    operands: [],
    about: 'Shows what is kept in Redis',
    options: JSON_OPTION,
    run: (call) => cache().cacheStats(call),
  },
  {
    words: ['cache', 'clear'],
    operands: ['[TAG]'],
    about: 'Lets what is cached under a tag count no more; after changes past the gateway',
    more: () =>
      `Tags: ${cache().TAG_FORMS.join(', ')}.\nWhere nothing is cached under a tag, it is clear already: exit code 0.`,
    options: { all: { about: 'Clears everything.' }, ...JSON_OPTION },
    run: (call) => cache().clearCache(call),
  },
  {
    words: ['limits', 'show'],
    operands: ['EMAIL|ADDRESS|USERID'],
    about: 'Shows how limits stand, and uses none up',
    options: JSON_OPTION,
    run: (call) => limits().showLimits(call),
  },
  {
    words: ['limits', 'reset'],
    operands: ['EMAIL|ADDRESS|USERID'],
    about: 'Lets limits begin anew',
    options: JSON_OPTION,
    run: (call) => limits().resetLimits(call),
  },
  {
    words: ['doctor'],
    operands: [],
    about: 'Looks at environment, PostgreSQL, Redis and clocks, and says what to do',
    more: 'Changes nothing and prints no secret. Exit code 1 if there is a fault; warnings leave it at 0.',
    options: JSON_OPTION,
    run: (call) => doctor().examine(call),
  },
  {
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
    run: (call) => importing().importStudents(call),
  },
];
