import { nothingThere, onlyOwner, rights, signedIn, type Verdicts } from '../../support/rights';
import { enrollmentCodeOf } from '../course/course.campus';

const onlyStudents: Verdicts = { ...signedIn, trainer: 'FORBIDDEN', otherTrainer: 'FORBIDDEN', admin: 'FORBIDDEN' };

rights.add({
  operations: {
    'Mutation.enroll': [
      async ({ campus }) => ({ code: await enrollmentCodeOf(campus, await campus.make('emptyCourse')) }),
      onlyStudents,
    ],
    'Mutation.enrollStudents': [
      async ({ campus }) => ({ courseId: await campus.make('emptyCourse'), studentIds: [campus.id('otherStudent')] }),
      onlyOwner,
    ],
    'Mutation.enrollStudents, an archived course': [
      ({ campus }) => ({ courseId: campus.id('archivedCourse'), studentIds: [] }),
      { ...nothingThere, admin: 'ok' },
    ],
    'Mutation.unenroll': [
      async ({ campus }) => ({ courseId: await campus.make('emptyCourse'), studentId: campus.id('otherStudent') }),
      { ...onlyOwner, otherStudent: 'ok' },
    ],
    'Mutation.unenroll, oneself': [
      async ({ campus }) => ({ courseId: await campus.make('emptyCourse') }),
      { ...signedIn, trainer: 'BAD_USER_INPUT', otherTrainer: 'BAD_USER_INPUT', admin: 'BAD_USER_INPUT' },
    ],
  },
});
