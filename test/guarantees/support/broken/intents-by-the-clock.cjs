// A write intent counts as released after 200 ms, without asking PostgreSQL what became of its transaction.
const tags = require('../../../../dist/platform/cache/tag');

tags.hasIntents = (version) => tags.intentsOf(version).some(({ setAt }) => Date.now() - setAt < 200);
