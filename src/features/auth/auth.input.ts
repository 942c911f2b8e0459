import { IsOptional } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { IsEmailAddress, IsPassword, IsPhone, IsText, MayBeAbsent } from '../validation/text';

const PASSWORD_MIN = 8;
const PASSWORD_MAX = 128;

@InputType()
abstract class RegisterInput {
  @Field(() => String, { description: 'Full name, 1 to 200 characters.' })
  @IsText(200)
  name: string;

  @Field(() => String, { description: 'E-mail address, at most 254 characters; case does not matter.' })
  @IsEmailAddress()
  email: string;

  @Field(() => String, {
    description: '8 to 128 characters of any kind; common ones, one’s name and e-mail address are refused.',
  })
  @IsPassword(PASSWORD_MIN, PASSWORD_MAX)
  password: string;

  @Field(() => String, { nullable: true, description: 'Phone number, at most 32 characters.' })
  @IsOptional()
  @IsPhone(32)
  phone?: string | null;
}

@InputType({ description: 'A new student.' })
export class RegisterStudentInput extends RegisterInput {
  @Field(() => String, { description: 'The course to enrol in, 1 to 200 characters.' })
  @IsText(200)
  course: string;
}

@InputType({ description: 'A new trainer.' })
export class RegisterTrainerInput extends RegisterInput {
  @Field(() => String, { description: 'What the trainer teaches, 1 to 200 characters.' })
  @IsText(200)
  expertise: string;

  @Field(() => String, { nullable: true, description: 'Needed where trainers are registered by invitation.' })
  @IsOptional()
  @IsText(200, 0)
  inviteCode?: string | null;
}

@InputType({ description: 'Who signs in.' })
export class LoginInput {
  @Field(() => String, { description: 'E-mail address.' })
  @IsText(254)
  email: string;

  @Field(() => String, { description: 'Password.' })
  @IsPassword(1, PASSWORD_MAX)
  password: string;
}

@InputType({ description: 'A change of one’s password.' })
export class ChangePasswordInput {
  @Field(() => String, { description: 'The password as it is.' })
  @IsPassword(1, PASSWORD_MAX)
  currentPassword: string;

  @Field(() => String, {
    description:
      'The new one: 8 to 128 characters of any kind; common ones, one’s name and e-mail address are refused.',
  })
  @IsPassword(PASSWORD_MIN, PASSWORD_MAX)
  newPassword: string;
}

@InputType({ description: 'Changes to one’s profile; what is absent stays, null clears the phone number.' })
export class UpdateProfileInput {
  @Field(() => String, { nullable: true, description: 'Full name, 1 to 200 characters.' })
  @MayBeAbsent()
  @IsText(200)
  name?: string;

  @Field(() => String, { nullable: true, description: 'Phone number, at most 32 characters; students and trainers.' })
  @IsOptional()
  @IsPhone(32)
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'The course; students.' })
  @MayBeAbsent()
  @IsText(200)
  course?: string;

  @Field(() => String, { nullable: true, description: 'The expertise; trainers.' })
  @MayBeAbsent()
  @IsText(200)
  expertise?: string;
}
