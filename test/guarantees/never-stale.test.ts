import { ALL_FAULTS } from './support/fault-injector';
import { BUSY, stress, tell } from './support/stress';

/*
 * Enough for what is wrong with the protocol to show: with changes that are announced after COMMIT only, or entries that are
 * deleted after it, less than half of these reads was needed. `npm run soak` runs for minutes, and over such variants.
 */
const READS = 2_000;
const KILLS = 3;

jest.setTimeout(10 * 60_000);

test('what was saved, nobody reads older afterwards: under kills, pauses and losses of data', async () => {
  const report = await stress({
    ...BUSY,
    faults: ALL_FAULTS,
    readsBetween: READS / KILLS / 1.6,
    isOver: ({ reads, kills, history }) => history.violations.length > 0 || (reads >= READS && kills >= KILLS),
  });
  tell('never stale', report);

  expect(report.history.violations).toEqual([]);
});
