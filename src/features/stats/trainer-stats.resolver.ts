import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { Authorized } from '../../shared/authorized';
import { RateLimited } from '../../shared/rate-limited';
import type { RequestContext } from '../../shared/request-context';
import { TrainerStatsService } from './trainer-stats.service';
import { TrainerStats } from './trainer-stats.type';

@Resolver()
export class TrainerStatsResolver {
  constructor(private readonly service: TrainerStatsService) {}

  @Authorized('TRAINER', 'ADMIN')
  @RateLimited('api')
  @Query(() => TrainerStats, { description: 'One’s own work in numbers; administrators name the trainer.' })
  trainerStats(
    @Arg('trainerId', () => ID, { nullable: true, description: 'The trainer. Required of administrators.' })
    trainerId: string | null | undefined,
    @Ctx() context: RequestContext,
  ) {
    return this.service.of(context, trainerId);
  }
}
