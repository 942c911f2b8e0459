import { nothingThere, onlyOwner, rights, signedIn, SIGNED_IN, staff, type Asking } from '../../support/rights';

const LECTURE = { title: 'L', startsAt: '2099-02-01T09:00:00Z', endsAt: '2099-02-01T10:00:00Z' };

/** Of its own for each change. */
const another = async ({ campus }: Asking) => ({ id: await campus.make('distantLecture') });

rights.add({
  operations: {
    'Query.lecture': [({ campus }) => ({ id: campus.id('todayLecture') }), signedIn],
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
    'Mutation.cancelLecture': [another, onlyOwner],
    'Mutation.cancelLecture, a malformed id': [() => ({ id: '1' }), nothingThere],
  },
  shown: {
    Lecture: { 'id title description location startsAt endsAt trainer createdAt updatedAt': SIGNED_IN },
    LectureConnection: { 'edges nodes pageInfo totalCount': SIGNED_IN },
    LectureEdge: { 'cursor node': SIGNED_IN },
  },
  owners: { Lecture: (campus) => campus.id('todayLecture') },
});
