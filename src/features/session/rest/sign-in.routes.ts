import type { Role } from '../../../shared/role';
import { computedIfAny, object, say, value } from '../../../shared/rest/properties';
import { route, stepsRoute, type Operation, type RestRoute } from '../../../shared/rest/route';
import { fields, type SourceTree } from '../../../shared/rest/sources';
import { lowerCase } from '../../../shared/rest/spelling';
import { dateTime, int, text, type Wire } from '../../../shared/rest/wire';
import { LogoutDocument } from './session.operations.generated';

/* Makes the routes that sign in and register: each role has its own. */

const TOKEN = text('Send it as `Authorization: Bearer <token>`.');
const EXPIRES_IN = int('After how many seconds the session ends if it is not used.');
const EXPIRES_AT = dateTime('When the token expires, however much it is used.');

interface Payload<User> {
  token: string;
  expiresAt: string;
  user: User;
}

interface RoleRoute<User> {
  role: Role;
  /** The user on the wire. */
  user: Wire<User>;
  message: string;
}

const nameOf = (role: Role) => role.charAt(0) + lowerCase(role).slice(1);

interface LoginDefinition<User> extends RoleRoute<User> {
  operation: Operation<{ login: Payload<User> }, never>;
  failsWith?: RestRoute['failsWith'];
}

export const loginRoute = <User>({ role, user, message, operation, failsWith }: LoginDefinition<User>): RestRoute =>
  stepsRoute({
    method: 'POST',
    path: `/api/auth/${lowerCase(role)}/login`,
    id: `login${nameOf(role)}`,
    summary: 'Signs in. An account of another role is answered like a wrong password.',
    operations: [operation],
    signInRole: role,
    variables: { input: fields('email', 'password') },
    refuses: ['UNAUTHENTICATED'],
    failsWith,
    run: async ({ execute, sessionSeconds }, given) => {
      const { login } = await execute(operation, given);
      return { ...login, expiresIn: sessionSeconds };
    },
    answer: object({
      message: say(message),
      token: value('token', TOKEN),
      expiresIn: value('expiresIn', EXPIRES_IN),
      expiresAt: value('expiresAt', EXPIRES_AT),
      user: value('user', user),
    }),
  });

interface RegisterDefinition<User> extends RoleRoute<User> {
  summary: string;
  register: Operation<{ registered: Payload<User> }, never>;
  /** The operation for administrators, who register somebody else. */
  create: Operation<{ created: User }, never>;
  input: SourceTree;
  /** Not everybody may register for this role. */
  isRestricted?: boolean;
}

/** Registers and signs in. For a signed-in administrator, it creates an account and signs nobody in. */
export const registerRoute = <User>(registration: RegisterDefinition<User>): RestRoute =>
  stepsRoute({
    method: 'POST',
    path: `/api/auth/${lowerCase(registration.role)}/register`,
    id: `register${nameOf(registration.role)}`,
    summary: registration.summary,
    operations: [registration.register, registration.create],
    isTokenOptional: true,
    variables: { input: registration.input },
    status: 201,
    refuses: ['CONFLICT', ...(registration.isRestricted ? (['FORBIDDEN'] as const) : [])],
    run: async ({ execute, role, sessionSeconds }, given) => {
      if (role === 'ADMIN') return { user: (await execute(registration.create, given)).created, session: null };
      const { user, ...session } = (await execute(registration.register, given)).registered;
      return { user, session: { ...session, expiresIn: sessionSeconds } };
    },
    answer: object({
      message: say(registration.message),
      token: computedIfAny(TOKEN, ({ session }: Registered<User>) => session?.token),
      expiresIn: computedIfAny(EXPIRES_IN, ({ session }: Registered<User>) => session?.expiresIn),
      expiresAt: computedIfAny(EXPIRES_AT, ({ session }: Registered<User>) => session?.expiresAt),
      user: value('user', registration.user),
    }),
  });

interface Registered<User> {
  user: User;
  /** Null where nobody is signed in. */
  session: { token: string; expiresAt: string; expiresIn: number } | null;
}

export const logoutRoute = (role: Role, message: string): RestRoute =>
  route({
    method: 'POST',
    path: `/api/auth/${lowerCase(role)}/logout`,
    id: `logout${nameOf(role)}`,
    summary: 'Ends the session that asks.',
    operation: LogoutDocument,
    pick: ({ logout }) => ({ logout }),
    answer: object({ message: say(message) }),
  });
