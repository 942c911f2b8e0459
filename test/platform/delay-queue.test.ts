import { setTimeout as sleep } from 'node:timers/promises';
import { DELAYED_MAX, DelayQueue } from '../../src/platform/delay-queue';
import { eventually } from '../support/eventually';

it('sends no refusal at once, all of them in the end, and not all at the same moment', async () => {
  const sent: number[] = [];
  const queue = new DelayQueue([100, 300]);
  for (let nth = 0; nth < 100; nth += 1) queue.hold(() => sent.push(performance.now()));
  expect(sent).toEqual([]);
  expect(queue.count).toBe(100);
  await eventually(() => sent.length === 100);
  const moments = new Set(sent.map((at) => Math.round(at / 10)));
  expect(moments.size).toBeGreaterThan(3);
  expect(queue.count).toBe(0);
});

it('sends all refusals that are due after the process stood still', async () => {
  let sent = 0;
  const queue = new DelayQueue([100, 300]);
  for (let nth = 0; nth < 100; nth += 1) queue.hold(() => (sent += 1));
  for (const end = performance.now() + 1_000; performance.now() < end;);
  await sleep(50);
  expect(sent).toBe(100);
});

it('holds a bounded number of refusals and sends the others at once', () => {
  const queue = new DelayQueue([100, 300]);
  let sent = 0;
  for (let nth = 0; nth < DELAYED_MAX + 3; nth += 1) queue.hold(() => (sent += 1));
  expect(sent).toBe(3);
  expect(queue.count).toBe(DELAYED_MAX);
});
