import { IsOptional } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { IsEmailAddress, IsPassword, IsPhone, IsText, MayBeAbsent } from '../../shared/validation/text';

const PASSWORD_MIN = 8;
export const PASSWORD_MAX = 128;

/** A password that may be chosen, as far as its length says. */
export const IsNewPassword = (): PropertyDecorator => IsPassword(PASSWORD_MIN, PASSWORD_MAX);

/** What everybody who gets an account gives. */
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

@InputType({ description: 'Changes to the signed-in user’s profile. Absent fields stay; null clears optional fields.' })
export class UpdateProfileInput {
  @Field(() => String, { nullable: true, description: 'Full name, 1 to 200 characters.' })
  @MayBeAbsent()
  @IsText(200)
  name?: string;

  @Field(() => String, { nullable: true, description: 'Phone number, at most 32 characters. Students and trainers.' })
  @IsOptional()
  @IsPhone(32)
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'The course. Students only.' })
  @MayBeAbsent()
  @IsText(200)
  course?: string;

  @Field(() => String, { nullable: true, description: 'The expertise. Trainers only.' })
  @MayBeAbsent()
  @IsText(200)
  expertise?: string;
}
