import { Prisma } from './generated/client';

/** Whether a write failed because a unique index has the value already. */
export function isUniqueViolation(error: unknown, index: string): boolean {
  return (
    error instanceof Prisma.PrismaClientKnownRequestError &&
    error.code === 'P2002' &&
    JSON.stringify(error.meta).includes(index)
  );
}
