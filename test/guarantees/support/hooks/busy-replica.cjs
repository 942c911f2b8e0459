// A replica that now and then takes its time, as on a busy machine, where the order of things matters: after COMMIT, before
// the change is acknowledged, and between loading a value and storing it.
const { setTimeout: sleep } = require('node:timers/promises');
const database = require('../../../../dist/platform/database/database');
const { EntryStore } = require('../../../../dist/platform/cache/entry-store');

const nowAndThen = (ms) => (Math.random() < 0.4 ? sleep(Math.random() * ms) : undefined);

const { connectDatabase } = database;
database.connectDatabase = (options) => {
  const connected = connectDatabase(options);
  const transaction = async (work) => {
    const result = await connected.transaction(work);
    await nowAndThen(250);
    return result;
  };
  return Object.create(connected, { transaction: { value: transaction } });
};

const { put } = EntryStore.prototype;
EntryStore.prototype.put = async function (...given) {
  await nowAndThen(150);
  return put.apply(this, given);
};
