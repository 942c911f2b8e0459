import { computed, computedIfAny } from '../../../shared/rest/properties';
import { document, idOf, optional, spelled } from '../../../shared/rest/record';
import { field } from '../../../shared/rest/sources';
import { capitalized, lowerCase } from '../../../shared/rest/spelling';
import { date, dateTime, listOf, text } from '../../../shared/rest/wire';
import { PERSON_FIELDS } from '../../account/rest/person.routes';
import {
  StudentFragmentDoc,
  StudentProfileFragmentDoc,
  StudentWithCoursesFragmentDoc,
  type StudentFragment,
  type StudentWithCoursesFragment,
} from './student.operations.generated';

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
  courses: computed(listOf(text('Always empty here: one student’s record has the ids.')), () => []),
  organizationId: optional(idOf('organization')),
} as const;

/** A student in a list, or a new one: without courses, because a list would read as many records as there are enrollments. */
export const STUDENT = document(StudentFragmentDoc, PROPERTIES);

const WITH_COURSES = {
  ...PROPERTIES,
  courses: computed(
    listOf(text('The id of a course that the student is enrolled in.')),
    ({ courses }: Pick<StudentWithCoursesFragment, 'courses'>) => courses.nodes.map(({ id }) => id),
  ),
} as const;

/** A student as others see it. */
export const STUDENT_WITH_COURSES = document(StudentWithCoursesFragmentDoc, WITH_COURSES);

const SINCE = computed(date('The day on which the account was made, in UTC.'), ({ createdAt }: StudentFragment) =>
  createdAt.slice(0, 'YYYY-MM-DD'.length),
);

/** A student with the fields that only the student sees. The former front end knows the day under two names. */
export const STUDENT_PROFILE = document(StudentProfileFragmentDoc, {
  ...WITH_COURSES,
  enrollmentDate: SINCE,
  joiningDate: SINCE,
  notifications: optional('notificationSettings'),
});

/** What students may change in their own record. */
export const STUDENT_FIELDS = {
  ...PERSON_FIELDS,
  branch: field('branch').keepingEmpty(),
  year: field('year'),
  gender: field('gender').spelled(capitalized),
  dateOfBirth: field('dob', 'dateOfBirth'),
};
