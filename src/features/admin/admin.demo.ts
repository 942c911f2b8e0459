import { demoId, type DemoData, type DemoLogin } from '../../shared/demo';
import { loadDemoAccounts } from '../account/demo-accounts';
import { AdminRepository } from './admin.repository';

const LOGIN: DemoLogin = {
  role: 'ADMIN',
  name: 'Ngozi Adeyemi',
  email: 'admin@demo.stms.example',
  password: 'manage-with-stms',
};

const admins = [{ id: demoId(LOGIN.email), name: LOGIN.name, email: LOGIN.email }];

/** One administrator. */
export const adminDemo: DemoData = {
  login: LOGIN,
  load: (kit) =>
    loadDemoAccounts(kit, LOGIN, admins, async (tx, present) => {
      await new AdminRepository(kit.database).insertMany(tx, present);
    }),
};
