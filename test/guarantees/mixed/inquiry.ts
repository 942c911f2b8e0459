import { CALLERS, type Caller } from '../../support/campus';
import { said, type Answer, type Question, type Said } from './asking';
import { replayedBy } from '../../support/work';
import type { Twins } from './twins';

/** One question, what the gateway without a cache answers to each, and how the one with a cache is asked and compared. */
export interface Inquiry {
  right: ReadonlyMap<Caller, Said>;
  /** Has one viewer after the other ask, each so often in a row. @returns the last answer to each */
  walk(viewers: readonly Caller[], timesInARow: number): Promise<Map<Caller, Answer>>;
  /** As `walk`. @returns how many of the answers came from the memory of recorded ones */
  countReplayed(viewers: readonly Caller[], timesInARow: number): Promise<number>;
}

export async function inquire(twins: Twins, question: Question): Promise<Inquiry> {
  const right = new Map<Caller, Said>();
  for (const viewer of CALLERS) right.set(viewer, said(await twins.askPlain(question, viewer)));

  const askAndCompare = async (viewer: Caller): Promise<Answer> => {
    const answer = await twins.askCached(question, viewer);
    if (JSON.stringify(said(answer)) === JSON.stringify(right.get(viewer))) return answer;
    // Nothing changes meanwhile but the day: what is right is asked again before anything is called wrong.
    const rightNow = said(await twins.askPlain(question, viewer));
    expect({ viewer, ...said(answer) }).toEqual({ viewer, ...rightNow });
    return answer;
  };
  const walk: Inquiry['walk'] = async (viewers, timesInARow) => {
    const last = new Map<Caller, Answer>();
    for (const viewer of viewers) {
      for (let nth = 0; nth < timesInARow; nth += 1) last.set(viewer, await askAndCompare(viewer));
    }
    return last;
  };
  const countReplayed: Inquiry['countReplayed'] = async (viewers, timesInARow) => {
    const before = await replayedBy(twins.cached);
    await walk(viewers, timesInARow);
    return (await replayedBy(twins.cached)) - before;
  };
  return { right, walk, countReplayed };
}
