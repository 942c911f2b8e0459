import type { Tx } from '../../platform/database/database';
import { Prisma } from '../../platform/database/generated/client';

export interface AdminRecord {
  id: string;
  name: string;
  email: string;
  createdAt: Date;
  updatedAt: Date;
}

const FIELDS = { id: true, name: true, email: true, createdAt: true, updatedAt: true } as const;

export class AdminRepository {
  /** As `PersonRole.selectRecords`. */
  selectRecords(ids: readonly string[]): Prisma.Sql {
    return Prisma.sql`SELECT to_jsonb(admin) AS record FROM (
      SELECT 'ADMIN' AS role, id, name, email, created_at AS "createdAt", updated_at AS "updatedAt"
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
}
