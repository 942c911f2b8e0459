import {
  hashQueue,
  RUNNING_MAX,
  WAITING_MAX,
  whenCoreIsFree,
  withPlace,
} from '../../../src/features/account/hash-queue';
import { eventually } from '../../support/eventually';

/** Work that ends when it is refusals to. */
function jobs(count: number) {
  const finish: (() => void)[] = [];
  const begun: number[] = [];
  const all = Array.from({ length: count }, (_, nth) =>
    whenCoreIsFree(async () => {
      begun.push(nth);
      await new Promise<void>((resolve) => finish.push(resolve));
      return nth;
    }),
  );
  return { all, begun, finish };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

async function finishAll({ all, finish }: ReturnType<typeof jobs>): Promise<PromiseSettledResult<number>[]> {
  const settled = Promise.allSettled(all);
  let isOver = false;
  void settled.then(() => (isOver = true));
  while (!isOver) {
    finish.splice(0).forEach((end) => end());
    await turn();
  }
  return settled;
}

it('runs no more at once than there are cores for it, the others in the order they came', async () => {
  const some = jobs(RUNNING_MAX + 3);
  await turn();
  expect(some.begun).toHaveLength(RUNNING_MAX);
  some.finish.shift()?.();
  await turn();
  expect(some.begun).toHaveLength(RUNNING_MAX + 1);
  await finishAll(some);
  expect(some.begun).toEqual([...some.begun.keys()]);
});

it('lets so many wait and refuses the rest, after a delay and before any is done; until then both count as queued', async () => {
  const before = hashQueue.refused();
  const many = jobs(RUNNING_MAX + WAITING_MAX + 7);
  const refusals: number[] = [];
  many.all.forEach((job, nth) => void job.catch(() => refusals.push(nth)));
  await turn();
  expect(hashQueue.refused() - before).toBe(7);
  expect(refusals).toEqual([]); // at once they would only ask again
  expect(hashQueue.queued()).toBe(WAITING_MAX + 7);
  await eventually(() => refusals.length === 7);
  expect(refusals.sort((a, b) => a - b)[0]).toBe(RUNNING_MAX + WAITING_MAX);
  expect(hashQueue.queued()).toBe(WAITING_MAX);
  const settled = await finishAll(many);
  expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(RUNNING_MAX + WAITING_MAX);
});

it('refuses a batch that does not fit before it does any of it', async () => {
  const begun: number[] = [];
  const finish: (() => void)[] = [];
  const places = RUNNING_MAX + WAITING_MAX;
  const all = Array.from({ length: places + 7 }, (_, nth) =>
    withPlace(async () => {
      begun.push(nth);
      await new Promise<void>((resolve) => finish.push(resolve));
    }),
  );
  const refused = await Promise.allSettled(all.slice(places));
  expect(refused.map((one) => one.status === 'rejected' && (one.reason as { code?: string }).code)).toEqual(
    Array<string>(7).fill('SERVICE_UNAVAILABLE'),
  );
  expect(begun).toEqual([...Array(places).keys()]);
  finish.forEach((end) => end());
  await Promise.all(all.slice(0, places));
  expect(await withPlace(async () => 'done')).toBe('done');
});

it('takes work again after a failure', async () => {
  const failing = Array.from({ length: RUNNING_MAX + WAITING_MAX }, () =>
    withPlace(() => whenCoreIsFree(() => Promise.reject(new Error('broken')))),
  );
  expect((await Promise.allSettled(failing)).every(({ status }) => status === 'rejected')).toBe(true);
  expect(await withPlace(() => whenCoreIsFree(async () => 'done'))).toBe('done');
});
