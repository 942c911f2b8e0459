import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { Class } from '../feature';
import type { RequestContext } from '../request-context';
import type { Counted } from './connection';

/** The service of a list. */
interface CountingService<Filter> {
  count(context: RequestContext, filter: Filter): Promise<number>;
}

/** Makes the resolver class of a connection's `totalCount`. A list that was read whole is not counted again. */
export function totalCountResolver<Filter>(
  connection: Class,
  description = 'How many there are on all pages together.',
) {
  @Resolver(() => connection)
  class TotalCountResolver {
    constructor(private readonly service: CountingService<Filter>) {}

    @FieldResolver(() => Int, { description })
    async totalCount(@Root() { knownCount, filter }: Counted<Filter>, @Ctx() context: RequestContext): Promise<number> {
      return knownCount ?? this.service.count(context, filter);
    }
  }
  return TotalCountResolver;
}
