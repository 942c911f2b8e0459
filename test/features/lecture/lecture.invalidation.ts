import type { Campus, Member } from '../../support/campus';
import { done, invalidation, MINUTE_MS, UUID, type Read } from '../../support/invalidation';
import { noonZone } from '../../support/noon-zone';
import { ownCourse } from '../course/course.invalidation';
import { createLecture, hourFrom } from './lecture.campus';

const DAY = '2031-05-01';
const NEXT_DAY = '2031-05-02';
const on = (day: string) => hourFrom(new Date(`${day}T09:00:00Z`));

/** Made for each change: the trainer's on the one day, the other trainer's on the next. */
let own = '';
let others = '';
/** It is on. */
let current = '';

const byAdmin = (query: Read['query']): Read => ({ by: 'admin', query });
const between = (from: string, to: string) =>
  byAdmin(() => `{ lectures(from: "${from}T00:00:00Z", to: "${to}T00:00:00Z") { totalCount nodes { title } } }`);
const of = (trainer: Member) =>
  byAdmin((campus) => `{ lectures(trainerId: "${campus.id(trainer)}") { totalCount nodes { title } } }`);

const ofOneself = (by: Member): Read => ({
  by,
  query: () => '{ lectures(mine: true) { totalCount nodes { title } } }',
});

const updateOwn = (campus: Campus, input: object) =>
  done(
    campus,
    'trainer',
    `mutation ($input: UpdateLectureInput!) { done: updateLecture(id: "${own}", input: $input) { id } }`,
    input,
  );
const cancelOwn = (campus: Campus, by: Member) => campus.ask(by, `mutation { cancelLecture(id: "${own}") }`);

// A list over more than a month hangs on all lectures.
const WIDE = ['all lectures', 'the year’s lectures'];
const ON_DAY = ['the day’s lectures', 'both days’ lectures'];
/** Of lectures without a course, of which all of these are unless they say so. */
const STUDENTS = ['the student’s own lectures', 'the other student’s own lectures'];
const OWN = ['the trainer’s lecture', 'the trainer’s lectures'];
const ZONE = noonZone();

invalidation.add({
  reads: {
    'all lectures': byAdmin(() => '{ lectures { totalCount nodes { title } } }'),
    'the year’s lectures': between('2031-01-01', '2032-01-01'),
    'the day’s lectures': between(DAY, NEXT_DAY),
    'the next day’s lectures': between(NEXT_DAY, '2031-05-03'),
    'both days’ lectures': between(DAY, '2031-05-03'),
    'another month’s lectures': between('2031-06-01', '2031-07-01'),
    'today’s lectures': byAdmin(() => `{ todayLectures(timeZone: "${ZONE}") { title } }`),
    'the trainer’s lectures': of('trainer'),
    'the other trainer’s lectures': of('otherTrainer'),
    'the course’s lectures': byAdmin(() => `{ lectures(courseId: "${ownCourse()}") { totalCount nodes { title } } }`),
    'the student’s own lectures': ofOneself('student'),
    'the other student’s own lectures': ofOneself('otherStudent'),
    'the trainer’s lecture': byAdmin(() => `{ lecture(id: "${own}") { title } }`),
    'the other trainer’s lecture': byAdmin(() => `{ lecture(id: "${others}") { title } }`),
  },
  async restore(campus) {
    own = await createLecture(campus, 'trainer', on(DAY));
    others = await createLecture(campus, 'otherTrainer', on(NEXT_DAY));
    current = await createLecture(campus, 'trainer', hourFrom(new Date(Date.now() - MINUTE_MS)));
  },
  changes: {
    'the trainer enters a lecture': {
      of: 'createLecture',
      does: (campus) => createLecture(campus, 'trainer', on(DAY)),
      misses: [...WIDE, ...ON_DAY, ...STUDENTS, 'the trainer’s lectures'],
    },
    'an administrator enters one for the trainer': {
      of: 'createLecture',
      does: (campus) => createLecture(campus, 'admin', { ...on('2031-06-10'), trainerId: campus.id('trainer') }),
      misses: [...WIDE, ...STUDENTS, 'another month’s lectures', 'the trainer’s lectures'],
    },
    'the trainer enters one for today': {
      of: 'createLecture',
      does: (campus) => createLecture(campus, 'trainer', hourFrom(new Date())),
      misses: [...WIDE, ...STUDENTS, 'today’s lectures', 'the trainer’s lectures'],
    },
    'the trainer enters one of the course': {
      of: 'createLecture',
      does: (campus) => createLecture(campus, 'trainer', { ...on(DAY), courseId: ownCourse() }),
      misses: [...WIDE, ...ON_DAY, 'the course’s lectures', 'the student’s own lectures', 'the trainer’s lectures'],
    },
    'the trainer ends a lecture that is on': {
      of: 'completeLecture',
      does: (campus) => done(campus, 'trainer', `mutation { done: completeLecture(id: "${current}") { id } }`),
      misses: [...WIDE, ...STUDENTS, 'today’s lectures', 'the trainer’s lectures'],
    },
    'the trainer renames a lecture': {
      of: 'updateLecture',
      does: (campus) => updateOwn(campus, { title: 'U' }),
      misses: [...WIDE, ...ON_DAY, ...STUDENTS, ...OWN],
    },
    'the trainer moves it to the next day': {
      of: 'updateLecture',
      does: (campus) => updateOwn(campus, on(NEXT_DAY)),
      misses: [...WIDE, ...ON_DAY, ...STUDENTS, 'the next day’s lectures', ...OWN],
    },
    'the trainer cancels it': {
      of: 'cancelLecture',
      does: (campus) => cancelOwn(campus, 'trainer'),
      misses: [...WIDE, ...ON_DAY, ...STUDENTS, ...OWN],
    },
    'a change is refused': { of: 'cancelLecture', does: (campus) => cancelOwn(campus, 'otherTrainer'), misses: [] },
  },
  patterns: [
    [/^all_lectures:/, 5 * MINUTE_MS],
    [new RegExp(`^single_lecture:${UUID}$`), 10 * MINUTE_MS],
    [/^today_lectures:/, 3 * MINUTE_MS],
  ],
  stored: {
    'a page of lectures': {
      query: () => '{ lectures { nodes { id } } }',
      keys: () => ['all_lectures:first=20'],
      lifetimeMs: 5 * MINUTE_MS,
    },
    'how many lectures': {
      query: () => '{ lectures { totalCount } }',
      keys: () => ['all_lectures:first=20', 'all_lectures:count:'],
      lifetimeMs: 5 * MINUTE_MS,
    },
    'one lecture': {
      query: (campus) => `{ lecture(id: "${campus.id('lecture')}") { title } }`,
      keys: (campus) => [`single_lecture:${campus.id('lecture')}`],
      lifetimeMs: 10 * MINUTE_MS,
    },
  },
});
