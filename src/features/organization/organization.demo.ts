import { Prisma } from '../../platform/database/generated/client';
import { codeKey } from '../../shared/code';
import { demoId, pick, type DemoData, type DemoKit } from '../../shared/demo';
import { demoStudents } from '../student/student.demo';
import { demoTrainers } from '../trainer/trainer.demo';

/** The demo logins belong to the first. */
export const demoOrganizations = [
  { name: 'Northwind Academy', code: 'NORTHWIND-2026', description: 'Evening classes for people who change careers.' },
  { name: 'Harbor Institute', code: 'HARBOR-2026', description: 'A technical college by the sea.' },
  { name: 'Meridian Labs', code: 'MERIDIAN-2026', description: 'Trains its own engineers.' },
].map((organization) => ({ ...organization, id: demoId(`organization/${organization.name}`) }));

const ids = demoOrganizations.map(({ id }) => id);

/** Everybody belongs to one; repeated loads choose the same. */
const memberOf = (people: readonly { id: string; email: string }[]) =>
  people.map(({ id, email }, nth) => ({ id, organization: nth === 0 ? ids[0] : pick(ids, `member/${email}`) }));

async function load({ database }: DemoKit): Promise<void> {
  const found = await database.read(Prisma.sql`SELECT FROM organizations WHERE id = ANY (${ids}::uuid[])`);
  if (found.length === ids.length) return;
  const rows = demoOrganizations.map((organization) => ({ ...organization, codeKey: codeKey(organization.code) }));
  const trainers = JSON.stringify(memberOf(demoTrainers));
  const students = JSON.stringify(memberOf(demoStudents));
  await database.transaction(async (tx) => {
    await tx.organization.createMany({ data: rows, skipDuplicates: true });
    await tx.$executeRaw`
      UPDATE trainers SET organization_id = member.organization
      FROM jsonb_to_recordset(${trainers}::jsonb) AS member (id uuid, organization uuid)
      WHERE trainers.id = member.id AND organization_id IS NULL`;
    await tx.$executeRaw`
      UPDATE students SET organization_id = member.organization
      FROM jsonb_to_recordset(${students}::jsonb) AS member (id uuid, organization uuid)
      WHERE students.id = member.id AND organization_id IS NULL`;
  });
}

/** Three organizations, and the demo people in them. */
export const organizationDemo: DemoData = { load };
