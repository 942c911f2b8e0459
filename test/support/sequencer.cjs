const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * The order in which the two workers take what there is. What begins last should not be what everything waits for, and
 * the longest of all keeps both processors busy: beside it come those that mostly wait, for clocks and elections.
 */
const FIRST = [
  'guarantees/never-stale.test',
  'cache/cluster.test',
  'database/liveness.test',
  'guarantees/fails-well.test',
  'cache/refresh-ahead.test',
  'redis/access.test',
  'guarantees/on-sentinels.test',
  'commands/doctor.test',
  'guarantees/never-mixed.test',
  'e2e/start.e2e',
  'e2e/portal',
];

const rankOf = ({ path }) => {
  const rank = FIRST.findIndex((name) => path.includes(`/${name}`));
  return rank < 0 ? FIRST.length : rank;
};

module.exports = class GatewaySequencer extends Sequencer {
  /** Where nothing is said here, jest's own order: the slowest of the last run first, or else the largest file. */
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rankOf(a) - rankOf(b));
  }
};
