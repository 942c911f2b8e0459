import { IsOptional } from '../../shared/validation/class-validator';
import { ArgsType, Field, InputType } from 'type-graphql';
import { PageArgs } from '../../shared/connection/page-args';
import { IsText } from '../../shared/validation/text';
import { RegisterInput } from '../account/account.input';

@ArgsType()
export class AdminsArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Part of a name or an e-mail address; case does not matter.' })
  @IsOptional()
  @IsText(100, 0)
  search?: string | null;
}

@InputType({ description: 'A new administrator.' })
export class CreateAdminInput extends RegisterInput {}
