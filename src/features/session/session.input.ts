import { Field, InputType } from 'type-graphql';
import { IsPassword, IsText } from '../../shared/validation/text';
import { IsNewPassword, PASSWORD_MAX } from '../account/account.input';

@InputType({ description: 'The credentials of a sign-in.' })
export class LoginInput {
  @Field(() => String, { description: 'E-mail address.' })
  @IsText(254)
  email: string;

  @Field(() => String, { description: 'Password.' })
  @IsPassword(1, PASSWORD_MAX)
  password: string;
}

@InputType({ description: 'A change of the signed-in user’s password.' })
export class ChangePasswordInput {
  @Field(() => String, { description: 'The present password.' })
  @IsPassword(1, PASSWORD_MAX)
  currentPassword: string;

  @Field(() => String, {
    description:
      'The new password: 8 to 128 characters. Common passwords and the user’s own name or e-mail address are refused.',
  })
  @IsNewPassword()
  newPassword: string;
}
