import fc from 'fast-check';
import { said, type Question } from './asking';
import { forgetAll, forgetValues, VIEWERS, type Campus, type Viewer } from './campus';
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
  viewers: Viewer[];
  steps: Step[];
}

/** What is asked, and what changes meanwhile. */
interface Theme {
  questions: (keyof Questions)[];
  changes: [ChangeKind, ...ChangeKind[]];
  /** Who may make them. */
  makers: [Viewer, ...Viewer[]];
}

const STUDENTS: Theme = {
  questions: [
    ...['all students', 'students of a branch', 'one student', 'both students', 'several fields, one forbidden'],
    ...['whoever asks', 'route: students of a branch, sought', 'route: one student'],
  ],
  // Registering hashes a password, which takes long: seldom.
  changes: ['name', 'name', 'branch', 'branch', 'branch', 'branch', 'register'],
  makers: ['studentOne', 'studentTwo'],
};

const TRAINERS: Theme = {
  questions: [
    ...['all trainers', 'trainers sought by expertise', 'a trainer’s lectures', 'one lecture', 'whoever asks'],
    ...['whoever asks, by GET', 'lectures, their trainers and all theirs', 'route: one trainer'],
  ],
  changes: ['name', 'expertise'],
  makers: ['trainerOne', 'trainerTwo'],
};

const LECTURES: Theme = {
  questions: [
    ...['all lectures', 'lectures between two moments', 'lectures of a trainer from a moment on', 'one lecture'],
    ...['a trainer’s lectures', 'lectures, their trainers and all theirs', 'today’s lectures'],
    ...['route: lectures', 'route: lectures of a trainer', 'route: today’s lectures', 'route: one lecture'],
  ],
  changes: ['enter', 'move', 'retitle', 'cancel'],
  makers: ['trainerOne', 'trainerTwo', 'admin'],
};

const few = fc.nat({ max: 3 });
const others = fc.uniqueArray(fc.constantFrom(...VIEWERS), { minLength: 2, maxLength: 3 });
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

export const story: fc.Arbitrary<Story> = fc.oneof(storyOf(STUDENTS), storyOf(TRAINERS), storyOf(LECTURES));

/** Stories that chance tells seldom: something leaves a list that was asked for before. */
export const KNOWN_STORIES: [Story][] = [
  [leaving('students of a branch', 'studentOne', ['branch', 'branch'])],
  [leaving('lectures between two moments', 'trainerOne', ['enter', 'move'])],
  [leaving('whoever asks', 'trainerOne', ['name', 'expertise'])],
];

function leaving(question: keyof Questions, maker: Viewer, kinds: ChangeKind[]): Story {
  const ask = (viewer: number): Step => ({ does: 'ask', viewer, question: 0, lecture: 1, times: 3 });
  const steps = kinds.flatMap((kind, nth): Step[] => [
    { does: 'change', viewer: 0, kind, nth, lecture: 1, at: 'cached' },
    ...[ask(0), ask(1)],
  ]);
  return { questions: [question], viewers: [maker, 'admin'], steps };
}

/** Acts a story; every answer must be that of the gateway without a cache. */
export async function act(campus: Campus, { questions, viewers, steps }: Story): Promise<void> {
  const { cached, names, askCached, askPlain } = campus;
  await forgetAll(cached.redis);
  const lectures = [names.todayLecture];
  const lectureOf = (nth: number) => chosen(lectures, nth);
  const change = async (at: 'cached' | 'plain', viewer: Viewer, question: Question) => {
    const { text } = await (at === 'cached' ? askCached : askPlain)(question, viewer);
    const entered = /"createLecture":\{"id":"([^"]+)"/.exec(text)?.[1];
    if (entered) lectures.push(entered);
  };
  const compare = async (viewer: Viewer, question: Question, times: number) => {
    const answers = [];
    for (let nth = 0; nth < times; nth += 1) answers.push(said(await askCached(question, viewer)));
    const right = said(await askPlain(question, viewer));
    expect(answers).toEqual(answers.map(() => right));
  };
  await change('plain', 'trainerOne', changeOf('enter', 'trainerOne', 0, '', names));
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
        const question = REPEATED[chosen(questions, next.question)]?.({ ...names, lecture, todayLecture: lecture });
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
