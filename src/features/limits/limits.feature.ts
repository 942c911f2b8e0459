import { defineFeature } from '../../shared/feature';
import { LimitsResolver } from './limits.resolver';

/** The caller's rate limits. */
export const limits = defineFeature({
  name: 'limits',
  uses: {},
  resolvers: [LimitsResolver],
  create: ({ limiter }) => ({ resolvers: [new LimitsResolver(limiter)] }),
});
