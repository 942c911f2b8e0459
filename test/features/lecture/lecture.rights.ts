import { MEMBERS_OF, nothingThere, nulls, onlyOwner, rights, signedIn } from '../../support/rights';
import { SIGNED_IN, staff, type Asking } from '../../support/rights';

const LECTURE = { title: 'L', startsAt: '2099-02-01T09:00:00Z', endsAt: '2099-02-01T10:00:00Z' };
const ON_REST = { title: 'L', timing: '2099-02-01T09:00:00Z', duration: 60 };

/** Of its own for each change. */
const another = async ({ campus }: Asking) => ({ id: await campus.make('distantLecture') });

/** The lecture is looked for before anything else. */
const noLecture = { ...nothingThere, student: 'NOT_FOUND', otherStudent: 'NOT_FOUND' } as const;

rights.add({
  operations: {
    'Query.lecture': [({ campus }) => ({ id: campus.id('todayLecture') }), signedIn],
    'Query.lectureInRoom': [() => ({ roomId: 'a room' }), { ...signedIn, otherStudent: 'null', otherTrainer: 'null' }],
    'Query.lectureInRoom, no such': [() => ({ roomId: 'no such room' }), nulls],
    'Query.lectures': [() => ({}), signedIn],
    'Query.todayLectures': [() => ({}), signedIn],
    'Mutation.createLecture': [() => ({ input: LECTURE }), { ...staff, admin: 'BAD_USER_INPUT' }],
    'Mutation.createLecture, for the trainer': [
      ({ campus }) => ({ input: { ...LECTURE, trainerId: campus.id('trainer') } }),
      { ...staff, otherTrainer: 'BAD_USER_INPUT' },
    ],
    'Mutation.updateLecture': [async (asking) => ({ ...(await another(asking)), input: { title: 'M' } }), onlyOwner],
    'Mutation.updateLecture, no such': [
      ({ campus }) => ({ id: campus.id('trainer'), input: { title: 'M' } }),
      nothingThere,
    ],
    'Mutation.completeLecture': [another, { ...onlyOwner, trainer: 'CONFLICT', admin: 'CONFLICT' }],
    'Mutation.createLecture, of the course': [
      ({ campus }) => ({ input: { ...LECTURE, courseId: campus.id('course') } }),
      { ...staff, otherTrainer: 'FORBIDDEN' },
    ],
    'Mutation.cancelLecture': [another, onlyOwner],
    'Mutation.cancelLecture, a malformed id': [() => ({ id: '1' }), nothingThere],
  },
  routes: {
    'POST /api/auth/lecture/create': [() => ON_REST, { ...staff, admin: 'BAD_USER_INPUT' }],
    'POST /api/auth/lecture/create, for the trainer': [
      ({ campus }) => ({ ...ON_REST, trainerId: campus.id('trainer') }),
      { ...staff, otherTrainer: 'BAD_USER_INPUT' },
    ],
    'PUT /api/auth/lecture/:id': [async (asking) => ({ ...(await another(asking)), title: 'M' }), onlyOwner],
    'PUT /api/auth/lecture/:id, no such': [({ campus }) => ({ id: campus.id('trainer'), title: 'M' }), noLecture],
    'DELETE /api/auth/lecture/:id': [another, onlyOwner],
    'DELETE /api/auth/lecture/:id, no such': [({ campus }) => ({ id: campus.id('trainer') }), noLecture],
  },
  wire: {
    'Lecture.startsAt': 'timing',
    'Lecture.endsAt': 'duration',
    'Lecture.mode': 'type',
    'Lecture.course': 'courseId',
    // The lecture has a link, in the place of which others have it.
    'Lecture.location': null,
  },
  shown: {
    Lecture: {
      'id title description location startsAt endsAt mode status course trainer createdAt updatedAt': SIGNED_IN,
      'roomId meetingLink': MEMBERS_OF,
    },
    LectureConnection: { 'edges nodes pageInfo totalCount': SIGNED_IN },
    LectureEdge: { 'cursor node': SIGNED_IN },
  },
  owners: { Lecture: (campus) => campus.id('todayLecture') },
});
