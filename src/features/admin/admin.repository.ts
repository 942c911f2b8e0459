import type { Tx } from '../../platform/database/database';
import { Prisma } from '../../platform/database/generated/client';

export interface AdminRecord {
  id: string;
  name: string;
  email: string;
  organizationId: string | null;
  createdAt: Date;
  updatedAt: Date;
}

const FIELDS = { id: true, name: true, email: true, organizationId: true, createdAt: true, updatedAt: true } as const;

export class AdminRepository {
  /** As `PersonRole.selectRecords`. */
  selectRecords(ids: readonly string[]): Prisma.Sql {
    return Prisma.sql`SELECT to_jsonb(admin) AS record FROM (
      SELECT 'ADMIN' AS role, id, name, email, organization_id AS "organizationId",
        created_at AS "createdAt", updated_at AS "updatedAt"
      FROM admins WHERE id = ANY (${[...ids]}::uuid[])) AS admin`;
  }

  /** The user of the same id and e-mail must be there already. */
  insert(tx: Tx, admin: Pick<AdminRecord, 'id' | 'name' | 'email'>): Promise<AdminRecord> {
    return tx.admin.create({ data: admin, select: FIELDS });
  }

  /** @param changes what is undefined stays @returns null if there is no such administrator */
  async update(tx: Tx, id: string, changes: { name?: string }): Promise<AdminRecord | null> {
    const [updated] = await tx.admin.updateManyAndReturn({ where: { id }, data: changes, select: FIELDS });
    return updated ?? null;
  }

  /** @returns the id of the former organization; null if there is no such administrator */
  async setOrganization(tx: Tx, id: string, organizationId: string): Promise<{ former: string | null } | null> {
    const [before] = await tx.$queryRaw<{ former: string | null }[]>`
      SELECT organization_id AS former FROM admins WHERE id = ${id}::uuid FOR UPDATE`;
    if (before) await tx.admin.update({ where: { id }, data: { organizationId } });
    return before ?? null;
  }
}
