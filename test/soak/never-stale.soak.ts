import path from 'node:path';
import type { History, Promise_ } from '../guarantees/support/history';
import { BUSY, stress, tell, type Conditions } from '../guarantees/support/stress';
import { ALL_FAULTS } from '../guarantees/support/fault-injector';

/** As test/guarantees/never-stale.test.ts, for minutes; and over replicas from which a piece of the protocol was taken. */
const minutes = Number(process.env['SOAK_MINUTES'] ?? 10);
const [READS, KILLS] = [20_000 * minutes, 20 * minutes];

jest.setTimeout((2 * minutes + 30) * 60_000);

test('what was saved, nobody reads older afterwards, for minutes', async () => {
  const report = await stress({
    ...BUSY,
    faults: ALL_FAULTS,
    readsBetween: READS / KILLS / 1.6,
    isOver: ({ reads, kills, history }) => history.violations.length > 0 || (reads >= READS && kills >= KILLS),
  });
  tell('never stale', report);

  expect(report.history.violations.slice(0, 20)).toEqual([]);
});

interface Variant {
  name: string;
  /** What must be violated, one or the other. */
  breaks: Promise_[];
  conditions: Pick<Conditions, 'restMs' | 'slowCommits' | 'faults' | 'readsBetween'>;
}

/** For what goes wrong between two writers. */
const OFTEN = { ...BUSY, faults: ALL_FAULTS, readsBetween: 200 };
/** Slow writers that die, for what stays wrong after them. */
const DEADLY = { restMs: 1_000, slowCommits: { share: 0.95, ms: 2_000 }, readsBetween: 120 };

const VARIANTS: Variant[] = [
  { name: 'delete-after-commit', breaks: ['P1', 'P2', 'P3'], conditions: OFTEN },
  { name: 'bump-after-commit', breaks: ['P2', 'P3'], conditions: OFTEN },
  { name: 'tokens-after-sql', breaks: ['P1', 'P2'], conditions: OFTEN },
  { name: 'intents-by-the-clock', breaks: ['P2', 'P3'], conditions: OFTEN },
  { name: 'intents-for-ever', breaks: ['idle'], conditions: { ...DEADLY, faults: ['kill'] } },
  { name: 'one-generation', breaks: ['P2', 'P3'], conditions: { ...DEADLY, faults: ['loss-and-kill'] } },
];

/* Unless what is missing is found, the test above proves nothing. Each rages until it is. */
test.each(VARIANTS)('$name does not pass', async ({ name, breaks, conditions }) => {
  const isFound = (history: History) => history.violations.some(({ promise }) => breaks.includes(promise));
  const report = await stress({
    ...conditions,
    broken: path.join(__dirname, '../guarantees/support/broken', `${name}.cjs`),
    // Whether the cache falls asleep is seen when all is calm again. The first kill comes before there is much to lose.
    isOver: ({ kills, history }) => (breaks.includes('idle') ? kills >= 4 : isFound(history)),
  });
  tell(name, report);

  expect(isFound(report.history)).toBe(true);
});
