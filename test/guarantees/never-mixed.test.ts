import { isFaultless, type Answer } from './mixed/asking';
import { forgetAll, openCampus, VIEWERS, type Campus } from './mixed/campus';
import { NEVER_REPEATED, REPEATED } from './mixed/questions';
import { inquire } from './mixed/inquiry';
import { balancedWalks } from './mixed/walks';

/*
 * Never mixed: what one viewer may see is never replayed to another who may not; errors, nulls of failure and partial
 * answers are never cached. A second gateway, without a cache, on the same databases says what is right.
 */

let campus: Campus;
beforeAll(async () => {
  campus = await openCampus();
});
afterAll(() => campus.close());

/** Everybody asks right after everybody else, and everybody is once the first to ask. */
const WALKS = balancedWalks(VIEWERS);
/** The first answer brings the tags into being, the second is recorded under them, the third is a repetition. */
const UNTIL_REPEATED = 3;

it('everybody follows everybody, and begins once', () => {
  const pairs = WALKS.flatMap((walk) => walk.slice(1).map((viewer, nth) => `${walk[nth]} ${viewer}`));
  expect(new Set(pairs).size).toBe(VIEWERS.length * (VIEWERS.length - 1));
  expect(new Set(WALKS.map(([first]) => first)).size).toBe(VIEWERS.length);
});

it.each(Object.entries(REPEATED))('%s: to each what it may see, again and again', async (_name, ask) => {
  const { walk, countReplayed } = await inquire(campus, ask(campus.names));
  for (const viewers of WALKS) {
    await forgetAll(campus.cached.redis);
    await walk(viewers, UNTIL_REPEATED);
  }
  const last = await walk(VIEWERS, 1);
  const kept = VIEWERS.filter((viewer) => isKept(last.get(viewer)));
  expect(kept).not.toEqual([]);
  expect(kept.map((viewer) => last.get(viewer)?.cache)).toEqual(kept.map(() => 'HIT'));
  expect(await countReplayed(kept, 1)).toBe(kept.length);
  const others = VIEWERS.filter((viewer) => !kept.includes(viewer));
  expect(await countReplayed(others, UNTIL_REPEATED)).toBe(0);
});

it.each(Object.entries(NEVER_REPEATED))('%s: to each what it may see, never from memory', async (_name, ask) => {
  const { countReplayed } = await inquire(campus, ask(campus.names));
  await forgetAll(campus.cached.redis);
  expect(await countReplayed(WALKS.flat(), 1)).toBe(0);
});

/** Without fault, and made of cached values. */
const isKept = (answer: Answer | undefined): boolean =>
  answer !== undefined && isFaultless(answer) && answer.cache !== null;
