import { Args, Ctx, FieldResolver, Int, Query, Resolver } from 'type-graphql';
import { Authorized } from '../../shared/authorized';
import { RateLimited } from '../../shared/rate-limited';
import type { RequestContext } from '../../shared/request-context';
import { User } from '../account/user.type';
import { NewestArgs } from './stats.input';
import { StatsService } from './stats.service';
import { SystemStats } from './stats.type';

@Resolver(() => SystemStats)
export class StatsResolver {
  constructor(private readonly stats: StatsService) {}

  @Authorized('ADMIN')
  @RateLimited('api')
  @Query(() => SystemStats, { description: 'The whole system in numbers; for administrators.' })
  systemStats() {
    return {};
  }

  @FieldResolver(() => Int, { description: 'How many students there are.' })
  students(@Ctx() context: RequestContext) {
    return this.stats.students(context);
  }

  @FieldResolver(() => Int, { description: 'How many trainers there are.' })
  trainers(@Ctx() context: RequestContext) {
    return this.stats.trainers(context);
  }

  @FieldResolver(() => Int, { description: 'How many administrators there are.' })
  admins(@Ctx() context: RequestContext) {
    return this.stats.admins(context);
  }

  @FieldResolver(() => Int, { description: 'How many courses there are that are not archived.' })
  courses(@Ctx() context: RequestContext) {
    return this.stats.courses(context);
  }

  @FieldResolver(() => Int, { description: 'How many lectures there are.' })
  lectures(@Ctx() context: RequestContext) {
    return this.stats.lectures(context);
  }

  @FieldResolver(() => Int, { description: 'How many lectures begin today, in the gateway’s time zone.' })
  lecturesToday(@Ctx() context: RequestContext) {
    return this.stats.lecturesToday(context);
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether PostgreSQL answers. Without it, what is cached is still read, and nothing can be changed.',
  })
  isDatabaseConnected(@Ctx() context: RequestContext) {
    return this.stats.isDatabaseConnected(context);
  }

  @FieldResolver(() => [User], { description: 'The newest users, however their accounts were made.' })
  recentRegistrations(@Args(() => NewestArgs) { first }: NewestArgs, @Ctx() context: RequestContext) {
    return this.stats.recentRegistrations(context, first);
  }
}
