import fc from 'fast-check';
import { said, type Question } from './asking';
import { forgetAll, forgetValues, VIEWERS, type Campus, type Viewer } from './campus';
import { CHANGE_KINDS, changeOf, type ChangeKind } from './changes';
import { REPEATED, type Questions } from './questions';

type Step =
  | { does: 'ask'; viewer: Viewer; question: number; lecture: number; times: number }
  | { does: 'change'; viewer: Viewer; kind: ChangeKind; nth: number; lecture: number; at: 'cached' | 'plain' }
  | { does: 'forget' };

/** A few questions, asked again and again while things change. */
export interface Story {
  questions: string[];
  steps: Step[];
}

const ASKED = [
  ...['all students', 'students of a course', 'one student', 'both students', 'students behind a cursor'],
  ...['all trainers', 'trainers sought by expertise', 'a trainer’s lectures', 'a student and all trainers'],
  ...['lectures, their trainers and all theirs', 'all lectures', 'lectures between two moments'],
  ...['lectures of a trainer from a moment on', 'today’s lectures', 'one lecture', 'whoever asks'],
  ...['several fields, one forbidden', 'several fields, one forbidden, by GET', 'whoever asks, by GET'],
  ...['route: students', 'route: one student', 'route: trainers', 'route: one trainer', 'route: lectures'],
  ...['route: lectures of a trainer', 'route: today’s lectures', 'route: one lecture'],
] satisfies (keyof Questions)[];

const viewer = fc.constantFrom(...VIEWERS);
const few = fc.nat({ max: 3 });

const step = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      ...{ does: fc.constant('ask' as const), viewer, question: few, lecture: few },
      times: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      ...{ does: fc.constant('change' as const), viewer, nth: few, lecture: few },
      kind: fc.oneof(...CHANGE_KINDS.map(({ arbitrary, weight }) => ({ arbitrary: fc.constant(arbitrary), weight }))),
      at: fc.constantFrom('cached' as const, 'plain' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('forget' as const) }) },
);

export const story: fc.Arbitrary<Story> = fc.record({
  questions: fc.uniqueArray(fc.constantFrom(...ASKED), { minLength: 1, maxLength: 3 }),
  steps: fc.array(step, { minLength: 15, maxLength: 40, size: 'max' }),
});

/** Acts a story and compares every answer with that of the gateway without a cache. @returns how many were compared */
export async function act(campus: Campus, { questions, steps }: Story): Promise<number> {
  const { cached, names, askCached, askPlain } = campus;
  await forgetAll(cached.redis);
  const lectures = [names.todayLecture];
  const change = async (at: 'cached' | 'plain', who: Viewer, question: Question) => {
    const { text } = await (at === 'cached' ? askCached : askPlain)(question, who);
    const entered = /"createLecture":\{"id":"([^"]+)"/.exec(text)?.[1];
    if (entered) lectures.push(entered);
  };
  const lectureOf = (nth: number) => lectures[nth % lectures.length] ?? '';
  await change('plain', 'trainerOne', changeOf('enter', 'trainerOne', 0, '', names));
  let compared = 0;
  for (const next of steps) {
    switch (next.does) {
      case 'forget':
        await forgetValues(cached.redis);
        break;
      case 'change':
        await change(next.at, next.viewer, changeOf(next.kind, next.viewer, next.nth, lectureOf(next.lecture), names));
        break;
      case 'ask': {
        const lecture = lectureOf(next.lecture);
        const question = questionOf(questions, next.question)({ ...names, lecture, todayLecture: lecture });
        const answers = [];
        for (let nth = 0; nth < next.times; nth += 1) answers.push(said(await askCached(question, next.viewer)));
        const right = said(await askPlain(question, next.viewer));
        expect(answers).toEqual(answers.map(() => right));
        compared += answers.length;
      }
    }
  }
  return compared;
}

function questionOf(questions: string[], nth: number) {
  const question = REPEATED[questions[nth % questions.length] ?? ''];
  if (!question) throw new Error('no such question');
  return question;
}
