// npm run create-admin -- EMAIL NAME: the same as stms create-admin.
import 'reflect-metadata';
import { adminMade, createAdmin } from '../features/admin/create-admin';
import { say, UsageError } from '../shared/command/command';
import { runCommand } from './command';
import { commandTools } from './command-tools';

runCommand(async ([email, ...names]) => {
  if (!email || names.length === 0) throw new UsageError('Usage: npm run create-admin -- EMAIL NAME');
  const admin = await createAdmin(email, names.join(' '), commandTools);
  say(adminMade(admin.email));
});
