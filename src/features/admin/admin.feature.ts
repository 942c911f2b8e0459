import { defineFeature } from '../../shared/feature';
import { account } from '../account/account.feature';
import { adminDemo } from './admin.demo';
import { AdminRepository } from './admin.repository';
import { adminRole } from './admin.role';
import { Admin } from './admin.type';

/** Administrators. */
export const admin = defineFeature({
  name: 'admin',
  uses: { account },
  types: [Admin],
  demo: adminDemo,
  create(_kit, { account }) {
    account.roles.add(adminRole(new AdminRepository()));
    return { resolvers: [] };
  },
});
