import type { Tags } from '../../platform/cache/tag';
import type { Tx } from '../../platform/database/database';
import type { Prisma } from '../../platform/database/generated/client';
import type { Role } from '../../shared/role';
import type { UpdateProfileInput } from './account.input';

/** A user's record as its role has it, as it is cached and shown. Times are ISO 8601; never the password hash. */
export interface Profile {
  id: string;
  role: Role;
  name: string;
  email: string;
  organizationId: string | null;
  createdAt: string;
  updatedAt: string;
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
 * What one role brings to the accounts. The noun of the role keeps the record and makes its own changes; the account only
 * knows which fields the role has.
 */
export interface PersonRole {
  role: Role;
  /** Selects `record`, the role's record as JSON, for the ids among `ids` that have this role. */
  selectRecords(ids: readonly string[]): Prisma.Sql;
  /** The fields of a profile that users of this role have. */
  fields: readonly (keyof UpdateProfileInput)[];
  /** Changes the record inside a transaction. @returns null if there is none */
  update(tx: Tx, id: string, changes: UpdateProfileInput): Promise<PersonChange | null>;
  /** Makes the user a member of the organization, and of no other. @returns null if there is no such user */
  setOrganization(tx: Tx, id: string, organizationId: string): Promise<Move | null>;
}

/** The roles that accounts may have, each registered by the feature of its noun. */
export class PersonRoles {
  private readonly roles = new Map<Role, PersonRole>();

  add(role: PersonRole): void {
    this.roles.set(role.role, role);
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
}
