import { AppError } from '../errors/app-error';
import { Prisma } from './generated/client';

/** Whether a write failed because a unique index has the value already. */
const isUniqueViolation = (error: unknown, index: string): boolean => violates(error, 'P2002', index);

/** Whether a write failed because it refers to a missing row, or deletes a row that others refer to. */
export const isForeignKeyViolation = (error: unknown, constraint = ''): boolean => violates(error, 'P2003', constraint);

/** A unique index, and the error for a value that another row already has. */
interface Unique {
  index: string;
  /** The input field, and what is wrong with it. */
  field: { path: string; message: string };
  message: string;
}

/** @throws AppError CONFLICT if the write fails because another row has the value */
export async function unlessTaken<T>({ index, field, message }: Unique, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!isUniqueViolation(error, index)) throw error;
    throw new AppError('CONFLICT', message, { fields: [field] });
  }
}

const violates = (error: unknown, code: string, name: string): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError &&
  error.code === code &&
  (JSON.stringify(error.meta) ?? '').includes(name);
