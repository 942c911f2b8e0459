import { spendRows, type RequestContext } from '../request-context';

/**
 * Reads a list that has no pages. Its length is known only after the read. So an operation reads such lists one after
 * another, and stops at the first that is too long.
 *
 * @param read resolves to null for a list that no operation may read
 * @throws AppError BAD_USER_INPUT if the lists of one operation read too many records together
 */
export function readWhole<Row>(
  context: RequestContext,
  read: () => Promise<readonly Row[] | null>,
): Promise<readonly Row[]> {
  const reading = readAfter(context.wholeRead, context, read);
  context.wholeRead = reading.catch(() => undefined);
  return reading;
}

async function readAfter<Row>(
  before: Promise<unknown> | undefined,
  context: RequestContext,
  read: () => Promise<readonly Row[] | null>,
): Promise<readonly Row[]> {
  await before;
  // Throws if a list before was too long.
  spendRows(context, 0);
  const rows = await read();
  spendRows(context, rows?.length ?? Infinity);
  return rows ?? [];
}
