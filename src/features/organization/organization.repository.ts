import type { Json } from '../../platform/cache/source';
import { columnsOf, fieldsOf, selectByIds, time } from '../../platform/database/columns';
import type { Database, Tx } from '../../platform/database/database';
import { Prisma } from '../../platform/database/generated/client';
import type { NamePlace } from '../../platform/database/list-page';
import { Pages } from '../../platform/database/pages';
import { countRows, countsOf } from '../../platform/database/row-counts';
import { unlessTaken } from '../../platform/database/violations';
import { codeKey } from '../../shared/code';

export interface OrganizationRecord {
  id: string;
  name: string;
  description: string | null;
  code: string;
  createdAt: Date;
  updatedAt: Date;
}

/** A record as it is cached. */
export type OrganizationEntity = Json<OrganizationRecord>;

export interface OrganizationPageQuery {
  first: number;
  /** The last record of the previous page. */
  after?: NamePlace;
}

export interface OrganizationCounts {
  trainers: number;
  students: number;
  /** Without archived ones. */
  courses: number;
}

/** Undefined fields stay as they are. */
export interface OrganizationChanges {
  name?: string;
  description?: string | null;
  code?: string;
}

const COLUMNS = columnsOf<OrganizationEntity>({
  id: 'id',
  name: 'name',
  description: 'description',
  code: 'code',
  createdAt: time('created_at'),
  updatedAt: time('updated_at'),
});

const FIELDS = fieldsOf<OrganizationRecord>(COLUMNS);

const TABLE = Prisma.sql`organizations`;

const OF_ORGANIZATION = 'organization:';

export class OrganizationRepository {
  readonly columns = COLUMNS;

  private readonly pages: Pages;

  constructor(private readonly database: Database) {
    this.pages = new Pages(database, { table: TABLE, columns: COLUMNS.row });
  }

  /** Those that exist, in any order. */
  byIds(ids: readonly string[]): Promise<OrganizationEntity[]> {
    return this.database.read(selectByIds(TABLE, COLUMNS, ids));
  }

  /** By name, then id. */
  page(query: OrganizationPageQuery): Promise<string> {
    return this.pages.page(query);
  }

  count(): Promise<number> {
    return countRows(this.database, { list: 'organizations' });
  }

  /** In the order of the ids, in one statement, without counting rows. */
  async counts(ids: readonly string[]): Promise<OrganizationCounts[]> {
    return asCounts(ids, await this.database.read<CountRow>(keptCounts(ids)));
  }

  async countsIn(tx: Tx, id: string): Promise<OrganizationCounts | undefined> {
    const [counts] = asCounts([id], await tx.$queryRaw<CountRow[]>(keptCounts([id])));
    return counts;
  }

  /**
   * Reads the organization with this code. Others cannot change it until the transaction ends.
   *
   * @param key from `codeKey`
   * @returns null if there is none
   */
  async byCode(tx: Tx, key: string): Promise<OrganizationRecord | null> {
    const [organization] = await tx.$queryRaw<OrganizationRecord[]>`
      SELECT ${COLUMNS.record} FROM organizations WHERE code_key = ${key} FOR SHARE`;
    return organization ?? null;
  }

  /** Keeps others from changing it until the transaction ends. @returns null if there is none */
  async lock(tx: Tx, id: string): Promise<OrganizationRecord | null> {
    const [organization] = await tx.$queryRaw<OrganizationRecord[]>`
      SELECT ${COLUMNS.record} FROM organizations WHERE id = ${id}::uuid FOR UPDATE`;
    return organization ?? null;
  }

  /** The organization of a student or trainer; null if there is none, or no such person. */
  async ofMember(tx: Tx, userId: string): Promise<string | null> {
    const [member] = await tx.$queryRaw<{ id: string | null }[]>`
      SELECT organization_id AS id FROM students WHERE id = ${userId}::uuid
      UNION ALL SELECT organization_id FROM trainers WHERE id = ${userId}::uuid`;
    return member?.id ?? null;
  }

  async exists(tx: Tx, id: string): Promise<boolean> {
    return (await tx.organization.count({ where: { id } })) > 0;
  }

  /** @throws AppError CONFLICT when the code is taken */
  insert(tx: Tx, data: Omit<OrganizationRecord, 'createdAt' | 'updatedAt'>): Promise<OrganizationRecord> {
    const { code } = data;
    return unlessTaken(CODE, () =>
      tx.organization.create({ data: { ...data, codeKey: codeKey(code) }, select: FIELDS }),
    );
  }

  /** @throws AppError CONFLICT when the code is taken; Error if there is none: lock it first */
  update(tx: Tx, id: string, changes: OrganizationChanges): Promise<OrganizationRecord> {
    const key = changes.code === undefined ? undefined : codeKey(changes.code);
    return unlessTaken(CODE, () =>
      tx.organization.update({ where: { id }, data: { ...changes, codeKey: key }, select: FIELDS }),
    );
  }
}

interface CountRow {
  list: string;
  item: string;
  rows: number;
}

function keptCounts(ids: readonly string[]): Prisma.Sql {
  const list = (name: string, items: readonly string[]) =>
    Prisma.sql`SELECT ${name}::text AS list, item, "rows" FROM (${countsOf(name, items)}) AS counts`;
  const courses = ids.map((id) => OF_ORGANIZATION + id);
  return Prisma.join(
    [list('organization_trainers', ids), list('organization_students', ids), list('courses', courses)],
    ' UNION ALL ',
  );
}

function asCounts(ids: readonly string[], rows: readonly CountRow[]): OrganizationCounts[] {
  const found = new Map(rows.map(({ list, item, rows: count }) => [`${list} ${item}`, count]));
  return ids.map((id) => ({
    trainers: found.get(`organization_trainers ${id}`) ?? 0,
    students: found.get(`organization_students ${id}`) ?? 0,
    courses: found.get(`courses ${OF_ORGANIZATION}${id}`) ?? 0,
  }));
}

const CODE = {
  index: 'organizations_code_key_key',
  field: { path: 'input.code', message: 'is already taken' },
  message: 'An organization has this code already. Choose another one.',
};
