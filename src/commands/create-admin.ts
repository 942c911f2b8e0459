// npm run create-admin -- EMAIL NAME: the same as stms create-admin.
import { runCommand, say, UsageError } from './command';
import { adminMade, createAdmin } from './stms/admin';

runCommand(async ([email, ...names]) => {
  if (!email || names.length === 0) throw new UsageError('Usage: npm run create-admin -- EMAIL NAME');
  const admin = await createAdmin(email, names.join(' '));
  say(adminMade(admin.email));
});
