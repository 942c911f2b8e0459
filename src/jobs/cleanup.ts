import type { Database } from '../platform/database/database';
import { forgetSearches } from '../platform/database/kept-searches';
import { compactCounts } from '../platform/database/row-counts';
import type { SessionStore } from '../platform/sessions/session-store';
import type { Counts, Job } from './job';

/** Removes expired sessions, folds the lines of kept counts, and forgets kept searches. Otherwise they would pile up. */
export const cleanUp = (sessions: SessionStore, database: Database): Job => ({
  name: 'clean-up',
  async run(signal): Promise<Counts> {
    const expiredSessions = await sessions.removeExpired(signal);
    if (signal.aborted) return { expiredSessions };
    const compactedCounts = await compactCounts(database);
    return { expiredSessions, compactedCounts, forgottenChanges: await forgetSearches(database) };
  },
});
