import { computed, computedIfAny } from '../../../shared/rest/properties';
import { document, idOf, optional, spelled } from '../../../shared/rest/record';
import { field } from '../../../shared/rest/sources';
import { capitalized, lowerCase } from '../../../shared/rest/spelling';
import { dateTime, listOf, text } from '../../../shared/rest/wire';
import { PERSON_FIELDS } from '../../account/rest/person.rows';
import { StudentFragmentDoc, StudentProfileFragmentDoc, type StudentFragment, type StudentProfileFragment } from './student.operations.generated';

const PROPERTIES = {
  name: 'name',
  email: 'email',
  role: spelled('role', lowerCase),
  rollNo: optional('rollNo'),
  branch: 'branch',
  year: optional('year'),
  phoneNo: optional('phone'),
  gender: optional(spelled('gender', capitalized)),
  dob: computedIfAny(dateTime('Date of birth, as its midnight in UTC.'), ({ dateOfBirth }: StudentFragment) =>
    dateOfBirth === null || dateOfBirth === undefined ? null : `${dateOfBirth}T00:00:00.000Z`,
  ),
  bio: optional('bio'),
  location: optional('location'),
  courses: computed(listOf(text()), () => []),
  organizationId: optional(idOf('organization')),
} as const;

/** A student as everybody sees it who may. */
export const STUDENT = document(StudentFragmentDoc, PROPERTIES);

/** A student, with what only the student itself is shown. */
export const STUDENT_PROFILE = document(StudentProfileFragmentDoc, {
  ...PROPERTIES,
  courses: computed(listOf(text()), ({ courses }: Pick<StudentProfileFragment, 'courses'>) =>
    courses.nodes.map(({ id }) => id),
  ),
  notifications: optional('notificationSettings'),
});

/** What students may change of themselves. */
export const STUDENT_FIELDS = {
  ...PERSON_FIELDS,
  branch: field('branch').keepingEmpty(),
  year: field('year'),
  gender: field('gender').spelled(capitalized),
  dateOfBirth: field('dob', 'dateOfBirth'),
};
