import { randomUUID } from 'node:crypto';
import type { Campus, Member } from '../../support/campus';
import { STUDENT_LISTS } from '../student/student.invalidation';
import { TRAINER_LISTS } from '../trainer/trainer.invalidation';
import { done, invalidation, MINUTE_MS, UUID } from '../../support/invalidation';

export const updateProfile = (campus: Campus, by: Member, input: object) =>
  done(campus, by, 'mutation ($input: UpdateProfileInput!) { done: updateProfile(input: $input) { id } }', input);

/** A student who may be deleted. */
let leaver = '';

const create = (campus: Campus, field: string, type: string, input: object) =>
  done(campus, 'admin', `mutation ($input: ${type}!) { done: ${field}(input: $input) { id } }`, {
    ...{ name: 'New', email: `${randomUUID()}@example.org`, password: 'correct horse battery', ...input },
  });

const ALGEBRA = ['students of Algebra', 'students found in Algebra'];

const me = (by: Member) => ({ by, query: () => '{ me { name } }' });

invalidation.add({
  // One's own record is in the cache again as soon as one asks anything, so these come first.
  reads: {
    'the student’s me': me('student'),
    'the other student’s me': me('otherStudent'),
    'the trainer’s me': me('trainer'),
    'the other trainer’s me': me('otherTrainer'),
  },
  changes: {
    'an administrator adds a student': {
      of: 'createStudent',
      does: (campus) => create(campus, 'createStudent', 'RegisterStudentInput', { branch: 'Algebra' }),
      misses: [...STUDENT_LISTS, ...ALGEBRA],
    },
    'an administrator adds a trainer': {
      of: 'createTrainer',
      does: (campus) => create(campus, 'createTrainer', 'RegisterTrainerInput', { expertise: 'Go' }),
      misses: TRAINER_LISTS,
    },
    'an administrator changes the student': {
      of: 'updateUser',
      does: (campus) =>
        done(
          campus,
          'admin',
          `mutation { done: updateUser(id: "${campus.id('student')}", input: { location: "L" }) { id } }`,
        ),
      misses: [...STUDENT_LISTS, ...ALGEBRA, 'the student', 'the student’s me'],
    },
    'an administrator deletes a student': {
      of: 'deleteUser',
      async does(campus) {
        await done(campus, 'admin', `mutation { done: deleteUser(id: "${leaver}") }`);
        leaver = '';
      },
      misses: [...STUDENT_LISTS, 'students of Botany'],
    },
    'the student chooses what to be told of': {
      of: 'updateNotificationSettings',
      does: (campus) =>
        done(
          campus,
          'student',
          'mutation { done: updateNotificationSettings(input: { smsNotifications: true }) { smsNotifications } }',
        ),
      misses: ['the student’s me'],
    },
  },
  async restore(campus) {
    leaver ||= (await campus.join('student', { branch: 'Botany' })).id;
  },
  patterns: [[new RegExp(`^user:${UUID}$`), 30 * MINUTE_MS]],
});
