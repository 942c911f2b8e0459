import type { ErrorCode } from '../../src/platform/errors/codes';
import type { Account } from './app';
import { CALLERS, MEMBERS, type Caller, type Campus } from './campus';
import { RowsOfNouns } from './rows-of-nouns';

/*
 * Who may do what, and who is shown what: decisions, made by hand, beside each noun. The matrix of
 * test/security/authorization-matrix.test.ts asks every caller everything. A field without a decision fails there.
 */

/** `Query.me`, `Student.email`. */
export type FieldName = `${string}.${string}`;

export type Variables = Record<string, unknown>;

/** `ok` is an answer that is not null. */
export type Verdict = 'ok' | 'null' | ErrorCode;
export type Verdicts = Readonly<Record<Caller, Verdict>>;

export interface Asking {
  /** Furnished. */
  campus: Campus;
  /** The caller's; nobody has the credentials of the student, but not its token. */
  own: Account;
}

export type Operation = [variables: (asking: Asking) => Variables | Promise<Variables>, verdicts: Verdicts];

export type Audience = readonly Caller[];

export interface Rights {
  /** Fields of Query and Mutation; behind a comma, the same under other circumstances. */
  operations?: Record<FieldName, Operation>;
  /**
   * `PUT /api/book/:id`: what the route is sent, by the names of its path and body. For routes with several operations;
   * all others are decided by their operation.
   */
  routes?: Record<string, Operation>;
  /** Names of fields on REST that differ from GraphQL's; null for what no document has as a field. */
  wire?: Record<FieldName, string | null>;
  /** Type, then fields that are shown to the same callers. */
  shown?: Record<string, Record<string, Audience>>;
  /** Of whom `shown` speaks, by type. Of a type that is missing here, any will do. */
  owners?: Record<string, (campus: Campus) => string>;
}

export const rights = new RowsOfNouns<Rights>('rights');

export const everyone = all('ok');
export const signedIn: Verdicts = { ...everyone, anonymous: 'UNAUTHENTICATED' };
export const staff: Verdicts = { ...signedIn, student: 'FORBIDDEN', otherStudent: 'FORBIDDEN' };
/** The trainer, and administrators. */
export const onlyOwner: Verdicts = { ...staff, otherTrainer: 'FORBIDDEN' };
export const onlyAdmins: Verdicts = { ...all('FORBIDDEN'), anonymous: 'UNAUTHENTICATED', admin: 'ok' };
/** For what only administrators may ask for. */
export const nobodyThere: Verdicts = { ...onlyAdmins, admin: 'NOT_FOUND' };
export const nulls: Verdicts = { ...all('null'), anonymous: 'UNAUTHENTICATED' };
/** For what only staff may ask for. */
export const nothingThere: Verdicts = {
  ...staff,
  ...{ trainer: 'NOT_FOUND', otherTrainer: 'NOT_FOUND', admin: 'NOT_FOUND' },
};

export function all(verdict: Verdict): Verdicts {
  const people = { student: verdict, otherStudent: verdict, trainer: verdict, otherTrainer: verdict, admin: verdict };
  return { anonymous: verdict, ...people };
}

export const ALL: Audience = CALLERS;
export const SIGNED_IN: Audience = MEMBERS;
export const ADMINS: Audience = ['admin'];
/** Empty on the campus, whoever looks. */
export const NOBODY: Audience = [];
/** Members of the course, and of the organization. */
export const MEMBERS_OF: Audience = ['student', 'trainer', 'admin'];
/** Staff of the course, and of the organization. */
export const STAFF_OF: Audience = ['trainer', 'admin'];
export const STAFF: Audience = ['trainer', 'otherTrainer', 'admin'];
export const STAFF_AND_ITSELF: Audience = ['student', ...STAFF];
