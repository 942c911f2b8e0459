import type { Writer } from '../../platform/cache/writer';
import { newId } from '../../platform/database/ids';
import { AppError } from '../../platform/errors/app-error';
import { newCode, parseCode } from '../../shared/code';
import { connectionOf } from '../../shared/connection/connection';
import { decodeNameCursor, encodeNameCursor } from '../../shared/connection/cursor';
import type { PageArgs } from '../../shared/connection/page-args';
import { readPage } from '../../shared/connection/read-page';
import { parseOrganizationId } from '../../shared/ids';
import { viewerOf, type RequestContext } from '../../shared/request-context';
import { normalizeOptional, normalizeText } from '../../shared/validation/text';
import { profileTag } from '../account/account.cache';
import type { PersonRoles } from '../account/person-role';
import { membersTag, organizationChanged, type OrganizationSources } from './organization.cache';
import type { CreateOrganizationInput, UpdateOrganizationInput } from './organization.input';
import { canSeeOrganization } from './organization.policy';
import type { OrganizationCounts, OrganizationRepository } from './organization.repository';
import type { OrganizationAnswer } from './organization.type';

const NO_SUCH_ORGANIZATION = 'There is no such organization.';
const NO_SUCH_CODE = 'No organization has this code. Check it and try again.';
const EMPTY: OrganizationCounts = { trainers: 0, students: 0, courses: 0 };

export class OrganizationService {
  constructor(
    private readonly sources: OrganizationSources,
    private readonly organizations: OrganizationRepository,
    private readonly roles: PersonRoles,
    private readonly writer: Writer,
  ) {}

  /** For members and administrators. Null for others, and for an unknown or malformed id. */
  async one(context: RequestContext, idText: string) {
    const id = parseOrganizationId(idText);
    if (!id || !canSeeOrganization(viewerOf(context), id)) return null;
    return context.reader.read(this.sources.one, id);
  }

  /** The organization of a person or a course, for everybody who may see these. */
  async of(context: RequestContext, { organizationId }: { organizationId: string | null }, asksOnlyId: boolean) {
    const id = organizationId && parseOrganizationId(organizationId);
    if (id && asksOnlyId) return { id };
    return id ? context.reader.read(this.sources.one, id) : null;
  }

  async page(context: RequestContext, { first, after }: PageArgs) {
    const place = { first, after: decodeNameCursor('organization', after) };
    const page = await readPage(context, this.sources, place, {});
    return connectionOf(page, (row) => encodeNameCursor('organization', row), { filter: {}, after });
  }

  async count(context: RequestContext): Promise<number> {
    return (await context.reader.read(this.sources.count, {})) ?? 0;
  }

  async counts(context: RequestContext, { id: idText, counts }: OrganizationAnswer): Promise<OrganizationCounts> {
    if (counts) return counts;
    const id = parseOrganizationId(idText);
    return (id && (await context.reader.read(this.sources.counts, id))) ?? EMPTY;
  }

  /** @throws AppError CONFLICT when the code is taken */
  create(input: CreateOrganizationInput): Promise<OrganizationAnswer> {
    return this.writer.write(async (tx) => {
      const organization = await this.organizations.insert(tx, {
        id: newId(),
        name: normalizeText(input.name),
        description: normalizeOptional(input.description) ?? null,
        code: normalizeOptional(input.code) ?? newCode(),
      });
      return { value: { ...organization, counts: EMPTY }, tags: organizationChanged(organization.id) };
    });
  }

  /** @throws AppError NOT_FOUND; CONFLICT when the code is taken */
  update(idText: string, input: UpdateOrganizationInput): Promise<OrganizationAnswer> {
    return this.writer.write(async (tx) => {
      const id = parseOrganizationId(idText);
      if (!id || !(await this.organizations.lock(tx, id))) throw new AppError('NOT_FOUND', NO_SUCH_ORGANIZATION);
      const value = await this.organizations.update(tx, id, {
        name: normalizeOptional(input.name) ?? undefined,
        description: normalizeOptional(input.description),
        code: normalizeOptional(input.code) ?? undefined,
      });
      return { value, tags: organizationChanged(id) };
    });
  }

  /**
   * Makes the viewer a member, and leaves the former organization.
   *
   * @throws AppError NOT_FOUND for a code that no organization has; CONFLICT for the viewer's own organization
   */
  join(context: RequestContext, code: string): Promise<OrganizationAnswer> {
    const { id: userId, role } = viewerOf(context);
    const key = parseCode(code);
    return this.writer.write(async (tx) => {
      const organization = key === null ? null : await this.organizations.byCode(tx, key);
      if (!organization) throw new AppError('NOT_FOUND', NO_SUCH_CODE);
      context.auditNotes.organizationId = organization.id;
      const move = await this.roles.of(role).setOrganization(tx, userId, organization.id);
      if (!move) throw new AppError('NOT_FOUND', 'This account has been deleted.');
      const { former, tags } = move;
      if (former === organization.id) throw new AppError('CONFLICT', 'You are a member of this organization already.');
      const counts = await this.organizations.countsIn(tx, organization.id);
      const left = former === null ? [] : [membersTag(former)];
      return {
        value: { ...organization, counts, isJoined: true },
        tags: [profileTag(userId), membersTag(organization.id), ...left, ...tags],
      };
    });
  }
}
