import { Field, ObjectType } from 'type-graphql';

@ObjectType({ description: 'Where a page lies in its list.', simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether there are more after this page.' })
  hasNextPage: boolean;

  @Field(() => Boolean, { description: 'Whether this page was asked for after a cursor.' })
  hasPreviousPage: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first one of this page.' })
  startCursor: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last one of this page; give it as `after`.' })
  endCursor: string | null;
}
