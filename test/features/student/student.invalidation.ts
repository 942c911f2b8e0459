import { invalidation, MINUTE_MS, UUID, type Read } from '../../support/invalidation';
import { updateProfile } from '../account/account.invalidation';

const byAdmin = (query: Read['query']): Read => ({ by: 'admin', query });

/** Lists that may show anyone: also those of courses and organizations, and the newest users. */
const LISTS = ['all students', 'students found', 'who is enrolled', 'who is enrolled elsewhere', 'newest users'];
export const STUDENT_LISTS = [...[...LISTS, 'students of the organization', 'the trainer’s students of the course']];
const ALGEBRA = ['students of Algebra', 'students found in Algebra'];

invalidation.add({
  reads: {
    'all students': byAdmin(() => '{ students { totalCount nodes { name } } }'),
    'students found': byAdmin(() => '{ students(search: "a") { totalCount nodes { name } } }'),
    'students of Algebra': byAdmin(() => '{ students(branch: "Algebra") { totalCount nodes { name } } }'),
    'students found in Algebra': byAdmin(() => '{ students(branch: "Algebra", search: "a") { totalCount } }'),
    'students of Botany': byAdmin(() => '{ students(branch: "Botany") { totalCount nodes { name } } }'),
    'the student': byAdmin((campus) => `{ student(id: "${campus.id('student')}") { name phone branch } }`),
    'the other student': byAdmin((campus) => `{ student(id: "${campus.id('otherStudent')}") { name } }`),
  },
  restore: (campus) => updateProfile(campus, 'student', { name: 'Ann Ash', branch: 'Algebra', phone: null }),
  changes: {
    'a student registers': {
      of: 'registerStudent',
      does: (campus) => campus.join('student', { branch: 'Algebra' }),
      misses: [...STUDENT_LISTS, ...ALGEBRA],
    },
    'the student takes another name': {
      of: 'updateProfile',
      does: (campus) => updateProfile(campus, 'student', { name: 'Anna Ash' }),
      misses: [...STUDENT_LISTS, ...ALGEBRA, 'the student', 'the student’s me'],
    },
    'the student has a phone': {
      of: 'updateProfile',
      does: (campus) => updateProfile(campus, 'student', { phone: '1' }),
      misses: [...STUDENT_LISTS, ...ALGEBRA, 'the student', 'the student’s me'],
    },
    'the student takes another branch': {
      of: 'updateProfile',
      does: (campus) => updateProfile(campus, 'student', { branch: 'Botany' }),
      misses: [...STUDENT_LISTS, ...ALGEBRA, 'students of Botany', 'the student', 'the student’s me'],
    },
  },
  patterns: [
    [/^all_students:/, 10 * MINUTE_MS],
    [new RegExp(`^single_student:${UUID}$`), 10 * MINUTE_MS],
  ],
  stored: {
    'a page of students': {
      query: () => '{ students { nodes { id } } }',
      keys: () => ['all_students:first=20'],
      lifetimeMs: 10 * MINUTE_MS,
    },
    'a page of matching students': {
      query: () => '{ students(first: 3, search: "Ä,n", branch: "C") { nodes { id } } }',
      keys: () => ['all_students:first=3:search=%C3%A4%2Cn:branch=C'],
      lifetimeMs: 10 * MINUTE_MS,
    },
    'how many students': {
      query: () => '{ students(search: "x") { totalCount } }',
      keys: () => ['all_students:first=20:search=x', 'all_students:count:search=x'],
      lifetimeMs: 10 * MINUTE_MS,
    },
    'one student': {
      query: (campus) => `{ student(id: "${campus.id('student')}") { name } }`,
      keys: (campus) => [`single_student:${campus.id('student')}`],
      lifetimeMs: 10 * MINUTE_MS,
    },
  },
});
