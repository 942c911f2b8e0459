import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until something holds, without a limit of its own: jest's timeout ends a test that waits in vain. The wait keeps no
 * process alive.
 */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(20, undefined, { ref: false });
}
