import path from 'node:path';
import type { History, Promise_ } from '../guarantees/support/history';
import { BUSY, storm, tell, type Weather } from '../guarantees/support/storm';
import { ALL_TROUBLES } from '../guarantees/support/trouble';

/** As test/guarantees/never-stale.test.ts, for minutes; and over replicas from which a piece of the protocol was taken. */
const minutes = Number(process.env['SOAK_MINUTES'] ?? 10);
const [READS, KILLS] = [20_000 * minutes, 20 * minutes];

jest.setTimeout((2 * minutes + 30) * 60_000);

test('what was saved, nobody reads older afterwards, for minutes', async () => {
  const report = await storm({
    ...BUSY,
    troubles: ALL_TROUBLES,
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
  weather: Pick<Weather, 'restMs' | 'slowCommits' | 'troubles' | 'readsBetween'>;
}

/** For what goes wrong between two writers. */
const OFTEN = { ...BUSY, troubles: ALL_TROUBLES, readsBetween: 200 };
/** Slow writers that die, for what stays wrong after them. */
const DEADLY = { restMs: 1_000, slowCommits: { share: 0.95, ms: 2_000 }, readsBetween: 120 };

const VARIANTS: Variant[] = [
  { name: 'delete-after-commit', breaks: ['P1', 'P2', 'P3'], weather: OFTEN },
  { name: 'bump-after-commit', breaks: ['P2', 'P3'], weather: OFTEN },
  { name: 'tokens-after-sql', breaks: ['P1', 'P2'], weather: OFTEN },
  { name: 'marks-by-the-clock', breaks: ['P2', 'P3'], weather: OFTEN },
  { name: 'marks-for-ever', breaks: ['idle'], weather: { ...DEADLY, troubles: ['kill'] } },
  { name: 'one-era', breaks: ['P2', 'P3'], weather: { ...DEADLY, troubles: ['loss-and-kill'] } },
];

/* Unless what is missing is found, the test above proves nothing. Each rages until it is. */
test.each(VARIANTS)('$name does not pass', async ({ name, breaks, weather }) => {
  const isFound = (history: History) => history.violations.some(({ promise }) => breaks.includes(promise));
  const report = await storm({
    ...weather,
    broken: path.join(__dirname, '../guarantees/support/broken', `${name}.cjs`),
    // Whether the cache falls asleep is seen when all is calm again. The first kill comes before there is much to lose.
    isOver: ({ kills, history }) => (breaks.includes('idle') ? kills >= 4 : isFound(history)),
  });
  tell(name, report);

  expect(isFound(report.history)).toBe(true);
});
