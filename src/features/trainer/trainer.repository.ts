import type { Json } from '../../platform/cache/source';
import type { Database, Tx } from '../../platform/database/database';
import { Prisma } from '../../platform/database/generated/client';
import { toPage, type NamePlace, type Page } from '../../platform/database/list-page';
import { countRows } from '../../platform/database/row-counts';
import { searchCount, searchPage } from '../../platform/database/search-page';
import { searchText } from '../../platform/database/search-text';

export interface TrainerRecord {
  id: string;
  name: string;
  email: string;
  expertise: string;
  phone: string | null;
  organizationId: string | null;
  createdAt: Date;
  updatedAt: Date;
}

export type NewTrainer = Omit<TrainerRecord, 'organizationId' | 'createdAt' | 'updatedAt'>;

/** A record as it is cached and shown. */
export type TrainerEntity = Json<TrainerRecord> & { role: 'TRAINER' };

export interface TrainerFilter {
  /** Part of name, e-mail or expertise, in any case. */
  search?: string;
  /** Members of this organization. */
  organizationId?: string;
}

export interface TrainerPageQuery extends TrainerFilter {
  first: number;
  /** The last one already seen. */
  after?: NamePlace;
}

/** Undefined stays as it is. */
export interface TrainerChanges {
  name?: string;
  expertise?: string;
  phone?: string | null;
}

const COLUMNS = Prisma.sql`id, name, email, expertise, phone, organization_id AS "organizationId",
  created_at AS "createdAt", updated_at AS "updatedAt"`;

const ENTITY = Prisma.sql`'TRAINER' AS role, ${COLUMNS}`;

const FIELDS = {
  id: true,
  name: true,
  email: true,
  expertise: true,
  phone: true,
  organizationId: true,
  createdAt: true,
  updatedAt: true,
} as const;

const ofOrganization = (id: string | undefined) => (id ? Prisma.sql`organization_id = ${id}::uuid` : undefined);

export class TrainerRepository {
  constructor(private readonly database: Database) {}

  /** Those that exist, in any order. */
  byIds(ids: readonly string[]): Promise<TrainerEntity[]> {
    return this.database.read(Prisma.sql`SELECT ${ENTITY} FROM trainers WHERE id = ANY (${[...ids]}::uuid[])`);
  }

  /** As `PersonRole.selectRecords`. */
  selectRecords(ids: readonly string[]): Prisma.Sql {
    return Prisma.sql`SELECT to_jsonb(trainer) AS record FROM (
      SELECT ${ENTITY} FROM trainers WHERE id = ANY (${[...ids]}::uuid[])) AS trainer`;
  }

  /** By name, then id. */
  async page({ first, after, search, organizationId }: TrainerPageQuery): Promise<Page<TrainerEntity>> {
    const query = searchPage({ table: Prisma.sql`trainers`, columns: ENTITY, filter: ofOrganization(organizationId), search, after, limit: first + 1 });
    const rows = await this.database.read<TrainerEntity>(query);
    return toPage(rows, first);
  }

  /** Of all, and of an organization: without counting rows. Of a search: its matches are counted, through the index. */
  async count({ search, organizationId }: TrainerFilter): Promise<number> {
    if (search === undefined) {
      const list = organizationId ? 'organization_trainers' : 'trainers';
      return countRows(this.database, { list, item: organizationId });
    }
    const query = searchCount(Prisma.sql`trainers`, search, ofOrganization(organizationId));
    const [total] = await this.database.read<{ rows: number }>(query);
    return total?.rows ?? 0;
  }

  /** The user of the same id and e-mail must be there already. */
  async insert(tx: Tx, trainer: NewTrainer): Promise<TrainerRecord> {
    return tx.trainer.create({ data: { ...trainer, searchText: trainerSearchText(trainer) }, select: FIELDS });
  }

  /** As `insert`, in one statement; those that are there already stay as they are. */
  async insertMany(tx: Tx, trainers: readonly NewTrainer[]): Promise<void> {
    const data = trainers.map((trainer) => ({ ...trainer, searchText: trainerSearchText(trainer) }));
    await tx.trainer.createMany({ data, skipDuplicates: true });
  }

  /** Locks the row until the transaction ends. @returns null if there is none */
  async update(
    tx: Tx,
    id: string,
    changes: TrainerChanges,
  ): Promise<{ before: TrainerRecord; after: TrainerRecord } | null> {
    const [before] = await tx.$queryRaw<TrainerRecord[]>`
      SELECT ${COLUMNS} FROM trainers WHERE id = ${id}::uuid FOR UPDATE`;
    if (!before) return null;
    const { name = before.name, expertise = before.expertise } = changes;
    const searchText = trainerSearchText({ name, email: before.email, expertise });
    const after = await tx.trainer.update({ where: { id }, data: { ...changes, searchText }, select: FIELDS });
    return { before, after };
  }

  /** @returns the record as it is now, and its former organization; null if there is no such trainer */
  async setOrganization(tx: Tx, id: string, organizationId: string) {
    const [before] = await tx.$queryRaw<TrainerRecord[]>`
      SELECT ${COLUMNS} FROM trainers WHERE id = ${id}::uuid FOR UPDATE`;
    if (!before) return null;
    const after = await tx.trainer.update({ where: { id }, data: { organizationId }, select: FIELDS });
    return { former: before.organizationId, after };
  }
}

const trainerSearchText = ({ name, email, expertise }: { name: string; email: string; expertise: string }) =>
  searchText(name, email, expertise);
