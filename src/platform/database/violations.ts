import { Prisma } from './generated/client';

/** Whether a write failed because a unique index has the value already. */
export const isUniqueViolation = (error: unknown, index: string): boolean => violates(error, 'P2002', index);

/** Whether a write failed because a row it refers to is not there, or because others refer to what it deletes. */
export const isForeignKeyViolation = (error: unknown, constraint = ''): boolean => violates(error, 'P2003', constraint);

const violates = (error: unknown, code: string, name: string): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError &&
  error.code === code &&
  (JSON.stringify(error.meta) ?? '').includes(name);
