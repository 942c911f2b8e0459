import type { Subject } from '../../guarantees/support/subjects';
import type { Outcome, Writers } from '../../guarantees/support/writers';

const UPDATE_PROFILE = `mutation ($input: UpdateProfileInput!) {
  updateProfile(input: $input) { id ... on Student { phone } ... on Trainer { phone expertise } } }`;

/** A change that a subject makes of its own profile. */
export const changeProfile = (writers: Writers, { key }: Subject, input: object): Promise<Outcome> =>
  writers.mutate(writers.person(key), UPDATE_PROFILE, { input });
