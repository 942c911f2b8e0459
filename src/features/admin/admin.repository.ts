import type { Json } from '../../platform/cache/source';
import { columnsOf, fieldsOf, selectByIds, time } from '../../platform/database/columns';
import type { Database, Tx } from '../../platform/database/database';
import { Prisma } from '../../platform/database/generated/client';
import type { NamePlace } from '../../platform/database/list-page';
import { Pages } from '../../platform/database/pages';
import { countRows, readCount } from '../../platform/database/row-counts';
import { searchCount } from '../../platform/database/search-page';
import { searchText } from '../../platform/database/search-text';

export interface AdminRecord {
  id: string;
  name: string;
  email: string;
  phone: string | null;
  organizationId: string | null;
  createdAt: Date;
  updatedAt: Date;
}

/** A record as it is cached and shown. */
export type AdminEntity = Json<AdminRecord> & { role: 'ADMIN' };

export interface AdminFilter {
  /** Part of the name or e-mail address; case does not matter. */
  search?: string;
}

export interface AdminPageQuery extends AdminFilter {
  first: number;
  /** The last record of the previous page. */
  after?: NamePlace;
}

/** Undefined fields stay as they are. */
export interface AdminChanges {
  name?: string;
  phone?: string | null;
  bio?: string | null;
  location?: string | null;
}

const COLUMNS = columnsOf<AdminEntity>(
  {
    id: 'id',
    name: 'name',
    email: 'email',
    phone: 'phone',
    organizationId: 'organization_id',
    createdAt: time('created_at'),
    updatedAt: time('updated_at'),
  },
  { role: 'ADMIN' },
);

const FIELDS = fieldsOf<AdminRecord>(COLUMNS);

const TABLE = Prisma.sql`admins`;

export class AdminRepository {
  readonly columns = COLUMNS;

  private readonly pages: Pages;

  constructor(private readonly database: Database) {
    this.pages = new Pages(database, { table: TABLE, columns: COLUMNS.row });
  }

  /** Those that exist, in any order. */
  byIds(ids: readonly string[]): Promise<AdminEntity[]> {
    return this.database.read(this.select(ids));
  }

  /** The statement of `byIds`. */
  select(ids: readonly string[]): Prisma.Sql {
    return selectByIds(TABLE, COLUMNS, ids);
  }

  /** By name, then id. */
  page(query: AdminPageQuery): Promise<string> {
    return this.pages.page(query);
  }

  /** The number of all administrators, without counting rows; with a search, its matches are counted through the index. */
  async count({ search }: AdminFilter): Promise<number> {
    if (search === undefined) return countRows(this.database, { list: 'admins' });
    return readCount(this.database, searchCount(TABLE, search));
  }

  /** The user of the same id and e-mail must be there already. */
  insert(tx: Tx, admin: Pick<AdminRecord, 'id' | 'name' | 'email'> & AdminChanges): Promise<AdminRecord> {
    return tx.admin.create({ data: { ...admin, searchText: searchText(admin.name, admin.email) }, select: FIELDS });
  }

  /** As `insert`, in one statement. Existing rows stay as they are. */
  async insertMany(tx: Tx, admins: readonly Pick<AdminRecord, 'id' | 'name' | 'email'>[]): Promise<void> {
    const data = admins.map((admin) => ({ ...admin, searchText: searchText(admin.name, admin.email) }));
    await tx.admin.createMany({ data, skipDuplicates: true });
  }

  /** Locks the row until the transaction ends. @returns null if there is none */
  async update(tx: Tx, id: string, changes: AdminChanges): Promise<AdminRecord | null> {
    const before = await this.lock(tx, id);
    if (!before) return null;
    const text = searchText(changes.name ?? before.name, before.email);
    return tx.admin.update({ where: { id }, data: { ...changes, searchText: text }, select: FIELDS });
  }

  /** @returns the former organization; null if there is no such administrator */
  async setOrganization(tx: Tx, id: string, organizationId: string): Promise<{ former: string | null } | null> {
    const before = await this.lock(tx, id);
    if (!before) return null;
    await tx.admin.update({ where: { id }, data: { organizationId } });
    return { former: before.organizationId };
  }

  /** Keeps others from changing the administrator until the transaction ends. @returns null if there is none */
  private async lock(tx: Tx, id: string): Promise<AdminRecord | null> {
    const [admin] = await tx.$queryRaw<AdminRecord[]>`
      SELECT ${COLUMNS.record} FROM admins WHERE id = ${id}::uuid FOR UPDATE`;
    return admin ?? null;
  }
}
