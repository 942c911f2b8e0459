import type { Campus, Member } from '../../support/campus';
import { done, invalidation, MINUTE_MS, UUID, type Read } from '../../support/invalidation';
import { noonZone } from '../../support/noon-zone';
import { createLecture, hourFrom } from './lecture.campus';

const DAY = '2031-05-01';
const NEXT_DAY = '2031-05-02';
const on = (day: string) => hourFrom(new Date(`${day}T09:00:00Z`));

/** Made for each change: the trainer's on the one day, the other trainer's on the next. */
let own = '';
let others = '';

const byAdmin = (query: Read['query']): Read => ({ by: 'admin', query });
const between = (from: string, to: string) =>
  byAdmin(() => `{ lectures(from: "${from}T00:00:00Z", to: "${to}T00:00:00Z") { totalCount nodes { title } } }`);
const of = (trainer: Member) =>
  byAdmin((campus) => `{ lectures(trainerId: "${campus.id(trainer)}") { totalCount nodes { title } } }`);

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
    'the trainer’s lecture': byAdmin(() => `{ lecture(id: "${own}") { title } }`),
    'the other trainer’s lecture': byAdmin(() => `{ lecture(id: "${others}") { title } }`),
  },
  async restore(campus) {
    own = await createLecture(campus, 'trainer', on(DAY));
    others = await createLecture(campus, 'otherTrainer', on(NEXT_DAY));
  },
  changes: {
    'the trainer enters a lecture': {
      does: (campus) => createLecture(campus, 'trainer', on(DAY)),
      misses: [...WIDE, ...ON_DAY, 'the trainer’s lectures'],
    },
    'an administrator enters one for the trainer': {
      does: (campus) => createLecture(campus, 'admin', { ...on('2031-06-10'), trainerId: campus.id('trainer') }),
      misses: [...WIDE, 'another month’s lectures', 'the trainer’s lectures'],
    },
    'the trainer enters one for today': {
      does: (campus) => createLecture(campus, 'trainer', hourFrom(new Date())),
      misses: [...WIDE, 'today’s lectures', 'the trainer’s lectures'],
    },
    'the trainer renames a lecture': {
      does: (campus) => updateOwn(campus, { title: 'U' }),
      misses: [...WIDE, ...ON_DAY, ...OWN],
    },
    'the trainer moves it to the next day': {
      does: (campus) => updateOwn(campus, on(NEXT_DAY)),
      misses: [...WIDE, ...ON_DAY, 'the next day’s lectures', ...OWN],
    },
    'the trainer cancels it': {
      does: (campus) => cancelOwn(campus, 'trainer'),
      misses: [...WIDE, ...ON_DAY, ...OWN],
    },
    'a change is refused': { does: (campus) => cancelOwn(campus, 'otherTrainer'), misses: [] },
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
