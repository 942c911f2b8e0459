import type { Prisma } from './generated/client';

declare const inTransaction: unique symbol;

/** Prisma inside a transaction. Repository methods that write take one, so none can be called outside. */
export type Tx = Prisma.TransactionClient & { readonly [inTransaction]: true };

/** Sends one statement that reads, outside of any transaction. */
export type Read = <Row extends object>(statement: Prisma.Sql) => Promise<Row[]>;
