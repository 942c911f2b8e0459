const { default: Sequencer } = require('@jest/test-sequencer');

/** What begins last should not be what everything waits for. */
const LONGEST = ['guarantees/never-stale', 'start/start', 'start/build', 'guarantees/never-mixed'];

const rankOf = ({ path }) => {
  const rank = LONGEST.findIndex((name) => path.includes(`/${name}.test.ts`));
  return rank < 0 ? LONGEST.length : rank;
};

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rankOf(a) - rankOf(b));
  }
};
