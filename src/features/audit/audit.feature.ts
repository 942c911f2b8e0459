import { defineFeature } from '../../shared/feature';
import { Audit } from './audit';

/** One line in the log for each sign-in, sign-out, registration, password change, revocation and refusal. */
export const audit = defineFeature({
  name: 'audit',
  uses: {},
  create: ({ logger }) => ({ log: new Audit(logger), resolvers: [] }),
});
