import { spendRows, type RequestContext } from '../request-context';
import type { Listed, WholeList, WholeTurn } from './whole-list';

/**
 * Reads a list without a size. The first list of an operation is read at once, because it is bounded. All others are counted
 * first, those of one turn together. So no list is read that would exceed the limit of the operation.
 *
 * @throws AppError BAD_USER_INPUT if the lists of one operation read too many records together
 */
export function readWhole<Found extends Listed>(context: RequestContext, list: WholeList<Found>): Promise<Found> {
  const turn = (context.wholeTurn ??= beginTurn(context));
  const nth = turn.lists.push(list) - 1;
  const reading = readInTurn(context, list, turn, nth);
  context.wholeReads = Promise.allSettled([context.wholeReads, reading]);
  return reading;
}

function beginTurn(context: RequestContext): WholeTurn {
  const lists: WholeList[] = [];
  return { lists, counts: spendTogether(context, lists, context.wholeReads) };
}

async function spendTogether(
  context: RequestContext,
  lists: readonly WholeList[],
  before: Promise<unknown> | undefined,
): Promise<number[] | null> {
  await endOfTurn();
  context.wholeTurn = undefined;
  // The cost of earlier lists is known after they have been read.
  await before;
  if (!before && lists.length === 1) return null;
  const counts = await Promise.all(lists.map((list) => list.count()));
  // A longer list is cut off at `maxRows`.
  spendRows(
    context,
    counts.map((rows) => Math.min(rows, context.maxRows)).reduce((sum, rows) => sum + rows, 0),
  );
  return counts;
}

async function readInTurn<Found extends Listed>(
  context: RequestContext,
  list: WholeList<Found>,
  turn: WholeTurn,
  nth: number,
): Promise<Found> {
  const counted = (await turn.counts)?.[nth] ?? 0;
  const found = await list.read();
  // Rows may have been added since they were counted.
  spendRows(context, Math.max(0, found.rows.length - counted));
  return found;
}

/** Resolves after all promises that are settled by now, as DataLoader does. Lists that they begin belong to this turn. */
const endOfTurn = (): Promise<void> => Promise.resolve().then(() => new Promise((ended) => process.nextTick(ended)));
