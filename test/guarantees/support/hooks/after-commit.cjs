// After each COMMIT of a change, asks the test at AFTER_COMMIT whether to go on: it may take the servers away first.
const database = require('../../../../dist/platform/database/database');

const { connectDatabase } = database;

database.connectDatabase = (options) => {
  const connected = connectDatabase(options);
  const transaction = async (work) => {
    const result = await connected.transaction(work);
    await fetch(process.env.AFTER_COMMIT);
    return result;
  };
  return Object.create(connected, { transaction: { value: transaction } });
};
