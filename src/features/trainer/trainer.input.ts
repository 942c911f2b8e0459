import { IsOptional } from '../../shared/validation/class-validator';
import { ArgsType, Field, InputType } from 'type-graphql';
import { PageArgs } from '../../shared/connection/page-args';
import { Gender } from '../../shared/gender';
import { IsText } from '../../shared/validation/text';
import { RegisterInput } from '../account/account.input';

@ArgsType()
export class TrainersArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Part of a name, an e-mail address or an expertise; case does not matter.',
  })
  @IsOptional()
  @IsText(100, 0)
  search?: string | null;
}

@InputType({ description: 'A new trainer.' })
export class RegisterTrainerInput extends RegisterInput {
  @Field(() => String, { nullable: true, description: 'What the trainer teaches, 1 to 200 characters.' })
  @IsOptional()
  @IsText(200)
  expertise?: string | null;

  @Field(() => Gender, { nullable: true, description: 'The gender.' })
  @IsOptional()
  gender?: Gender | null;

  @Field(() => String, { nullable: true, description: 'Required where trainers register by invitation.' })
  @IsOptional()
  @IsText(200, 0)
  inviteCode?: string | null;
}
