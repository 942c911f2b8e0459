// Nobody takes off the mark of a writer that died.
const { Marks } = require('../../../../dist/platform/cache/marks');

Marks.prototype.healLater = () => undefined;
