import type { Tag, Tags } from '../../platform/cache/tag';
import type { Tx } from '../../platform/database/database';
import type { Prisma } from '../../platform/database/generated/client';
import type { Role } from '../../shared/role';
import type { ChosenNotifications } from './notification-settings';
import type { PersonChanges, PersonField } from './person-changes';

/** A user's record in the form of its role, as it is cached and shown. Times are ISO 8601. Never the password hash. */
export interface Profile {
  id: string;
  role: Role;
  name: string;
  email: string;
  organizationId: string | null;
  createdAt: string;
  updatedAt: string;
  notifications?: ChosenNotifications | null;
}

/** What a change did: the record as this transaction left it, and the tags of everything that shows it. */
export interface PersonChange {
  record: object;
  tags: Tags;
}

/** What joining an organization did. */
export interface Move {
  /** The id of the organization that was left; null if there was none. */
  former: string | null;
  tags: Tags;
}

/**
 * What one role adds to the accounts. The role's feature keeps and changes its record; the account feature only knows
 * which fields the role has.
 */
export interface PersonRole {
  role: Role;
  /** Selects the records of those users among `ids` that have this role. */
  select(ids: readonly string[]): Prisma.Sql;
  /** The fields that users of this role have. */
  fields: readonly PersonField[];
  /**
   * Changes the record inside a transaction, after the account's e-mail address has changed. Without changes, it only takes
   * over that address.
   *
   * @returns null if there is none
   */
  update(tx: Tx, id: string, changes: PersonChanges): Promise<PersonChange | null>;
  /**
   * Called before the account is deleted, and its record with it.
   *
   * @returns the tags of everything that shows the record
   * @throws AppError CONFLICT if it must stay
   */
  beforeRemoval(tx: Tx, id: string): Promise<Tags>;
  /** Makes the user a member of this organization only. @returns null if there is no such user */
  setOrganization(tx: Tx, id: string, organizationId: string): Promise<Move | null>;
}

/** A user who is about to be deleted, in the transaction that will do it. */
export interface Leaving {
  tx: Tx;
  id: string;
  role: Role;
}

/**
 * A feature's part of a deletion, for its records that refer to users.
 *
 * @returns the tags of those records
 * @throws AppError CONFLICT if the user must stay
 */
export type RemovalRule = (leaving: Leaving) => Promise<readonly Tag[]>;

/** The roles that accounts may have. Each is registered by its feature. */
export class PersonRoles {
  private readonly roles = new Map<Role, PersonRole>();
  private readonly removalRules: RemovalRule[] = [];

  add(role: PersonRole): void {
    this.roles.set(role.role, role);
  }

  /** For features with records that refer to users. */
  addRemovalRule(rule: RemovalRule): void {
    this.removalRules.push(rule);
  }

  /** @throws Error for a role that no feature has registered */
  of(role: Role): PersonRole {
    const found = this.roles.get(role);
    if (!found) throw new Error(`no feature has registered the role ${role}`);
    return found;
  }

  all(): PersonRole[] {
    return [...this.roles.values()];
  }

  /** Called before a user is deleted: asks all features. @returns the tags of everything that shows the user */
  async beforeRemoval(leaving: Leaving): Promise<Tags> {
    const [first, ...rest] = await this.of(leaving.role).beforeRemoval(leaving.tx, leaving.id);
    const others: Tag[] = [];
    for (const rule of this.removalRules) others.push(...(await rule(leaving)));
    return [first, ...rest, ...others];
  }
}
