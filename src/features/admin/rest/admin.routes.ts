import { object, say, whole } from '../../../shared/rest/properties';
import { listRoute, route, type RestRoute } from '../../../shared/rest/route';
import { field, fields, param, query } from '../../../shared/rest/sources';
import { listOf } from '../../../shared/rest/wire';
import { loginRoute, logoutRoute } from '../../session/rest/sign-in.routes';
import {
  AdminListDocument,
  AdminProfileDocument,
  CreateAdminDocument,
  LoginAdminDocument,
} from './admin.operations.generated';
import { ADMIN, ADMIN_PROFILE } from './admin.wire';
import { userRoutes } from './user.routes';

/** The REST routes for administrators, and those that only they may use. */
export const adminRoutes: readonly RestRoute[] = [
  route({
    method: 'POST',
    path: '/api/auth/admin/register',
    id: 'registerAdmin',
    summary: 'Makes an administrator’s account, for administrators. Nobody is signed in.',
    operation: CreateAdminDocument,
    variables: { input: { ...fields('name', 'email', 'password'), phone: field('phoneNo', 'phone') } },
    status: 201,
    refuses: ['CONFLICT'],
    pick: ({ createAdmin }) => createAdmin,
    answer: object({ message: say('Admin registered successfully'), user: whole(ADMIN) }),
  }),
  loginRoute({
    role: 'ADMIN',
    operation: LoginAdminDocument,
    user: ADMIN,
    message: 'Login successful',
    failsWith: { UNAUTHENTICATED: 400 },
  }),
  logoutRoute('ADMIN', 'Logged out successfully'),
  listRoute({
    method: 'GET',
    path: '/api/auth/admin/admins',
    id: 'listAdmins',
    summary: 'Administrators by name, for administrators.',
    operation: AdminListDocument,
    variables: { search: query('search') },
    list: ({ admins }) => admins,
    answer: listOf(ADMIN),
  }),
  route({
    method: 'GET',
    path: '/api/auth/admin/admin/:id',
    id: 'getAdmin',
    summary: 'One administrator, for administrators.',
    operation: AdminProfileDocument,
    variables: { id: param('id') },
    refuses: ['NOT_FOUND'],
    pick: ({ admin }) => admin,
    answer: ADMIN_PROFILE,
  }),
  ...userRoutes,
];
