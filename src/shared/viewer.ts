import type { Session } from '../platform/sessions/session';
import type { UserId } from './ids';
import type { Role } from './role';

/*
 * Threats this file answers: a response that depends on the viewer, replayed to another viewer. Everything that can differ
 * between two viewers of one role is private here. Its only readers are accessors that note the read in `scope`.
 */

/** What a response can depend on besides the viewer's role. */
export type ScopePart = 'id' | 'session' | 'organization' | 'memberships';

const ROLE_ONLY: ReadonlySet<ScopePart> = new Set();

/**
 * The signed-in user of a request. The scope of a response is observed, not declared. If a response only depends on `role`, it
 * is the same for every viewer of that role.
 *
 * To add a property, keep its value in a private field and return it through `#observed`.
 */
export class Viewer {
  /** Same for every viewer of the role. */
  readonly role: Role;
  readonly #id: UserId;
  readonly #session: Session;
  readonly #organizationId: string | null;
  #scope = ROLE_ONLY;

  constructor(id: UserId, role: Role, session: Session, organizationId: string | null) {
    this.role = role;
    this.#id = id;
    this.#session = session;
    this.#organizationId = organizationId;
  }

  /** The parts of this viewer that have been read so far. */
  get scope(): ReadonlySet<ScopePart> {
    return this.#scope;
  }

  /** Whether the viewer is staff, who may see personal records. */
  get isStaff(): boolean {
    return this.role !== 'STUDENT';
  }

  get id(): UserId {
    return this.#observed('id', this.#id);
  }

  get session(): Session {
    return this.#observed('session', this.#session);
  }

  /** Null for a viewer without an organization. */
  get organizationId(): string | null {
    return this.#observed('organization', this.#organizationId);
  }

  /**
   * Call this before deciding anything by the viewer's course memberships, whatever the outcome. Read the memberships
   * through a cached source, so that their tags end the recorded response when they change.
   */
  observeMemberships(): void {
    this.#observed('memberships', undefined);
  }

  /** The only access to values that differ between viewers of a role. */
  #observed<Value>(part: ScopePart, value: Value): Value {
    if (!this.#scope.has(part)) this.#scope = new Set(this.#scope).add(part);
    return value;
  }
}
