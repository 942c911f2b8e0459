import fc from 'fast-check';
import { CALLERS, type Caller } from '../../support/campus';
import { said, type Question } from './asking';
import { forgetAll, forgetValues, type Twins } from './twins';
import { changeOf, type ChangeKind } from './changes';
import { REPEATED, type Questions } from './questions';

type Step =
  | { does: 'ask'; viewer: number; question: number; lecture: number; times: number }
  | { does: 'change'; viewer: number; kind: ChangeKind; nth: number; lecture: number; at: 'cached' | 'plain' }
  | { does: 'forget' };

/** A few questions, asked again and again by a few viewers while things change. */
export interface Story {
  questions: string[];
  /** The first is one whose changes are not refused, as a rule. */
  viewers: Caller[];
  steps: Step[];
}

/** What is asked, and what changes meanwhile. */
interface Theme {
  questions: (keyof Questions)[];
  changes: [ChangeKind, ...ChangeKind[]];
  /** Who may make them. */
  makers: [Caller, ...Caller[]];
}

const STUDENTS: Theme = {
  questions: [
    ...['all students', 'students of a branch', 'one student', 'both students', 'several fields, one forbidden'],
    ...['whoever asks', 'route: students of a branch, sought', 'route: one student'],
  ],
  // Registering hashes a password, which takes long: seldom.
  changes: ['name', 'name', 'branch', 'branch', 'branch', 'branch', 'register'],
  makers: ['student', 'otherStudent'],
};

const TRAINERS: Theme = {
  questions: [
    ...['all trainers', 'trainers sought by expertise', 'a trainer’s lectures', 'one lecture', 'whoever asks'],
    ...['whoever asks, by GET', 'lectures, their trainers and all theirs', 'route: one trainer'],
  ],
  changes: ['name', 'expertise'],
  makers: ['trainer', 'otherTrainer'],
};

const LECTURES: Theme = {
  questions: [
    ...['all lectures', 'lectures between two moments', 'lectures of a trainer from a moment on', 'one lecture'],
    ...['a trainer’s lectures', 'lectures, their trainers and all theirs', 'today’s lectures'],
    ...['route: lectures', 'route: lectures of a trainer', 'route: today’s lectures', 'route: one lecture'],
  ],
  changes: ['enter', 'move', 'retitle', 'cancel'],
  makers: ['trainer', 'otherTrainer', 'admin'],
};

const MEMBERSHIPS: Theme = {
  questions: [
    ...['all courses, their codes and members', 'one’s own courses', 'one course', 'a student’s courses'],
    ...['a lecture that members alone may join', 'one’s own lectures', 'lectures of a course', 'members of a course'],
    ...['route: a lecture that members alone may join', 'route: one course', 'route: one’s own courses'],
  ],
  changes: ['enroll', 'enroll', 'leave', 'leave', 'admit', 'expel', 'rename', 'hand over'],
  makers: ['student', 'otherStudent', 'trainer', 'admin'],
};

const few = fc.nat({ max: 3 });
const others = fc.uniqueArray(fc.constantFrom(...CALLERS), { minLength: 2, maxLength: 3 });
const asking = fc.record({
  ...{ does: fc.constant('ask' as const), viewer: few, question: few, lecture: few },
  times: fc.integer({ min: 1, max: 3 }),
});
const forgetting = fc.record({ does: fc.constant('forget' as const) });

const storyOf = ({ questions, changes, makers }: Theme): fc.Arbitrary<Story> => {
  const changing = fc.record({
    ...{ does: fc.constant('change' as const), nth: few, lecture: few },
    viewer: fc.constantFrom(0, 0, 0, 1, 2),
    kind: fc.constantFrom(...changes),
    at: fc.constantFrom('cached' as const, 'plain' as const),
  });
  const step = fc.oneof(
    { weight: 10, arbitrary: asking },
    { weight: 8, arbitrary: changing },
    { weight: 1, arbitrary: forgetting },
  );
  return fc.record({
    questions: fc.uniqueArray(fc.constantFrom(...questions), { minLength: 2, maxLength: 3 }),
    viewers: fc.tuple(fc.constantFrom(...makers), others).map(([maker, rest]) => [maker, ...rest]),
    steps: fc.array(step, { minLength: 1, maxLength: 40, size: 'max' }),
  });
};

