import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { within } from '../../src/platform/deadline';

const late = () => new Error('late');

/** Keeps the event loop for `ms` milliseconds, as a burst of requests does. */
function standStill(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

it('what is never answered is late, and not at once', async () => {
  const began = performance.now();
  await expect(within(new Promise(() => undefined), 100, late)).rejects.toThrow('late');
  expect(performance.now() - began).toBeGreaterThan(80);
});

it('answers and failures are passed on', async () => {
  await expect(within(Promise.resolve(1), 100, late)).resolves.toBe(1);
  await expect(within(Promise.reject(new Error('no')), 100, late)).rejects.toThrow('no');
});

it('time in which this process stood still does not count', async () => {
  const answer = async () => {
    for (let nth = 0; nth < 3; nth += 1) {
      await turn();
      standStill(150);
    }
    await sleep(10);
    return 'answered';
  };
  await expect(within(answer(), 250, late)).resolves.toBe('answered');
});
