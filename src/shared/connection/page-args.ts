import { IsOptional, Max, MaxLength, Min } from 'class-validator';
import { ArgsType, Field, Int } from 'type-graphql';

export const DEFAULT_PAGE = 20;
export const LARGEST_PAGE = 100;

@ArgsType()
export class PageArgs {
  @Field(() => Int, { nullable: true, defaultValue: 20, description: 'How many to return, 1 to 100.' })
  @IsOptional()
  @Min(1, { message: 'must be from 1 to 100' })
  @Max(100, { message: 'must be from 1 to 100' })
  first: number | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last one already seen.' })
  @IsOptional()
  @MaxLength(2_000, { message: 'is not a cursor of this list' })
  after?: string | null;
}
