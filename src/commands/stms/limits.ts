import { isIP } from 'node:net';
import { loadOperatorConfig, type OperatorConfig } from '../../config/env';
import { isEmailAddress, normalizeEmail } from '../../shared/validation/text';
import { parseUuid } from '../../platform/database/ids';
import { Limiter, type Bucket } from '../../platform/rate-limit/limiter';
import { networkOf } from '../../platform/rate-limit/network';
import { say, UsageError, type Call } from '../../shared/command/command';
import { counted, printJson, printTable } from '../../shared/command/output';
import { withRedis } from '../command-redis';
import { findAccountId } from './account';

export function showLimits(call: Call): Promise<void> {
  return withBuckets(call, async (limiter, buckets) => {
    const standings = await limiter.look(buckets);
    // A policy that is off has no standing.
    const identities = buckets.filter(([policy]) => limiter.limits[policy]).map(([, identity]) => identity);
    const rows = standings.map((standing, nth) => ({ ...standing, identity: identities[nth] ?? '' }));
    if (call.isOn('json')) {
      return printJson(
        rows.map(({ policy, identity, limit, remaining, resetSeconds }) => ({
          ...{ policy, identity, max: limit.max, windowSeconds: limit.windowMs / 1000, remaining, resetSeconds },
        })),
      );
    }
    if (rows.length === 0) return say('These limits are off.');
    printTable(
      ['POLICY', 'REMAINING', 'RESET', 'COUNTED FOR'],
      rows.map(({ policy, identity, limit, remaining, resetSeconds }) => [
        policy,
        `${remaining} of ${limit.max}`,
        resetSeconds === 0 ? '-' : `in ${resetSeconds} s`,
        identity,
      ]),
    );
  });
}

export function resetLimits(call: Call): Promise<void> {
  return withBuckets(call, async (limiter, buckets) => {
    const reset = await limiter.reset(buckets);
    if (call.isOn('json')) return printJson({ reset });
    say(reset === 0 ? 'None of these limits had counted anything.' : `Reset ${counted(reset, 'limit')}.`);
  });
}

function withBuckets(call: Call, work: (limiter: Limiter, buckets: Bucket[]) => Promise<void>): Promise<void> {
  const config = loadOperatorConfig();
  const bucketsOf = bucketsFor(config, call.subject);
  return withRedis(config, async (redis) => {
    const limiter = new Limiter(redis, config.rateLimits);
    await work(limiter, await bucketsOf(limiter));
  });
}

/** All buckets of an e-mail address, an IP address or a user's id. @throws UsageError for other text */
function bucketsFor(config: OperatorConfig, subject: string): (limiter: Limiter) => Promise<Bucket[]> {
  const ip = subject.replace(/\/64$/, '');
  if (isIP(ip) !== 0) {
    const network = networkOf(ip);
    return async () => [
      ['login_ip', network],
      ['register', network],
      ['api', network],
    ];
  }
  const id = parseUuid(subject);
  if (id !== null) return (limiter) => bucketsOfUser(limiter, id);
  if (!isEmailAddress(subject)) throw new UsageError('Give an e-mail address, an IP address or a user’s id.');
  return async (limiter) => {
    const email = normalizeEmail(subject);
    const userId = await findAccountId(config, email);
    return [
      ['login', email],
      ...(await bucketsBehind(limiter, `${email}:`)), // devices that have signed in before
      ...(userId === null ? [] : await bucketsOfUser(limiter, userId)),
    ];
  };
}

const bucketsOfUser = async (limiter: Limiter, userId: string): Promise<Bucket[]> => [
  ['user', userId],
  ['code', userId],
  ...(await bucketsBehind(limiter, `${userId}:`)), // sessions in which the password was to be changed
];

const bucketsBehind = async (limiter: Limiter, start: string): Promise<Bucket[]> =>
  (await limiter.identities('login', start)).map((identity) => ['login', identity]);
