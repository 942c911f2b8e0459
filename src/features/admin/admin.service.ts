import { connectionOf } from '../../shared/connection/connection';
import { decodeNameCursor, encodeNameCursor } from '../../shared/connection/cursor';
import { readPage } from '../../shared/connection/read-page';
import { parseUserId } from '../../shared/ids';
import type { RequestContext } from '../../shared/request-context';
import { normalizeSearch } from '../../shared/validation/text';
import type { Registration } from '../session/registration.service';
import { adminChanged, type AdminSources } from './admin.cache';
import type { AdminsArgs, CreateAdminInput } from './admin.input';
import type { AdminFilter, AdminRepository } from './admin.repository';

export class AdminService {
  constructor(
    private readonly sources: AdminSources,
    private readonly admins: AdminRepository,
    private readonly registration: Registration,
  ) {}

  /** Null for an id that is unknown or malformed. */
  async one(context: RequestContext, idText: string) {
    const id = parseUserId(idText);
    return id && context.reader.read(this.sources.one, id);
  }

  async page(context: RequestContext, { first, after, search }: AdminsArgs) {
    const filter: AdminFilter = { search: normalizeSearch(search) };
    const place = { first, after: decodeNameCursor('admin', after) };
    const page = await readPage(context, this.sources, place, filter);
    return connectionOf(page, (row) => encodeNameCursor('admin', row), { filter, after });
  }

  async count(context: RequestContext, filter: AdminFilter): Promise<number> {
    return (await context.reader.read(this.sources.count, filter)) ?? 0;
  }

  /** @throws AppError as `Registration.create` */
  create(context: RequestContext, input: CreateAdminInput) {
    return this.registration.create(context, 'ADMIN', input, async (tx, account) => {
      const admin = await this.admins.insert(tx, account);
      return { record: { ...admin, role: 'ADMIN' }, tags: adminChanged(account.id) };
    });
  }
}
