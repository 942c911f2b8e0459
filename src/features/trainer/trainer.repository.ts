import type { Json } from '../../platform/cache/source';
import { columnsOf, fieldsOf, selectByIds, time } from '../../platform/database/columns';
import type { Database, Tx } from '../../platform/database/database';
import { Prisma } from '../../platform/database/generated/client';
import type { NamePlace } from '../../platform/database/list-page';
import { countRows } from '../../platform/database/row-counts';
import { KeptSearches } from '../../platform/database/kept-searches';
import { searchText } from '../../platform/database/search-text';
import type { Gender } from '../../shared/gender';

export interface TrainerRecord {
  id: string;
  name: string;
  email: string;
  expertise: string | null;
  gender: Gender | null;
  bio: string | null;
  location: string | null;
  phone: string | null;
  organizationId: string | null;
  createdAt: Date;
  updatedAt: Date;
}

/** A record as it is cached and shown. */
export type TrainerEntity = Json<TrainerRecord> & { role: 'TRAINER' };

export interface TrainerFilter {
  /** Part of the name, e-mail address or expertise; case does not matter. */
  search?: string;
  /** Members of this organization. */
  organizationId?: string;
}

export interface TrainerPageQuery extends TrainerFilter {
  first: number;
  /** The last record of the previous page. */
  after?: NamePlace;
}

/** Fields that are left out are empty. */
export type NewTrainerRecord = Pick<TrainerRecord, 'id' | 'name' | 'email'> &
  Partial<Omit<TrainerRecord, 'createdAt' | 'updatedAt'>>;

/** Undefined fields stay as they are. */
export type TrainerChanges = Partial<Omit<TrainerRecord, 'id' | 'email' | 'createdAt' | 'updatedAt'>>;

const COLUMNS = columnsOf<TrainerEntity>(
  {
    id: 'id',
    name: 'name',
    email: 'email',
    expertise: 'expertise',
    gender: 'gender::text',
    bio: 'bio',
    location: 'location',
    phone: 'phone',
    organizationId: 'organization_id',
    createdAt: time('created_at'),
    updatedAt: time('updated_at'),
  },
  { role: 'TRAINER' },
);

const FIELDS = fieldsOf<TrainerRecord>(COLUMNS);

const TABLE = Prisma.sql`trainers`;

const ofOrganization = (id: string | undefined) => (id ? Prisma.sql`organization_id = ${id}::uuid` : undefined);

export class TrainerRepository {
  readonly columns = COLUMNS;
  private readonly searches: KeptSearches;

  constructor(private readonly database: Database) {
    this.searches = new KeptSearches(database, { table: TABLE, columns: COLUMNS.row });
  }

  /** Those that exist, in any order. */
  byIds(ids: readonly string[]): Promise<TrainerEntity[]> {
    return this.database.read(this.select(ids));
  }

  /** The statement of `byIds`. */
  select(ids: readonly string[]): Prisma.Sql {
    return selectByIds(TABLE, COLUMNS, ids);
  }

  /** By name, then id. */
  page({ first, after, search, organizationId }: TrainerPageQuery): Promise<string> {
    return this.searches.page({ search, filter: ofOrganization(organizationId), after, first });
  }

  /**
   * The length of a list. That of all trainers, or of an organization, is kept and not counted. Matches of a search are
   * counted, unless their number is kept.
   */
  async count({ search, organizationId }: TrainerFilter): Promise<number> {
    if (search === undefined) {
      const list = organizationId ? 'organization_trainers' : 'trainers';
      return countRows(this.database, { list, item: organizationId });
    }
    return this.searches.count(search, ofOrganization(organizationId));
  }

  /** The user of the same id and e-mail must be there already. */
  async insert(tx: Tx, trainer: NewTrainerRecord): Promise<TrainerRecord> {
    return tx.trainer.create({ data: { ...trainer, searchText: trainerSearchText(trainer) }, select: FIELDS });
  }

  /** As `insert`, in one statement; existing rows stay as they are. */
  async insertMany(tx: Tx, trainers: readonly NewTrainerRecord[]): Promise<void> {
    const data = trainers.map((trainer) => ({ ...trainer, searchText: trainerSearchText(trainer) }));
    await tx.trainer.createMany({ data, skipDuplicates: true });
  }

  /** Locks the row until the transaction ends. @returns null if there is none */
  async update(
    tx: Tx,
    id: string,
    changes: TrainerChanges,
  ): Promise<{ before: TrainerRecord; after: TrainerRecord } | null> {
    const before = await this.lock(tx, id);
    if (!before) return null;
    const { name = before.name, expertise = before.expertise } = changes;
    const searchText = trainerSearchText({ name, email: before.email, expertise });
    const after = await tx.trainer.update({ where: { id }, data: { ...changes, searchText }, select: FIELDS });
    return { before, after };
  }

  /**
   * Keeps others from changing the trainer until the transaction ends. Foreign keys may refer to it meanwhile: a new
   * lecture holds its course, which the trigger of a new name waits for. @returns null if there is none
   */
  async lock(tx: Tx, id: string): Promise<TrainerRecord | null> {
    const [trainer] = await tx.$queryRaw<TrainerRecord[]>`
      SELECT ${COLUMNS.record} FROM trainers WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
    return trainer ?? null;
  }

  /** @returns the former organization; null if there is no such trainer */
  async setOrganization(tx: Tx, id: string, organizationId: string): Promise<{ former: string | null } | null> {
    const before = await this.lock(tx, id);
    if (!before) return null;
    await tx.trainer.update({ where: { id }, data: { organizationId } });
    return { former: before.organizationId };
  }
}

const trainerSearchText = ({ name, email, expertise }: Pick<NewTrainerRecord, 'name' | 'email' | 'expertise'>) =>
  searchText(name, email, ...(expertise ? [expertise] : []));
