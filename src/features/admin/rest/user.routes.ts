import { AppError } from '../../../platform/errors/app-error';
import { object, say } from '../../../shared/rest/properties';
import { stepsRoute, type RestRoute, type Tools, type Variables } from '../../../shared/rest/route';
import { fields, param } from '../../../shared/rest/sources';
import type { Wire } from '../../../shared/rest/wire';
import { ACCOUNT_FIELDS, deleteByAdmin, updateByAdmin } from '../../account/rest/person.routes';
import { StudentByIdDocument, UpdateStudentDocument } from '../../student/rest/student.operations.generated';
import { STUDENT_FIELDS, STUDENT_WITH_COURSES } from '../../student/rest/student.wire';
import { TrainerByIdDocument, UpdateTrainerDocument } from '../../trainer/rest/trainer.operations.generated';
import { TRAINER, TRAINER_FIELDS } from '../../trainer/rest/trainer.wire';
import { AdminByIdDocument, DeleteUserDocument, UpdateAdminDocument } from './admin.operations.generated';
import { ADMIN } from './admin.wire';

/* Routes for people of every role, which a path parameter names. */

const PATH = '/api/auth/admin/user/:role/:id';
const ROLE = param('role').as('String', 'student, trainer or admin.');

const FIELDS = { ...STUDENT_FIELDS, ...TRAINER_FIELDS, ...fields('rollNo'), ...ACCOUNT_FIELDS };

/** A role ignores the fields of other roles, like any unknown field. */
const FIELDS_OF = {
  student: Object.keys({ ...STUDENT_FIELDS, ...fields('rollNo'), ...ACCOUNT_FIELDS }),
  trainer: Object.keys({ ...TRAINER_FIELDS, ...ACCOUNT_FIELDS }),
  admin: ['name', 'phone', 'bio', 'location', ...Object.keys(ACCOUNT_FIELDS)],
};

type RoleName = keyof typeof FIELDS_OF;

const isRoleName = (role: unknown): role is RoleName => typeof role === 'string' && Object.hasOwn(FIELDS_OF, role);

/** @throws AppError BAD_REQUEST for what is no role; UNAUTHENTICATED before that, as on every route */
function roleIn({ role }: Variables, viewer: Tools['role']): RoleName {
  if (isRoleName(role)) return role;
  if (viewer === null) throw new AppError('UNAUTHENTICATED');
  throw new AppError('BAD_REQUEST', 'Invalid role');
}

/** Already on-the-wire JSON: each role has its own form. */
const USER: Wire<unknown> = {
  write: (written) => written,
  describe: (describing) => ({
    anyOf: [STUDENT_WITH_COURSES, TRAINER, ADMIN].map(({ describe }) => describe(describing)),
  }),
};

const ifAny = <T>(wire: Wire<T>, value: T | null): unknown => (value === null ? null : wire.write(value));

async function update(tools: Tools, given: Variables): Promise<unknown> {
  const role = roleIn(given, tools.role);
  const changes = Object.fromEntries(
    Object.entries(given['changes'] ?? {}).filter(([name]) => FIELDS_OF[role].includes(name)),
  );
  const named = { id: given['id'], changes };
  switch (role) {
    case 'student': {
      const operations = { byId: StudentByIdDocument, updateUser: UpdateStudentDocument };
      return ifAny(STUDENT_WITH_COURSES, await updateByAdmin(tools, operations, named));
    }
    case 'trainer': {
      const operations = { byId: TrainerByIdDocument, updateUser: UpdateTrainerDocument };
      return ifAny(TRAINER, await updateByAdmin(tools, operations, named));
    }
    case 'admin': {
      const operations = { byId: AdminByIdDocument, updateUser: UpdateAdminDocument };
      return ifAny(ADMIN, await updateByAdmin(tools, operations, named));
    }
  }
}

const BY_ID = { student: StudentByIdDocument, trainer: TrainerByIdDocument, admin: AdminByIdDocument };

export const userRoutes: readonly RestRoute[] = [
  stepsRoute({
    method: 'PUT',
    path: PATH,
    id: 'updateUser',
    summary:
      'Changes a user, for administrators. A new password or e-mail address ends all sessions of the user, except that of the request.',
    operations: [...Object.values(BY_ID), UpdateStudentDocument, UpdateTrainerDocument, UpdateAdminDocument],
    variables: { id: param('id'), role: ROLE, changes: FIELDS },
    refuses: ['NOT_FOUND', 'CONFLICT'],
    run: update,
    answer: USER,
  }),
  stepsRoute({
    method: 'DELETE',
    path: PATH,
    id: 'deleteUser',
    summary: 'Deletes a user, for administrators.',
    operations: [...Object.values(BY_ID), DeleteUserDocument],
    variables: { id: param('id'), role: ROLE },
    refuses: ['NOT_FOUND', 'CONFLICT'],
    run: (tools, given) =>
      deleteByAdmin(tools, { byId: BY_ID[roleIn(given, tools.role)], deleteUser: DeleteUserDocument }, given),
    answer: object({ message: say('User deleted successfully') }),
  }),
];
