import { field, param, type Sent, type SourceTree } from '../../../shared/rest/sources';
import { stepsRoute, type Operation, type RestRoute, type Tools, type Variables } from '../../../shared/rest/route';
import type { Wire } from '../../../shared/rest/wire';
import type { Role } from '../../../shared/role';
import { lowerCase } from '../../../shared/rest/spelling';
import { parseUserId } from '../../../shared/ids';
import { ViewerDocument } from './account.operations.generated';

/* Makes the routes that read, change and delete people: each role has its own. */

/** The fields of every role. The former system calls `phone` `phoneNo`. */
export const PERSON_FIELDS = {
  name: field('name').keepingEmpty(),
  phone: field('phoneNo', 'phone'),
  bio: field('bio'),
  location: field('location'),
};

/** What only administrators may change. */
export const ACCOUNT_FIELDS = { email: field('email'), password: field('password') };

/** What changes one's own password. */
const PASSWORD_FIELDS = { password: field('password'), currentPassword: field('currentPassword') };

interface Changing<Person> {
  role: Role;
  byId: Operation<{ person: Person | null }, never>;
  /** Takes `$profile`. */
  updateOwn: Operation<{ person: Person }, never>;
  /** Takes `$id` and `$changes`. */
  updateUser: Operation<{ person: Person }, never>;
  /** What people may change in their own record, besides the password. */
  own: Readonly<Record<string, Sent>>;
  /** What only administrators may change. */
  administered?: SourceTree;
  answer: Wire<Person>;
}

/** Changes a person of the role: users change themselves, administrators anybody. */
export const changeRoute = <Person>({ role, answer, ...changing }: Changing<Person>): RestRoute => {
  const noun = lowerCase(role);
  return stepsRoute({
    method: 'PUT',
    path: `/api/auth/${noun}/${noun}/:id`,
    id: `update${noun.charAt(0).toUpperCase()}${noun.slice(1)}`,
    summary: `Changes a ${noun}: oneself, or for administrators anybody. One’s own password needs currentPassword.`,
    operations: [ViewerDocument, changing.byId, changing.updateOwn, changing.updateUser],
    variables: {
      id: param('id'),
      profile: { ...changing.own, ...PASSWORD_FIELDS },
      changes: { ...changing.own, ...changing.administered, ...ACCOUNT_FIELDS },
    },
    refuses: ['FORBIDDEN', 'NOT_FOUND', 'CONFLICT'],
    async run(tools, given) {
      const { me } = await tools.execute(ViewerDocument, {});
      if (me.role === role && me.id === parseUserId(String(given['id'])))
        return (await tools.execute(changing.updateOwn, { profile: given['profile'] })).person;
      return updateByAdmin(tools, changing, given);
    },
    answer,
  });
};

/** @returns null if there is no person of the role */
export async function updateByAdmin<Person>(
  { execute, role }: Tools,
  { byId, updateUser }: Pick<Changing<Person>, 'byId' | 'updateUser'>,
  { id, changes }: Variables,
): Promise<Person | null> {
  // For other users the change itself is refused, whether or not there is such a person.
  if (role === 'ADMIN' && !(await execute(byId, { id })).person) return null;
  return (await execute(updateUser, { id, changes })).person;
}

interface Deleting<Person, Answered> {
  role: Role;
  byId: Operation<{ person: Person | null }, never>;
  deleteUser: Operation<{ deleteUser: boolean }, never>;
  answered: (deleted: Person) => Answered;
  answer: Wire<Answered>;
}

/** Deletes a person, for administrators. */
export const deleteRoute = <Person, Answered>({
  role,
  answer,
  answered,
  ...deleting
}: Deleting<Person, Answered>): RestRoute => {
  const noun = lowerCase(role);
  return stepsRoute({
    method: 'DELETE',
    path: `/api/auth/${noun}/${noun}/:id`,
    id: `delete${noun.charAt(0).toUpperCase()}${noun.slice(1)}`,
    summary: `Deletes a ${noun}, for administrators.`,
    operations: [deleting.byId, deleting.deleteUser],
    variables: { id: param('id') },
    refuses: ['NOT_FOUND', 'CONFLICT'],
    async run(tools, given) {
      const deleted = await deleteByAdmin(tools, deleting, given);
      return deleted && answered(deleted);
    },
    answer,
  });
};

/** @returns the deleted person; null if there is no such person of the role */
export async function deleteByAdmin<Person>(
  { execute, role }: Tools,
  { byId, deleteUser }: Pick<Deleting<Person, never>, 'byId' | 'deleteUser'>,
  { id }: Variables,
): Promise<Person | null> {
  const person = role === 'ADMIN' ? (await execute(byId, { id })).person : null;
  if (role === 'ADMIN' && !person) return null;
  await execute(deleteUser, { id });
  return person;
}
