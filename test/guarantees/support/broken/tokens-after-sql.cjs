// The versions that a value is stored under are read after the value.
const { bearing, EntryStore } = require('../../../../dist/platform/cache/entry-store');

const { setTimeout: sleep } = require('node:timers/promises');

const { put } = EntryStore.prototype;

EntryStore.prototype.put = async function (asks, texts, storing) {
  await sleep(50); // as under load
  const { versions } = await this.look(asks);
  return put.call(this, asks, texts, { ...storing, under: bearing(versions) });
};
