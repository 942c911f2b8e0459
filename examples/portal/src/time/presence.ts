/** Milliseconds. */
const AWAY_AFTER_MS = 10 * 60_000;

let lastSeen = Date.now();
for (const event of ['pointerdown', 'pointermove', 'keydown', 'wheel']) {
  window.addEventListener(event, () => (lastSeen = Date.now()), { passive: true });
}

/**
 * Whether nobody is before the screen. What is asked by itself is not asked then: it would keep the session of somebody who
 * has left alive, and the gateway ends it when it is not used.
 */
export const isAway = (): boolean => document.hidden || Date.now() - lastSeen > AWAY_AFTER_MS;
