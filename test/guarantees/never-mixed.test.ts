import fc from 'fast-check';
import { CALLERS } from '../support/campus';
import { eventually } from '../support/eventually';
import { replayedBy } from '../support/work';
import { inOtherWords, isFaultless, type Answer } from './mixed/asking';
import { NEVER_REPEATED, OF_TABLE, REPEATED } from './mixed/questions';
import { inquire } from './mixed/inquiry';
import { act, KNOWN_STORIES, story } from './mixed/story';
import { forgetAll, forgetValues, openTwins, whileAway, type Twins } from './mixed/twins';

/*
 * Never mixed: what one viewer may see is never replayed to another who may not; errors, nulls of failure and partial
 * answers are never cached. A second gateway, without a cache, on the same databases says what is right.
 */

let twins: Twins;
beforeAll(async () => {
  twins = await openTwins();
});
afterAll(() => twins.close());

/** Everybody asks after everybody else. */
const WALKS = [CALLERS, CALLERS.toReversed()];
/** The first answer brings the tags into being, the second is recorded under them, and so may be repeated. */
const UNTIL_RECORDED = 2;

it.each(Object.entries(REPEATED))('%s: to each what it may see, again and again', async (_name, ask) => {
  const { walk, countReplayed } = await inquire(twins, ask(twins.names));
  for (const viewers of WALKS) {
    await forgetAll(twins.cached.redis);
    await walk(viewers, UNTIL_RECORDED);
  }
  const last = await walk(CALLERS, 1);
  const kept = CALLERS.filter((viewer) => isKept(last.get(viewer)));
  expect(kept).not.toEqual([]);
  expect(kept.map((viewer) => last.get(viewer)?.cache)).toEqual(kept.map(() => 'HIT'));
  expect(await countReplayed(kept, 1)).toBe(kept.length);
  const others = CALLERS.filter((viewer) => !kept.includes(viewer));
  expect(await countReplayed(others, UNTIL_RECORDED + 1)).toBe(0);
});

it.each(Object.entries(NEVER_REPEATED))('%s: to each what it may see, never from memory', async (_name, ask) => {
  const { countReplayed } = await inquire(twins, ask(twins.names));
  await forgetAll(twins.cached.redis);
  expect(await countReplayed(WALKS.flat(), 1)).toBe(0);
});

describe.each(Object.entries(OF_TABLE))('while the %s cannot be read', (table, questions) => {
  it.each(Object.entries(questions))('%s: what failed is never repeated', async (_name, ask) => {
    const { askCached, cached, plain } = twins;
    const question = ask(twins.names);
    // The tags are there, as in a gateway at work, but neither a value nor a recorded answer.
    await forgetAll(cached.redis);
    await eventually(async () => (await askCached(inOtherWords(question), 'admin')).cache === 'HIT');
    await forgetValues(cached.redis);
    // Who asks is known.
    await askCached({ transport: 'POST /graphql', text: '{ me { id } }' }, 'admin');
    await whileAway(plain.databaseUrl, table, async () => {
      for (let nth = 0; nth <= UNTIL_RECORDED; nth += 1) {
        expect((await askCached(question, 'admin')).text).toContain('INTERNAL_SERVER_ERROR');
      }
    });
    const { walk } = await inquire(twins, question);
    expect(isKept((await walk(['admin'], UNTIL_RECORDED + 1)).get('admin'))).toBe(true);
  });
});

it('whatever changes, everybody gets what they may see now', async () => {
  const before = await replayedBy(twins.cached);
  const property = fc.asyncProperty(story, async (steps) => {
    await act(twins, steps);
  });
  // The limit ends a search for the shortest failing story before jest ends the test, seed and all.
  await fc.assert(property, { numRuns: 20, examples: KNOWN_STORIES, interruptAfterTimeLimit: 45_000 });
  const replayed = (await replayedBy(twins.cached)) - before;
  expect(replayed).toBeGreaterThan(0);
});

/** Without fault, and made of cached values. */
const isKept = (answer: Answer | undefined): boolean =>
  answer !== undefined && isFaultless(answer) && answer.cache !== null;
