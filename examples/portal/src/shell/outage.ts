import { useSyncExternalStore } from 'react';

let isOut = false;
const listeners = new Set<() => void>();

/** Whether the last attempt to reach the gateway met an outage. */
export function setOutage(now: boolean): void {
  if (now === isOut) return;
  isOut = now;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useOutage = (): boolean => useSyncExternalStore(subscribe, () => isOut);
