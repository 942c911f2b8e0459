import { IsBoolean } from '../../shared/validation/class-validator';
import { Field, InputType, ObjectType } from 'type-graphql';
import { MayBeAbsent } from '../../shared/validation/text';

/** The settings of users who have chosen nothing. */
const DEFAULTS = {
  emailNotifications: true,
  smsNotifications: false,
  pushNotifications: true,
  marketingEmails: false,
  assignmentReminders: true,
  deadlineAlerts: true,
};

export type ChosenNotifications = Partial<typeof DEFAULTS>;

@ObjectType({ description: 'What a user wants to be notified about, and how.', simpleResolvers: true })
export class NotificationSettings {
  @Field(() => Boolean, { description: 'By e-mail.' })
  emailNotifications: boolean;

  @Field(() => Boolean, { description: 'By text message.' })
  smsNotifications: boolean;

  @Field(() => Boolean, { description: 'On the device.' })
  pushNotifications: boolean;

  @Field(() => Boolean, { description: 'News and offers.' })
  marketingEmails: boolean;

  @Field(() => Boolean, { description: 'Assignments to be done.' })
  assignmentReminders: boolean;

  @Field(() => Boolean, { description: 'Deadlines that are near.' })
  deadlineAlerts: boolean;
}

@InputType({ description: 'Changes to what the signed-in user wants to be notified about. Absent fields stay.' })
export class NotificationSettingsInput {
  @Field(() => Boolean, { nullable: true, description: 'By e-mail.' })
  @MayBeAbsent()
  @IsBoolean({ message: 'must be true or false' })
  emailNotifications?: boolean;

  @Field(() => Boolean, { nullable: true, description: 'By text message.' })
  @MayBeAbsent()
  @IsBoolean({ message: 'must be true or false' })
  smsNotifications?: boolean;

  @Field(() => Boolean, { nullable: true, description: 'On the device.' })
  @MayBeAbsent()
  @IsBoolean({ message: 'must be true or false' })
  pushNotifications?: boolean;

  @Field(() => Boolean, { nullable: true, description: 'News and offers.' })
  @MayBeAbsent()
  @IsBoolean({ message: 'must be true or false' })
  marketingEmails?: boolean;

  @Field(() => Boolean, { nullable: true, description: 'Assignments to be done.' })
  @MayBeAbsent()
  @IsBoolean({ message: 'must be true or false' })
  assignmentReminders?: boolean;

  @Field(() => Boolean, { nullable: true, description: 'Deadlines that are near.' })
  @MayBeAbsent()
  @IsBoolean({ message: 'must be true or false' })
  deadlineAlerts?: boolean;
}

export const settingsOf = (chosen: ChosenNotifications | null | undefined): NotificationSettings => ({
  ...DEFAULTS,
  ...chosen,
});
