const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * The order in which the workers take what there is. What begins last should not be what everything waits for, so the
 * longest come first; and beside one that keeps the processors busy, those that mostly wait, for clocks and elections.
 */
const FIRST = [
  'guarantees/never-stale.test',
  'cache/cluster.test',
  'database/liveness.test',
  'security/authorization-matrix.test',
  'guarantees/fails-well.test',
  'config/reported-at-start.test',
  'app/shutdown.test',
  'guarantees/fails-well-replicas.test',
  'security/sign-in.test',
  'cache/refresh-ahead.test',
  'redis/access.test',
  'import/import-students.test',
  'guarantees/on-sentinels.test',
  'commands/stms.test',
  'commands/doctor.test',
  'guarantees/on-a-cluster.test',
  'embedded/postgres.test',
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
