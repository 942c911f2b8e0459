import { FEATURE_COMMANDS } from '../../app/feature-commands';
import { JSON_OPTION, type Command } from '../../shared/command/command';

/* Each command is loaded when it runs, so that it does not wait for the libraries of the others. */
/* eslint-disable @typescript-eslint/no-require-imports */
const sessions = () => require('./sessions') as typeof import('./sessions');
const cache = () => require('./cache') as typeof import('./cache');
const cacheTags = () => require('./cache-tags') as typeof import('./cache-tags');
const limits = () => require('./limits') as typeof import('./limits');
const doctor = () => require('./doctor') as typeof import('./doctor');
/* eslint-enable @typescript-eslint/no-require-imports */

export const COMMANDS: readonly Command[] = [
  {
    words: ['sessions', 'list'],
    operands: ['EMAIL'],
    about: 'Shows the sessions of an account',
    options: JSON_OPTION,
    run: (call) => sessions().listSessions(call),
  },
  {
    words: ['sessions', 'revoke'],
    operands: ['EMAIL'],
    about: 'Ends sessions: on every replica, their next request is refused',
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
    about: 'Invalidates what is cached under a tag, after changes that bypass the gateway',
    more: () =>
      `Tags: ${cacheTags().TAG_FORMS.join(', ')}.\nA tag with nothing cached under it is already clear: exit code 0.`,
    options: { all: { about: 'Clears everything.' }, ...JSON_OPTION },
    run: (call) => cache().clearCache(call),
  },
  {
    words: ['limits', 'show'],
    operands: ['EMAIL|ADDRESS|USERID'],
    about: 'Shows the state of rate limits, without counting an attempt',
    options: JSON_OPTION,
    run: (call) => limits().showLimits(call),
  },
  {
    words: ['limits', 'reset'],
    operands: ['EMAIL|ADDRESS|USERID'],
    about: 'Resets rate limits',
    options: JSON_OPTION,
    run: (call) => limits().resetLimits(call),
  },
  {
    words: ['doctor'],
    operands: [],
    about: 'Checks environment, PostgreSQL, Redis and clocks, and says what to do',
    more: 'Changes nothing and prints no secret. Exit code 1 if there is a fault; warnings leave it at 0.',
    options: JSON_OPTION,
    run: (call) => doctor().examine(call),
  },
  ...FEATURE_COMMANDS,
];
