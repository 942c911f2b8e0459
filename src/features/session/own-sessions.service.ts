import type { Cache } from '../../platform/cache/cache';
import { AppError } from '../../platform/errors/app-error';
import type { SessionStore } from '../../platform/sessions/session-store';
import { viewerOf, type RequestContext } from '../../shared/request-context';
import { profileKey } from '../account/account.cache';

/** Lists and ends one's own sessions. */
export class OwnSessions {
  constructor(
    private readonly sessions: SessionStore,
    private readonly cache: Cache,
  ) {}

  async logout(context: RequestContext): Promise<boolean> {
    const viewer = viewerOf(context);
    await this.sessions.end(viewer.id, viewer.session.id);
    await this.cache.forget(profileKey(viewer.id));
    return true;
  }

  /** @returns how many sessions ended */
  async logoutEverywhere(context: RequestContext): Promise<number> {
    const { id } = viewerOf(context);
    const ended = await this.sessions.endAll(id);
    context.auditNotes.endedSessions = ended;
    await this.cache.forget(profileKey(id));
    return ended;
  }

  /** @throws AppError NOT_FOUND */
  async revoke(context: RequestContext, sessionId: string): Promise<boolean> {
    const ended = await this.sessions.end(viewerOf(context).id, sessionId);
    if (!ended) throw new AppError('NOT_FOUND', 'There is no such session.');
    context.auditNotes.endedSessionId = sessionId;
    return true;
  }

  /** @returns how many sessions ended */
  async revokeOthers(context: RequestContext): Promise<number> {
    const viewer = viewerOf(context);
    const ended = await this.sessions.endAllBut(viewer.id, viewer.session.id);
    context.auditNotes.endedSessions = ended;
    return ended;
  }

  async list(context: RequestContext) {
    const viewer = viewerOf(context);
    context.reader.log.untagged = true;
    const sessions = await this.sessions.list(viewer.id);
    return sessions.map((session) => ({
      id: session.id,
      createdAt: new Date(session.createdAt).toISOString(),
      lastSeenAt: new Date(session.lastSeenAt).toISOString(),
      expiresAt: new Date(session.idleEndsAt).toISOString(),
      ip: session.ip,
      userAgent: session.userAgent,
      current: session.id === viewer.session.id,
    }));
  }
}
