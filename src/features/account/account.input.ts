import { IsOptional } from '../../shared/validation/class-validator';
import { Field, InputType } from 'type-graphql';
import { Gender } from '../../shared/gender';
import { Day } from '../../shared/scalars/date.scalar';
import { IsBirthday } from '../../shared/validation/day';
import { IsEmailAddress, IsPassword, IsPhone, IsText, MayBeAbsent } from '../../shared/validation/text';

const PASSWORD_MIN = 8;
export const PASSWORD_MAX = 128;

/** A new password: only its length is checked here. */
export const IsNewPassword = (): PropertyDecorator => IsPassword(PASSWORD_MIN, PASSWORD_MAX);

/** The fields of every registration. */
@InputType()
export abstract class RegisterInput {
  @Field(() => String, { description: 'Full name, 1 to 200 characters.' })
  @IsText(200)
  name: string;

  @Field(() => String, { description: 'E-mail address, at most 254 characters. Case does not matter.' })
  @IsEmailAddress()
  email: string;

  @Field(() => String, {
    description: '8 to 128 characters. Common passwords and the user’s own name or e-mail address are refused.',
  })
  @IsNewPassword()
  password: string;

  @Field(() => String, { nullable: true, description: 'Phone number, at most 32 characters.' })
  @IsOptional()
  @IsPhone(32)
  phone?: string | null;
}

/** The fields that can be changed, for people of every role. */
@InputType()
abstract class PersonChangesInput {
  @Field(() => String, { nullable: true, description: 'Full name, 1 to 200 characters.' })
  @MayBeAbsent()
  @IsText(200)
  name?: string;

  @Field(() => String, { nullable: true, description: 'Phone number, at most 32 characters.' })
  @IsOptional()
  @IsPhone(32)
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'About the person, at most 1,000 characters.' })
  @IsOptional()
  @IsText(1_000, 0)
  bio?: string | null;

  @Field(() => String, { nullable: true, description: 'Where the person lives or works, 1 to 200 characters.' })
  @IsOptional()
  @IsText(200)
  location?: string | null;

  @Field(() => String, { nullable: true, description: 'The branch, 1 to 200 characters. Students only.' })
  @MayBeAbsent()
  @IsText(200)
  branch?: string;

  @Field(() => String, { nullable: true, description: 'The year, at most 32 characters. Students only.' })
  @IsOptional()
  @IsText(32, 0)
  year?: string | null;

  @Field(() => Gender, { nullable: true, description: 'The gender. Students and trainers.' })
  @IsOptional()
  gender?: Gender | null;

  @Field(() => Day, { nullable: true, description: 'The date of birth. Students only.' })
  @IsOptional()
  @IsBirthday()
  dateOfBirth?: string | null;

  @Field(() => String, { nullable: true, description: 'The expertise, 1 to 200 characters. Trainers only.' })
  @IsOptional()
  @IsText(200)
  expertise?: string | null;
}

@InputType({ description: 'Changes to the signed-in user’s profile. Absent fields stay; null clears optional fields.' })
export class UpdateProfileInput extends PersonChangesInput {
  @Field(() => String, {
    nullable: true,
    description: 'A new password, with the present one. All other sessions of the user end.',
  })
  @MayBeAbsent()
  @IsNewPassword()
  password?: string;

  @Field(() => String, { nullable: true, description: 'The present password. Required with a new one.' })
  @MayBeAbsent()
  @IsPassword(1, PASSWORD_MAX)
  currentPassword?: string;
}

@InputType({
  description:
    'Changes to a user, by an administrator. Absent fields stay; null clears optional fields. A new password or e-mail address ends all sessions of the user, except that of the request.',
})
export class UpdateUserInput extends PersonChangesInput {
  @Field(() => String, { nullable: true, description: 'E-mail address, at most 254 characters.' })
  @MayBeAbsent()
  @IsEmailAddress()
  email?: string;

  @Field(() => String, { nullable: true, description: 'A new password, 8 to 128 characters.' })
  @MayBeAbsent()
  @IsNewPassword()
  password?: string;

  @Field(() => String, {
    nullable: true,
    description: 'The roll number, at most 32 characters. No two students have the same. Students only.',
  })
  @IsOptional()
  @IsText(32, 0)
  rollNo?: string | null;
}
