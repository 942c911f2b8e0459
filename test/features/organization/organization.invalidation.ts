import type { Campus } from '../../support/campus';
import { done, invalidation, MINUTE_MS, UUID, type Read } from '../../support/invalidation';
import { STUDENT_LISTS } from '../student/student.invalidation';
import { TRAINER_LISTS } from '../trainer/trainer.invalidation';
import { codeOf, join } from './organization.campus';

const byAdmin = (query: Read['query']): Read => ({ by: 'admin', query });
const one = (name: string, fields: string) =>
  byAdmin((campus) => `{ organization(id: "${campus.id(name)}") { ${fields} } }`);
const COUNTS = 'studentCount trainerCount courseCount';
const PEOPLE = '{ totalCount nodes { name } }';

const moves = async (campus: Campus, by: 'student' | 'trainer') => {
  const code = await codeOf(campus, campus.id('emptyOrganization'));
  await done(campus, by, `mutation { done: joinOrganization(code: "${code}") { id } }`);
};
const MEMBERS = ['members of the organization', 'members of the other organization'];

// The record of an organization is in the cache again where more of it is read.
invalidation.add({
  reads: {
    'all organizations': byAdmin(() => '{ organizations { totalCount nodes { name } } }'),
    'the organization': one('organization', 'name'),
    'the other organization': one('emptyOrganization', 'name'),
    'members of the organization': one('organization', COUNTS),
    'members of the other organization': one('emptyOrganization', COUNTS),
    'students of the organization': one('organization', `students ${PEOPLE}`),
    'trainers of the organization': one('organization', `trainers ${PEOPLE}`),
  },
  async restore(campus) {
    await campus.have('emptyOrganization');
    await join(campus, await campus.have('organization'), ['student', 'trainer']);
  },
  changes: {
    'an organization is created': {
      of: 'createOrganization',
      does: (campus) => campus.make('emptyOrganization'),
      misses: ['all organizations'],
    },
    'the organization is described anew': {
      of: 'updateOrganization',
      does: (campus) =>
        done(
          campus,
          'admin',
          `mutation { done: updateOrganization(id: "${campus.id('organization')}", input: { description: "E" }) { id } }`,
        ),
      misses: ['all organizations', 'the organization'],
    },
    'the student moves to the other organization': {
      of: 'joinOrganization',
      does: (campus) => moves(campus, 'student'),
      misses: [
        ...STUDENT_LISTS,
        ...MEMBERS,
        'students of Algebra',
        'students found in Algebra',
        'the student',
        'the student’s me',
      ],
    },
    'the trainer moves to the other organization': {
      of: 'joinOrganization',
      does: (campus) => moves(campus, 'trainer'),
      misses: [...TRAINER_LISTS, ...MEMBERS, 'the trainer', 'the trainer’s me'],
    },
  },
  patterns: [[new RegExp(`^organization:(counts:)?${UUID}$`), 60 * MINUTE_MS]],
  stored: {
    // A member reads it.
    'one organization': {
      query: (campus) => `{ organization(id: "${campus.id('organization')}") { name } }`,
      keys: (campus) => [`organization:${campus.id('organization')}`],
      lifetimeMs: 60 * MINUTE_MS,
    },
  },
});