export const story: fc.Arbitrary<Story> = fc.oneof(
  ...[STUDENTS, TRAINERS, LECTURES, MEMBERSHIPS, MEMBERSHIPS].map(storyOf),
);

/** Stories that chance tells seldom: something leaves a list that was asked for before. */
export const KNOWN_STORIES: [Story][] = [
  [leaving('students of a branch', 'student', ['branch', 'branch'])],
  [leaving('lectures between two moments', 'trainer', ['enter', 'move'])],
  [leaving('whoever asks', 'trainer', ['name', 'expertise'])],
  ...(['a lecture that members alone may join', 'route: a lecture that members alone may join'] as const).flatMap(
    (question): [Story][] => [
      [leaving(question, 'otherStudent', ['enroll', 'leave'])],
      [leaving(question, 'admin', ['expel', 'admit', 'expel', 'admit'])],
    ],
  ),
  [leaving('one course', 'admin', ['hand over', 'hand over'])],
];

function leaving(question: keyof Questions, maker: Caller, kinds: ChangeKind[]): Story {
  const ask = (viewer: number): Step => ({ does: 'ask', viewer, question: 0, lecture: 1, times: 3 });
  const steps = kinds.flatMap((kind, nth): Step[] => [
    { does: 'change', viewer: 0, kind, nth, lecture: 1, at: 'cached' },
    ...[ask(0), ask(1)],
  ]);
  return { questions: [question], viewers: [maker, maker === 'admin' ? 'student' : 'admin'], steps };
}

/** Acts a story; every answer must be that of the gateway without a cache. */
export async function act(twins: Twins, { questions, viewers, steps }: Story): Promise<void> {
  const { cached, names, askCached, askPlain } = twins;
  await forgetAll(cached.redis);
  const lectures = [names.id('todayLecture')];
  const lectureOf = (nth: number) => chosen(lectures, nth);
  const change = async (at: 'cached' | 'plain', viewer: Caller, question: Question) => {
    const { text } = await (at === 'cached' ? askCached : askPlain)(question, viewer);
    const entered = /"createLecture":\{"id":"([^"]+)"/.exec(text)?.[1];
    if (entered) lectures.push(entered);
  };
  const compare = async (viewer: Caller, question: Question, times: number) => {
    const answers = [];
    for (let nth = 0; nth < times; nth += 1) answers.push(said(await askCached(question, viewer)));
    const right = said(await askPlain(question, viewer));
    expect(answers).toEqual(answers.map(() => right));
  };
  await change('plain', 'trainer', changeOf('enter', 'trainer', 0, '', names));
  for (const next of steps) {
    switch (next.does) {
      case 'forget':
        await forgetValues(cached.redis);
        break;
      case 'change': {
        const viewer = chosen(viewers, next.viewer);
        await change(next.at, viewer, changeOf(next.kind, viewer, next.nth, lectureOf(next.lecture), names));
        break;
      }
      case 'ask': {
        const lecture = lectureOf(next.lecture);
        const question = REPEATED[chosen(questions, next.question)]?.({
          ...names,
          id: (name) => (['lecture', 'todayLecture'].includes(name) ? lecture : names.id(name)),
        });
        if (!question) throw new Error('no such question');
        await compare(chosen(viewers, next.viewer), question, next.times);
      }
    }
  }
}

function chosen<T>(all: readonly T[], nth: number): T {
  const one = all[nth % all.length];
  if (one === undefined) throw new Error('nothing to choose from');
  return one;
}
