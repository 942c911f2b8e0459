// npm run create-admin -- EMAIL NAME: the same as stms create-admin.
import { createAdminCommand } from '../features/admin/admin.command';
import { Call, UsageError } from '../shared/command/command';
import { runCommand } from './command';
import { commandTools } from './command-tools';

runCommand(async ([email, ...names]) => {
  if (!email || names.length === 0) throw new UsageError('Usage: npm run create-admin -- EMAIL NAME');
  return createAdminCommand.run(new Call([email, ...names], {}), commandTools);
});
