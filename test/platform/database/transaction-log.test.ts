import type { Database } from '../../../src/platform/database/database';
import { connectTestDatabase, type ConnectedDatabase } from '../../support/connected';

let connected: ConnectedDatabase;
let database: Database;

beforeAll(async () => {
  connected = await connectTestDatabase();
  ({ database } = connected);
});
afterAll(() => connected.drop());

it('knows the outcome of a transaction', async () => {
  const committed = await database.transaction(async (tx) => {
    const xid = await database.currentTransactionId(tx);
    expect(await database.currentTransactionId(tx)).toBe(xid);
    expect(await database.transactionStatus(xid)).toBe('in progress');
    return xid;
  });
  expect(await database.transactionStatus(committed)).toBe('committed');

  let aborted = '';
  const failing = database.transaction(async (tx) => {
    aborted = await database.currentTransactionId(tx);
    throw new Error('changed my mind');
  });
  await expect(failing).rejects.toThrow('changed my mind');
  expect(await database.transactionStatus(aborted)).toBe('aborted');
});

it('knows that an id has not been given out yet, and that one is, even if no later transaction has ended', async () => {
  await database.transaction(async (tx) => {
    const xid = await database.currentTransactionId(tx);
    expect(await database.transactionStatus(xid)).toBe('in progress');
    expect(await database.transactionStatus(String(BigInt(xid) + 1_000_000n))).toBe('never begun');
  });
});

it('lists transactions that run, older and younger than the last that ended, and none of those that ended', async () => {
  await database.transaction(async (older) => {
    const first = await database.currentTransactionId(older);
    const ended = await database.transaction((tx) => database.currentTransactionId(tx));
    await database.transaction(async (younger) => {
      const last = await database.currentTransactionId(younger);
      const running = await database.runningTransactions();
      expect(running).toEqual(expect.arrayContaining([first, last]));
      expect(running).not.toContain(ended);
    });
  });
});
