import { getDirective, MapperKind, mapSchema } from '@graphql-tools/utils';
import { defaultFieldResolver, type GraphQLFieldConfig, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql';
import type { Store } from 'graphql-rate-limit';
import type { DeviceTokens } from '../../features/session/device-token';
import type { FieldPolicy } from '../../shared/rate-limited';
import type { RequestContext } from '../../shared/request-context';
import { normalizeEmail } from '../../shared/validation/text';
import type { Decision, Limiter } from '../../platform/rate-limit/limiter';
import { networkOf } from '../../platform/rate-limit/network';
import type { PolicyName } from '../../config/rate-limits';
import { rateLimited } from '../../platform/rate-limit/refusal';
import { inputField } from '../input-argument';

/*
 * Threats this file answers:
 * - Parallel guesses: reading a counter and writing it back lets a hundred concurrent calls pass a limit of five. Here one
 *   atomic step in Redis counts and decides. The limiter's store only passes on the decision.
 * - Guesses by aliases, batches or the other transport: each call of the field counts.
 * - Guesses from many addresses of one IPv6 line: its network is counted.
 * - Guesses that lock a user out: a device that has signed in before has its own limit.
 */

/** Shows graphql-rate-limit an empty or a full window, as Redis has decided. */
class VerdictStore implements Store {
  decision: Decision | null = null;

  constructor(private readonly count: () => Promise<Decision | null>) {}

  async getForIdentity(): Promise<number[]> {
    this.decision = await this.count();
    return this.decision && !this.decision.allowed ? [Date.now()] : [];
  }

  /** Redis has counted already. */
  setForIdentity(): void {}
}

type Arguments = Record<string, unknown>;
type Identities = [PolicyName, string][];
type IdentitiesOf = (args: Arguments, context: RequestContext) => Identities;
type Resolver = NonNullable<GraphQLFieldConfig<unknown, RequestContext>['resolve']>;

/** Puts the limit of each field with `@rateLimit` before its resolver. */
export function withRateLimits(schema: GraphQLSchema, limiter: Limiter, devices: DeviceTokens): GraphQLSchema {
  return mapSchema(schema, {
    [MapperKind.OBJECT_FIELD]: (field: GraphQLFieldConfig<unknown, RequestContext>) => {
      const policy = field.extensions?.['rateLimitPolicy'] as FieldPolicy | undefined;
      const directive = getDirective(schema, field, 'rateLimit')?.[0];
      if (!policy || !directive) return undefined;
      const identityArgs = (directive['identityArgs'] ?? []) as string[];
      const identitiesIn: IdentitiesOf = (args, context) => identitiesOf(policy, args, context, devices);
      return { ...field, resolve: limited(field.resolve ?? defaultFieldResolver, identitiesIn, identityArgs, limiter) };
    },
  });
}

function limited(resolve: Resolver, identitiesIn: IdentitiesOf, identityArgs: string[], limiter: Limiter): Resolver {
  /** @throws AppError RATE_LIMITED */
  async function count(identities: Identities, args: Arguments, context: RequestContext, info: GraphQLResolveInfo) {
    const counts = identities.map(([name, identity]) => {
      const store = new VerdictStore(() => limiter.count(name, identity));
      return isRefused(store, identity, identityArgs, args, context, info).then((refused) => ({ refused, store }));
    });
    const results = await Promise.all(counts);
    const decisions = results.flatMap(({ store }) => store.decision ?? []);
    context.decisions.push(...decisions);
    if (results.some(({ refused }) => refused)) throw rateLimited(decisions);
  }
  return (parent, args: Arguments, context, info) => {
    const identities = identitiesIn(args, context);
    if (identities.length === 0) return resolve(parent, args, context, info);
    return count(identities, args, context, info).then(() => resolve(parent, args, context, info));
  };
}

async function isRefused(
  store: VerdictStore,
  identity: string,
  identityArgs: string[],
  args: Arguments,
  context: RequestContext,
  info: GraphQLResolveInfo,
): Promise<boolean> {
  // Loaded for the first limited field, because it has some 250 modules that the start does not need.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { getGraphQLRateLimiter } = require('graphql-rate-limit') as typeof import('graphql-rate-limit');
  const check = getGraphQLRateLimiter({ identifyContext: () => identity, store });
  return (await check({ parent: null, args, context, info }, { max: 1, identityArgs })) !== undefined;
}

/**
 * The identity that is counted, and its policies. Signed-in readers are counted once per operation, when they are
 * authenticated.
 */
function identitiesOf(
  policy: FieldPolicy,
  args: Arguments,
  { viewer, ip, device }: RequestContext,
  devices: DeviceTokens,
): Identities {
  switch (policy) {
    case 'login': {
      const email = emailOf(args);
      const known = devices.deviceOf(device.shown, email);
      // Not by network either, because the attacker may be in the same one.
      if (known) return [['login', `${email}:${known}`]];
      return [
        ['login', email],
        ['login_ip', networkOf(ip)],
      ];
    }
    case 'register':
      return [['register', networkOf(ip)]];
    case 'api':
      return viewer ? [] : [['api', networkOf(ip)]];
    case 'code':
      return viewer ? [['code', viewer.id]] : [];
  }
}

function emailOf(args: Arguments): string {
  const email = inputField(args, 'email');
  return typeof email === 'string' ? normalizeEmail(email) : '';
}
