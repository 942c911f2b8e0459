// A loss of Redis' data begins nothing new: the marks it took are forgotten.
const { Era } = require('../../../../dist/platform/cache/era');

Era.prototype.isCurrent = () => true;
