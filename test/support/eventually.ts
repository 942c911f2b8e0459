import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until something holds, however long that takes: a test that waits in vain ends by jest's own timeout, and the
 * waiting keeps nothing alive.
 */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(20, undefined, { ref: false });
}
