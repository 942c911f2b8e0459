import { setTimeout as sleep } from 'node:timers/promises';
import { DELAYED_MAX, DelayQueue } from '../../src/platform/delay-queue';
import { eventually } from '../support/eventually';

it('tells nobody at once, all in the end, and not all at the same time', async () => {
  const told: number[] = [];
  let emptied = 0;
  const held = new DelayQueue(() => (emptied += 1));
  for (let nth = 0; nth < 100; nth += 1) held.hold(performance.now(), () => told.push(performance.now()));
  expect(told).toEqual([]);
  expect(held.count).toBe(100);
  await eventually(() => told.length === 100);
  const moments = new Set(told.map((at) => Math.round(at / 10)));
  expect(moments.size).toBeGreaterThan(3);
  expect(held.count).toBe(0);
  expect(emptied).toBe(1);
});

it('counts from when the client asked: who has waited for long is told before those who have just come', async () => {
  const told: string[] = [];
  const held = new DelayQueue();
  held.hold(performance.now(), () => told.push('has just come'));
  held.hold(performance.now() - 5_000, () => told.push('has waited'));
  await eventually(() => told.length === 2);
  expect(told).toEqual(['has waited', 'has just come']);
});

it('tells all that are due when the process stood still meanwhile', async () => {
  let told = 0;
  const held = new DelayQueue();
  for (let nth = 0; nth < 100; nth += 1) held.hold(performance.now(), () => (told += 1));
  for (const end = performance.now() + 1_000; performance.now() < end;);
  await sleep(50);
  expect(told).toBe(100);
});

it('holds so many and no more: the rest is told at once', () => {
  const held = new DelayQueue();
  let told = 0;
  for (let nth = 0; nth < DELAYED_MAX + 3; nth += 1) held.hold(performance.now() - 10_000, () => (told += 1));
  expect(told).toBe(3);
  expect(held.count).toBe(DELAYED_MAX);
});
