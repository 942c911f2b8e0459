import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Authorized } from '../../shared/authorized';
import type { RequestContext } from '../../shared/request-context';
import { NotificationSettings, NotificationSettingsInput } from './notification-settings';
import { NotificationService } from './notification.service';
import { User } from './user.type';

@Resolver(() => User)
export class NotificationsResolver {
  constructor(private readonly service: NotificationService) {}

  @FieldResolver(() => NotificationSettings, {
    nullable: true,
    description: 'What the user wants to be notified about. Only the user sees it; null for other viewers.',
  })
  notificationSettings(@Root() user: User, @Ctx() context: RequestContext) {
    return this.service.of(context, user.id);
  }

  @Authorized()
  @Mutation(() => NotificationSettings, { description: 'Changes what the signed-in user wants to be notified about.' })
  updateNotificationSettings(
    @Arg('input', () => NotificationSettingsInput, { description: 'The changes.' }) input: NotificationSettingsInput,
    @Ctx() context: RequestContext,
  ) {
    return this.service.update(context, input);
  }
}
