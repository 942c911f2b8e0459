import { FEATURE_COMMANDS } from '../../app/feature-commands';
import { JSON_OPTION, type Command } from '../../shared/command/command';

/* Each command is loaded when it runs, so that none waits for the others' libraries. */
/* eslint-disable @typescript-eslint/no-require-imports */
const sessions = () => require('./sessions') as typeof import('./sessions');
const cache = () => require('./cache') as typeof import('./cache');
const limits = () => require('./limits') as typeof import('./limits');
const doctor = () => require('./doctor') as typeof import('./doctor');
/* eslint-enable @typescript-eslint/no-require-imports */

export const COMMANDS: readonly Command[] = [
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
  ...FEATURE_COMMANDS,
];
