import path from 'node:path';
import type { History, Promise_ } from './support/history';
import { stress, type Report, type Conditions } from './support/stress';
import { ALL_FAULTS } from './support/fault-injector';

/** Minutes to run for, instead of until enough was read. */
const minutes = Number(process.env['GUARANTEE_MINUTES'] ?? 0);

const READS = minutes > 0 ? 200_000 : 20_000;
const KILLS = minutes > 0 ? 200 : 20;

jest.setTimeout((minutes + 10) * 60_000);

const tell = (name: string, { reads, writes, kills, faults, history }: Report) =>
  process.stdout.write(
    `${name}: ${JSON.stringify({ reads, writes, kills, ...faults, violations: history.tally() })}\n`,
  );

test('what was saved, nobody reads older afterwards: under kills, pauses and losses of data', async () => {
  const end = performance.now() + minutes * 60_000;
  const report = await stress({
    restMs: 2_000,
    slowCommits: { share: 0.1, ms: 600 },
    faults: ALL_FAULTS,
    readsBetween: READS / KILLS / 1.6,
    isOver: ({ reads, kills, history }) =>
      history.violations.length > 0 || (reads >= READS && kills >= KILLS && performance.now() >= end),
  });
  tell('never stale', report);

  expect(report.history.violations.slice(0, 20)).toEqual([]);
  expect(report.reads).toBeGreaterThanOrEqual(READS);
  expect(report.kills).toBeGreaterThanOrEqual(KILLS);
});

interface Variant {
  name: string;
  /** What must be violated, one or the other. */
  breaks: Promise_[];
  /** It may take minutes until it shows. */
  isSubtle?: boolean;
  conditions: Pick<Conditions, 'restMs' | 'slowCommits' | 'faults' | 'readsBetween'>;
}

/** Busy writers, for what goes wrong between two of them. */
const BUSY = { restMs: 200, slowCommits: { share: 0.3, ms: 600 }, faults: ALL_FAULTS, readsBetween: 200 };
/** Slow writers that die, for what stays wrong after them. */
const DEADLY = { restMs: 1_000, slowCommits: { share: 0.95, ms: 2_000 }, readsBetween: 120 };

const VARIANTS: Variant[] = [
  { name: 'delete-after-commit', breaks: ['P1', 'P2'], conditions: BUSY },
  { name: 'bump-after-commit', isSubtle: true, breaks: ['P2'], conditions: BUSY },
  { name: 'tokens-after-sql', breaks: ['P1', 'P2'], conditions: BUSY },
  { name: 'intents-by-the-clock', isSubtle: true, breaks: ['P2', 'P3'], conditions: BUSY },
  { name: 'intents-for-ever', breaks: ['idle'], conditions: { ...DEADLY, faults: ['kill'] } },
  {
    name: 'one-generation',
    isSubtle: true,
    breaks: ['P2', 'P3'],
    conditions: { ...DEADLY, faults: ['loss-and-kill'] },
  },
];

/*
 * The same stress over replicas from which a piece of the protocol was taken: unless that is found, the test above proves
 * nothing. Each rages until it is.
 */
test.each(VARIANTS.filter(({ isSubtle }) => minutes > 0 || !isSubtle))(
  '$name does not pass',
  async ({ name, breaks, conditions }) => {
    const isFound = (history: History) => history.violations.some(({ promise }) => breaks.includes(promise));
    const report = await stress({
      ...conditions,
      broken: path.join(__dirname, 'support/broken', `${name}.cjs`),
      // Whether the cache falls asleep is seen when all is calm again. The first kill comes before there is much to lose.
      isOver: ({ kills, history }) => (breaks.includes('idle') ? kills >= 4 : isFound(history)),
    });
    tell(name, report);

    expect(isFound(report.history)).toBe(true);
  },
);
