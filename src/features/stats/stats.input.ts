import { IsOptional, Max, Min } from '../../shared/validation/class-validator';
import { ArgsType, Field, Int } from 'type-graphql';

@ArgsType()
export class NewestArgs {
  @Field(() => Int, { nullable: true, defaultValue: 3, description: 'How many to return, 1 to 100.' })
  @IsOptional()
  @Min(1, { message: 'must be from 1 to 100' })
  @Max(100, { message: 'must be from 1 to 100' })
  first: number | null;
}
