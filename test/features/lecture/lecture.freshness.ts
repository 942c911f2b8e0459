import { textOf, type Subject } from '../../guarantees/support/subjects';
import { graphql, view } from '../../guarantees/support/view';
import type { Outcome, Writers } from '../../guarantees/support/writers';
import { freshness } from '../../support/freshness';
import { hourFrom } from './lecture.campus';

const DAY_MS = 24 * 3_600_000;

/** Always there, always today. */
const LECTURES = [1, 2, 3, 4].map((number) => subjectOf(`lecture-${number}`, () => true));
/** To and fro between today and tomorrow. */
const MOVERS = [1, 2].map((number) =>
  subjectOf(`mover-${number}`, (place, version) => place !== 'today' || version % 2 === 0),
);
const flash = (number: number) => subjectOf(`flash-${number}`, (_place, version) => version === 1);

function subjectOf(key: string, isIn: Subject['isIn']): Subject {
  return { key, kind: 'lecture', isIn };
}

const TRAINERS = ['trainer-1', 'trainer-2'];
const trainerAt = (nth: number) => TRAINERS[nth % TRAINERS.length] ?? '';

/** Around noon of the replicas' time zone, at that day for this version. */
function inputOf(subject: Subject, version: number) {
  const text = textOf(subject, version);
  const startsAt = new Date(Date.now() + (subject.isIn('today', version) ? 0 : DAY_MS));
  return { title: text, description: text, location: text, ...hourFrom(startsAt) };
}

const CREATE =
  'mutation ($input: CreateLectureInput!) { createLecture(input: $input) { id title description location } }';
const UPDATE = `mutation ($id: ID!, $input: UpdateLectureInput!) {
  updateLecture(id: $id, input: $input) { id title description location } }`;
const CANCEL = 'mutation ($id: ID!) { cancelLecture(id: $id) }';

function add(writers: Writers, subject: Subject, trainer: string): Promise<void> {
  const owner = writers.person(trainer);
  const make = async () => {
    await writers.mutate(owner, CREATE, { input: inputOf(subject, 0) });
    const id = await find(writers, textOf(subject, 0));
    if (id === undefined) throw new Error(`${subject.key} was not entered`);
    return id;
  };
  return writers.add(subject, make, (version, id) =>
    writers.mutate(owner, UPDATE, { id, input: inputOf(subject, version) }),
  );
}

async function find({ parts }: Writers, title: string): Promise<string | undefined> {
  const { rows } = await parts.sql.query<{ id: string }>('SELECT id FROM lectures WHERE title = $1', [title]);
  return rows[0]?.id;
}

async function cancel(writers: Writers, id: string): Promise<Outcome> {
  const sql = 'SELECT trainer_id FROM lectures WHERE id = $1';
  const { rows } = await writers.parts.sql.query<{ trainer_id: string }>(sql, [id]);
  // An earlier attempt of unknown outcome has done it.
  if (!rows[0]) return 'done';
  const owner = TRAINERS.map((name) => writers.person(name)).find((person) => person.id === rows[0]?.trainer_id);
  if (!owner) return 'refused';
  const outcome = await writers.mutate(owner, CANCEL, { id });
  return outcome === 'gone' ? 'done' : outcome;
}

const LECTURE = 'id title description location';
const TRAINER = 'id expertise phone';
const list = (place = 'all') => ({ kind: 'lecture', place });

freshness.add({
  truth: 'SELECT title AS text FROM lectures',
  async write(writers) {
    for (const [nth, subject] of [...LECTURES, ...MOVERS].entries()) await add(writers, subject, trainerAt(nth + 1));
    writers.addFlash({
      name: 'flash',
      subject: flash,
      make: (subject) => {
        const owner = writers.person(trainerAt(Math.floor(Math.random() * TRAINERS.length)));
        return writers.mutate(owner, CREATE, { input: inputOf(subject, 1) });
      },
      find: (title) => find(writers, title),
      remove: (id) => cancel(writers, id),
    });
  },
  views(writers) {
    const [first, second] = [writers.person('trainer-1'), writers.person('trainer-2')];
    const [one, two] = [writers.person('student-1'), writers.person('student-2')];
    const soon = { from: new Date(Date.now() - DAY_MS / 8), to: new Date(Date.now() + 3 * DAY_MS) };
    const byId = (below: string) => `query ($id: ID!) { lecture(id: $id) { ${LECTURE} ${below} } }`;
    return [
      view('lecture', one, graphql(byId(''), { id: writers.id('lecture-1') })),
      view(
        'lecture with its trainer',
        second,
        graphql(byId(`trainer { ${TRAINER} }`), { id: writers.id('lecture-2') }),
      ),
      view('lectures', two, graphql(`{ lectures(first: 100) { nodes { ${LECTURE} } totalCount } }`), list()),
      view(
        'lectures with their trainers',
        first,
        graphql(`{ lectures(first: 100) { edges { cursor node { ${LECTURE} trainer { ${TRAINER} } } } } }`),
        list(),
      ),
      view(
        'lectures of some days',
        one,
        graphql(
          `query ($from: DateTime, $to: DateTime) { lectures(first: 100, from: $from, to: $to) { nodes { ${LECTURE} } } }`,
          soon,
        ),
        list(),
      ),
      view(
        'lectures of a trainer',
        second,
        graphql(`query ($id: ID!) { lectures(first: 100, trainerId: $id) { nodes { ${LECTURE} } } }`, { id: first.id }),
      ),
      view(
        'trainer with lectures',
        two,
        graphql(`query ($id: ID!) { trainer(id: $id) { ${TRAINER} lectures(first: 100) { nodes { ${LECTURE} } } } }`, {
          id: second.id,
        }),
      ),
      view('today', first, graphql(`{ todayLectures { ${LECTURE} } }`), list('today')),
      view(
        'much at once',
        first,
        graphql(
          `query ($id: ID!) { lecture(id: $id) { ${LECTURE} } lectures(first: 100) { nodes { ${LECTURE} } }
          todayLectures { ${LECTURE} } students(first: 100) { nodes { id phone branch } }
          me { id ... on Trainer { phone } } }`,
          { id: writers.id('mover-1') },
        ),
      ),
      view('REST lecture', two, { path: `/api/auth/lecture/${writers.id('mover-2')}` }),
      view('REST lectures', one, { path: '/api/auth/lecture/all?limit=100' }, list()),
      view('REST today', two, { path: '/api/auth/lecture/today' }, list('today')),
    ];
  },
});
