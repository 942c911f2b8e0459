const { default: Sequencer } = require('@jest/test-sequencer');

/** What begins last should not be what everything waits for. */
const LONGEST = [
  'guarantees/never-stale.test',
  'guarantees/fails-well',
  'e2e/start.e2e',
  'e2e/portal',
  'guarantees/never-mixed',
];

const rankOf = ({ path }) => {
  const rank = LONGEST.findIndex((name) => path.includes(`/${name}`));
  return rank < 0 ? LONGEST.length : rank;
};

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rankOf(a) - rankOf(b));
  }
};
