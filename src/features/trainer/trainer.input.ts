import { IsOptional } from 'class-validator';
import { ArgsType, Field } from 'type-graphql';
import { PageArgs } from '../../shared/connection/page-args';
import { IsText } from '../../shared/validation/text';

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
