import { Ctx, Query, Resolver } from 'type-graphql';
import type { Bucket, Limiter, Standing } from '../../platform/rate-limit/limiter';
import { networkOf } from '../../platform/rate-limit/network';
import type { RequestContext } from '../../shared/request-context';
import { Uncounted } from '../../shared/root-field-marks';
import { RateLimitStatus } from './limits.type';

@Resolver()
export class LimitsResolver {
  constructor(private readonly limiter: Limiter) {}

  @Uncounted()
  @Query(() => [RateLimitStatus], {
    description:
      'How the caller’s limits stand: those of its network address, and with a token the user’s. Asking for nothing else ' +
      'uses none of them up. Limits that are off are left out.',
  })
  async rateLimits(@Ctx() context: RequestContext): Promise<RateLimitStatus[]> {
    context.reader.log.untagged = true;
    const standings = await this.limiter.look(bucketsOf(context));
    return standings.map(toStatus);
  }
}

/** Without the limit per e-mail address: anybody could ask about somebody else's address. */
function bucketsOf({ viewer, ip }: RequestContext): Bucket[] {
  const network = networkOf(ip);
  const own: Bucket[] = viewer ? [['user', viewer.id]] : [['api', network]];
  // Administrators do not enter codes.
  if (viewer && viewer.role !== 'ADMIN') own.push(['code', viewer.id]);
  return [...own, ['login_ip', network], ['register', network]];
}

const toStatus = ({ limit, ...rest }: Standing): RateLimitStatus => ({
  ...rest,
  limit: limit.max,
  windowSeconds: Math.ceil(limit.windowMs / 1000),
});
