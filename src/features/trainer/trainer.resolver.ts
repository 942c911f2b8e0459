import { Arg, Args, Authorized, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { RateLimited } from '../../shared/rate-limited';
import type { RequestContext } from '../../shared/request-context';
import { TrainersArgs } from './trainer.input';
import type { TrainerFilter } from './trainer.repository';
import { TrainerService } from './trainer.service';
import { Trainer, TrainerConnection } from './trainer.type';

@Resolver()
export class TrainerResolver {
  constructor(private readonly service: TrainerService) {}

  @Authorized()
  @RateLimited('api')
  @Query(() => Trainer, { nullable: true, description: 'One trainer.' })
  trainer(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @Ctx() context: RequestContext) {
    return this.service.one(context, id);
  }

  @Authorized()
  @RateLimited('api')
  @Query(() => TrainerConnection, { description: 'Trainers by name, then id.' })
  trainers(@Args(() => TrainersArgs) args: TrainersArgs, @Ctx() context: RequestContext) {
    return this.service.page(context, args);
  }
}

@Resolver(() => TrainerConnection)
export class TrainerConnectionResolver {
  constructor(private readonly service: TrainerService) {}

  @FieldResolver(() => Int, { description: 'How many there are on all pages together.' })
  totalCount(@Root() connection: { filter: TrainerFilter }, @Ctx() context: RequestContext): Promise<number> {
    return this.service.count(context, connection.filter);
  }
}
