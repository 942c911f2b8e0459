import { document, idOf, optional, spelled } from '../../../shared/rest/record';
import { field } from '../../../shared/rest/sources';
import { capitalized, lowerCase } from '../../../shared/rest/spelling';
import { PERSON_FIELDS } from '../../account/rest/person.routes';
import { TrainerFragmentDoc, TrainerProfileFragmentDoc } from './trainer.operations.generated';

/** The fields of a trainer's record, besides those of every record. */
export const TRAINER_PROPERTIES = {
  name: 'name',
  email: 'email',
  role: spelled('role', lowerCase),
  phoneNo: optional('phone'),
  gender: optional(spelled('gender', capitalized)),
  expertise: optional('expertise'),
  bio: optional('bio'),
  location: optional('location'),
  organizationId: optional(idOf('organization')),
} as const;

/** A trainer as everybody sees it. */
export const TRAINER = document(TrainerFragmentDoc, TRAINER_PROPERTIES);

/** A trainer, with the fields that only the trainer sees. */
export const TRAINER_PROFILE = document(TrainerProfileFragmentDoc, {
  ...TRAINER_PROPERTIES,
  notifications: optional('notificationSettings'),
});

/** What trainers may change in their own record. */
export const TRAINER_FIELDS = {
  ...PERSON_FIELDS,
  expertise: field('expertise'),
  gender: field('gender').spelled(capitalized),
};
