import { InMemoryCache, type FieldPolicy } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';

/**
 * How the gateway's answers are kept. Pages of one list are joined; a list is another one where an argument besides
 * `first` and `after` differs. Ask for `edges`, not `nodes`: only edges are joined.
 */
export const createCache = (): InMemoryCache =>
  new InMemoryCache({
    possibleTypes: { User: ['Student', 'Trainer', 'Admin'] },
    typePolicies: {
      Query: {
        fields: {
          students: relayStylePagination(['search', 'branch', 'year', 'courseId']),
          trainers: relayStylePagination(['search']),
          admins: relayStylePagination(['search']),
          courses: relayStylePagination(['search', 'trainerId', 'organizationId', 'mine', 'archived']),
          organizations: relayStylePagination(),
          lectures: relayStylePagination(['from', 'to', 'trainerId', 'courseId', 'mine']),
          todayLectures: { merge: false },
          sessions: { merge: false },
          rateLimits: { merge: false },
          student: record('Student'),
          trainer: record('Trainer'),
          admin: record('Admin'),
          course: record('Course'),
          organization: record('Organization'),
          lecture: record('Lecture'),
        },
      },
      Student: { fields: { courses: relayStylePagination() } },
      Trainer: { fields: { courses: relayStylePagination(), lectures: relayStylePagination() } },
      Course: {
        fields: { students: relayStylePagination(['search']), lectures: relayStylePagination(['from', 'to']) },
      },
      Organization: { fields: { students: relayStylePagination(), trainers: relayStylePagination() } },
      // No value of its own has an id; nothing but the record in it is worth keeping.
      AuthPayload: { keyFields: false },
    },
  });

/** A record that a list has brought already is not asked for again. */
const record = (typename: string): FieldPolicy => ({
  read: (existing, { args, toReference }) => existing ?? toReference({ __typename: typename, id: args?.['id'] }),
});
