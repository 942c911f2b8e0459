import type { SessionStore } from '../platform/sessions/session-store';
import type { Job } from './job';

/** Removes what has ended by itself and would otherwise stay as long as its neighbours. */
export const cleanUp = (sessions: SessionStore, compactCounts: () => Promise<number>): Job => ({
  name: 'clean-up',
  async run() {
    const expiredSessions = await sessions.removeExpired();
    return { expiredSessions, compactedCounts: await compactCounts() };
  },
});
