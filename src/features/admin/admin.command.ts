import { JSON_OPTION, note, say, type Command } from '../../shared/command/command';
import { printJson } from '../../shared/command/output';

/* Loaded when the command runs: its help and the other commands need none of it. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const loaded = () => require('./create-admin') as typeof import('./create-admin');

/** `stms create-admin EMAIL NAME…` */
export const createAdminCommand: Command = {
  words: ['create-admin'],
  operands: ['EMAIL', 'NAME…'],
  about: 'Creates an administrator',
  more: 'The password comes from ADMIN_PASSWORD, or from the prompt.',
  options: JSON_OPTION,
  async run(call, tools) {
    const [email = '', ...names] = call.operands;
    const { adminMade, createAdmin, NOT_CLEARED } = loaded();
    const { isCacheCleared, ...made } = await createAdmin(email, names.join(' '), tools);
    if (call.isOn('json')) printJson(made);
    else say(adminMade(made.email));
    if (!isCacheCleared) note(NOT_CLEARED);
  },
};
