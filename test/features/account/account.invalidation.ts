import type { Campus, Member } from '../../support/campus';
import { done, invalidation, MINUTE_MS, UUID } from '../../support/invalidation';

export const updateProfile = (campus: Campus, by: Member, input: object) =>
  done(campus, by, 'mutation ($input: UpdateProfileInput!) { done: updateProfile(input: $input) { id } }', input);

const me = (by: Member) => ({ by, query: () => '{ me { name } }' });

invalidation.add({
  // One's own record is in the cache again with the mutation's answer.
  reads: {
    'the student’s me': me('student'),
    'the other student’s me': me('otherStudent'),
    'the trainer’s me': me('trainer'),
    'the other trainer’s me': me('otherTrainer'),
  },
  patterns: [[new RegExp(`^user:${UUID}$`), 30 * MINUTE_MS]],
});
