import type { Campus, Member } from '../../support/campus';
import { done, invalidation, MINUTE_MS, UUID, type Read } from '../../support/invalidation';

/** The trainer's, in the organization; the other trainer's; one that is archived. The student is in the first two. */
let own = '';
let others = '';
let archived = '';

export const ownCourse = (): string => own;
export const othersCourse = (): string => others;

const byAdmin = (query: Read['query']): Read => ({ by: 'admin', query });
const LIST = '{ totalCount nodes { title } }';
const one = (id: () => string) => byAdmin(() => `{ course(id: "${id()}") { title } }`);
const of = (trainer: Member) => byAdmin((campus) => `{ courses(trainerId: "${campus.id(trainer)}") ${LIST} }`);

const create = async (campus: Campus, by: Member, input: object): Promise<string> => {
  const query = 'mutation ($input: CreateCourseInput!) { done: createCourse(input: $input) { id } }';
  return (await done<{ id: string }>(campus, by, query, { title: 'Course', description: 'D', ...input })).id;
};
const update = (campus: Campus, by: Member, input: object) =>
  campus.ask(by, `mutation ($input: UpdateCourseInput!) { done: updateCourse(id: "${own}", input: $input) { id } }`, {
    input,
  });
/** In the trainer's course unless another is given. */
export const enroll = (campus: Campus, by: Member, student: Member, course = own) =>
  campus.ask(by, `mutation { enrollStudents(courseId: "${course}", studentIds: ["${campus.id(student)}"]) { id } }`);
const archive = (campus: Campus, id: string) => done(campus, 'trainer', `mutation { done: deleteCourse(id: "${id}") }`);

export async function makeCourses(campus: Campus): Promise<void> {
  const organizationId = await campus.have('organization');
  own = await create(campus, 'trainer', { organizationId });
  await enroll(campus, 'trainer', 'student', own);
  others = await create(campus, 'otherTrainer', {});
  await enroll(campus, 'otherTrainer', 'student', others);
  archived = await create(campus, 'trainer', {});
  await archive(campus, archived);
}

/** Lists of any courses; those of students too: a course goes from all of them when it is archived. */
const LISTS = [
  ...['all courses', 'archived courses', 'courses found', 'the student’s courses', 'the other student’s courses'],
];
const OF_TRAINER = ['the trainer’s courses', 'the trainer’s numbers'];
const OF_OTHER = ['the other trainer’s courses', 'the other trainer’s numbers'];
const OF_ORGANIZATION = ['the organization’s courses', 'members of the organization'];
/** Whom a trainer may see changes with the course. */
const OWN = [...LISTS, ...OF_TRAINER, ...OF_ORGANIZATION, 'the course', 'the trainer’s students of the course'];

invalidation.add({
  reads: {
    'the course': one(() => own),
    'the other course': one(() => others),
    'the archived course': one(() => archived),
    'all courses': byAdmin(() => `{ courses ${LIST} }`),
    'archived courses': byAdmin(() => `{ courses(archived: true) ${LIST} }`),
    'courses found': byAdmin(() => `{ courses(search: "c") ${LIST} }`),
    'the trainer’s courses': of('trainer'),
    'the other trainer’s courses': of('otherTrainer'),
    'the organization’s courses': byAdmin(
      (campus) => `{ courses(organizationId: "${campus.id('organization')}") ${LIST} }`,
    ),
  },
  restore: makeCourses,
  changes: {
    'the trainer creates a course': {
      of: 'createCourse',
      does: (campus) => create(campus, 'trainer', {}),
      misses: [...LISTS, ...OF_TRAINER],
    },
    'the trainer renames the course': {
      of: 'updateCourse',
      does: (campus) => update(campus, 'trainer', { title: 'Renamed' }),
      misses: OWN,
    },
    'the course leaves the organization': {
      of: 'updateCourse',
      does: (campus) => update(campus, 'trainer', { organizationId: null }),
      misses: OWN,
    },
    'the course is handed over': {
      of: 'updateCourse',
      does: (campus) => update(campus, 'admin', { trainerId: campus.id('otherTrainer') }),
      misses: [
        ...[...OWN, ...OF_OTHER, 'all lectures', 'the year’s lectures', 'the course’s lectures'],
        ...['the student’s own lectures', 'the trainer’s lectures', 'the other trainer’s lectures'],
      ],
    },
    'another trainer may not change the course': {
      of: 'updateCourse',
      does: (campus) => update(campus, 'otherTrainer', { title: 'Mine' }),
      misses: [],
    },
    'the trainer archives the course': {
      of: 'deleteCourse',
      does: (campus) => archive(campus, own),
      misses: [
        ...[...OWN, 'all lectures', 'the year’s lectures', 'the course’s lectures'],
        ...['the student’s own lectures', 'the trainer’s lectures'],
      ],
    },
    'an administrator brings a course back': {
      of: 'restoreCourse',
      does: (campus) => done(campus, 'admin', `mutation { done: restoreCourse(id: "${archived}") { id } }`),
      misses: [
        ...[...LISTS, ...OF_TRAINER, 'the archived course', 'all lectures', 'the year’s lectures'],
        'the trainer’s lectures',
      ],
    },
  },
  patterns: [
    [new RegExp(`^course:(students:)?${UUID}$`), 30 * MINUTE_MS],
    [/^courses:/, 30 * MINUTE_MS],
  ],
  stored: {
    'a page of courses': {
      query: () => '{ courses { nodes { id } } }',
      keys: () => ['courses:first=20'],
      lifetimeMs: 30 * MINUTE_MS,
    },
    'one course': {
      query: (campus) => `{ course(id: "${campus.id('course')}") { title } }`,
      keys: (campus) => [`course:${campus.id('course')}`],
      lifetimeMs: 30 * MINUTE_MS,
    },
  },
});
