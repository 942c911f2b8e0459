import type { Writer } from '../../platform/cache/writer';
import { unauthenticated } from '../../platform/errors/app-error';
import { viewerOf, type RequestContext } from '../../shared/request-context';
import { profileTag, type ProfileSource } from './account.cache';
import type { AccountRepository } from './account.repository';
import { settingsOf, type NotificationSettings, type NotificationSettingsInput } from './notification-settings';

/** What users want to be notified about. */
export class NotificationService {
  constructor(
    private readonly accounts: AccountRepository,
    private readonly profiles: ProfileSource,
    private readonly writer: Writer,
  ) {}

  /** Null for settings of somebody else. */
  async of(context: RequestContext, userId: string): Promise<NotificationSettings | null> {
    if (context.viewer?.id !== userId) return null;
    const profile = await context.reader.read(this.profiles, context.viewer.id);
    return profile && settingsOf(profile.notifications);
  }

  update(context: RequestContext, input: NotificationSettingsInput): Promise<NotificationSettings> {
    const { id } = viewerOf(context);
    return this.writer.write(async (tx) => {
      const chosen = await this.accounts.chooseNotifications(tx, id, { ...input });
      if (!chosen) throw unauthenticated();
      return { value: settingsOf(chosen), tags: [profileTag(id)] };
    });
  }
}
