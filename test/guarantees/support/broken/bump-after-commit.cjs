// Tags get new tokens after COMMIT, and no write intents before it.
const { Writer } = require('../../../../dist/platform/cache/writer');

Writer.prototype.write = async function (work) {
  const { value, tags } = await this.database.transaction(async (tx) => {
    const change = await work(tx);
    await change.beforeCommit?.();
    return change;
  });
  await this.intents.release(tags, '0');
  return value;
};
