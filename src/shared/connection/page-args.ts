import { IsOptional, Max, MaxLength, Min } from '../validation/class-validator';
import { ArgsType, Field, Int } from 'type-graphql';

export const DEFAULT_PAGE = 20;
export const LARGEST_PAGE = 100;

@ArgsType()
export class PageArgs {
  @Field(() => Int, { nullable: true, defaultValue: 20, description: 'The number of items to return, 1 to 100.' })
  @IsOptional()
  @Min(1, { message: 'must be between 1 and 100' })
  @Max(100, { message: 'must be between 1 and 100' })
  first: number | null;

  @Field(() => String, { nullable: true, description: 'Return the items after this cursor.' })
  @IsOptional()
  @MaxLength(2_000, { message: 'is not a cursor of this list' })
  after?: string | null;
}
