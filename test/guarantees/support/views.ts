import type { Campus } from './campus';
import type { HttpQuestion } from './http';
import type { Person } from './person';
import type { Place, Subject } from './subjects';

/** One way to look at the campus. */
export interface View {
  name: string;
  asker: Person;
  question: HttpQuestion;
  /** What it lists, and so must show completely; null where it shows one thing. */
  list: { kind: Subject['kind']; place: Place } | null;
}

const graphql = (query: string, variables: object = {}): HttpQuestion => ({
  path: '/graphql',
  body: JSON.stringify({ query, variables }),
});

const LECTURE = 'id title description location';
const TRAINER = 'id expertise phone';
const STUDENT = 'id phone branch';

/** Every door and every kind of read: by id, in lists, narrowed, nested, today's; several in one. */
export function viewsOf(campus: Campus): View[] {
  const [first, second] = campus.trainers;
  const [one, two] = campus.students;
  if (!first || !second || !one || !two) throw new Error('nobody there');
  const id = (key: string) => campus.ids.get(key) ?? '';
  const lectures = (place: Place = 'all') => ({ kind: 'lecture' as const, place });
  const students = (place: Place = 'all') => ({ kind: 'student' as const, place });
  const view = (name: string, asker: Person, question: HttpQuestion, list: View['list'] = null): View => ({
    name,
    asker,
    question,
    list,
  });
  const soon = { from: new Date(Date.now() - 3 * 3_600_000), to: new Date(Date.now() + 3 * 24 * 3_600_000) };

  return [
    view('lecture', one, graphql(`query ($id: ID!) { lecture(id: $id) { ${LECTURE} } }`, { id: id('lecture-1') })),
    view(
      'lecture with its trainer',
      second,
      graphql(`query ($id: ID!) { lecture(id: $id) { ${LECTURE} trainer { ${TRAINER} } } }`, { id: id('lecture-2') }),
    ),
    view('lectures', two, graphql(`{ lectures(first: 100) { nodes { ${LECTURE} } totalCount } }`), lectures()),
    view(
      'lectures with their trainers',
      first,
      graphql(`{ lectures(first: 100) { edges { cursor node { ${LECTURE} trainer { ${TRAINER} } } } } }`),
      lectures(),
    ),
    view(
      'lectures of some days',
      one,
      graphql(
        `query ($from: DateTime, $to: DateTime) { lectures(first: 100, from: $from, to: $to) { nodes { ${LECTURE} } } }`,
        soon,
      ),
      lectures(),
    ),
    view(
      'lectures of a trainer',
      second,
      graphql(`query ($id: ID!) { lectures(first: 100, trainerId: $id) { nodes { ${LECTURE} } } }`, { id: first.id }),
    ),
    view('today', first, graphql(`{ todayLectures { ${LECTURE} } }`), lectures('today')),
    view('trainer', one, graphql(`query ($id: ID!) { trainer(id: $id) { ${TRAINER} } }`, { id: first.id })),
    view(
      'trainer with lectures',
      two,
      graphql(`query ($id: ID!) { trainer(id: $id) { ${TRAINER} lectures(first: 100) { nodes { ${LECTURE} } } } }`, {
        id: second.id,
      }),
    ),
    view('trainers', two, graphql(`{ trainers(first: 100) { nodes { ${TRAINER} } } }`), {
      kind: 'trainer',
      place: 'all',
    }),
    view('student', first, graphql(`query ($id: ID!) { student(id: $id) { ${STUDENT} } }`, { id: one.id })),
    view('oneself by id', one, graphql(`query ($id: ID!) { student(id: $id) { ${STUDENT} } }`, { id: one.id })),
    view(
      'me',
      two,
      graphql(`
        {
          me {
            id
            ... on Student {
              phone
              branch
            }
          }
        }
      `),
    ),
    view(
      'me, a trainer',
      first,
      graphql(`
        {
          me {
            id
            ... on Trainer {
              phone
              expertise
            }
          }
        }
      `),
    ),
    view('students', first, graphql(`{ students(first: 100) { nodes { ${STUDENT} } totalCount } }`), students()),
    view(
      'students found',
      second,
      graphql(`{ students(first: 100, search: "student") { nodes { ${STUDENT} } } }`),
      students(),
    ),
    view(
      'even students',
      first,
      graphql(`{ students(first: 100, branch: "even") { nodes { ${STUDENT} } totalCount } }`),
      students('even'),
    ),
    view(
      'odd students',
      second,
      graphql(`{ students(first: 100, branch: "odd") { nodes { ${STUDENT} } } }`),
      students('odd'),
    ),
    view(
      'much at once',
      first,
      graphql(
        `query ($id: ID!) { lecture(id: $id) { ${LECTURE} } lectures(first: 100) { nodes { ${LECTURE} } }
        todayLectures { ${LECTURE} } students(first: 100) { nodes { ${STUDENT} } } me { id ... on Trainer { phone } } }`,
        {
          id: id('mover-1'),
        },
      ),
    ),
    view('REST lecture', two, { path: `/api/auth/lecture/${id('mover-2')}` }),
    view('REST lectures', one, { path: '/api/auth/lecture/all?limit=100' }, lectures()),
    view('REST today', two, { path: '/api/auth/lecture/today' }, lectures('today')),
    view('REST trainer', one, { path: `/api/auth/trainer/trainer/${second.id}` }),
    view('REST trainers', one, { path: '/api/auth/trainer/trainers?limit=100' }, { kind: 'trainer', place: 'all' }),
    view('REST student', two, { path: `/api/auth/student/student/${two.id}` }),
    view('REST students', second, { path: '/api/auth/student/students?limit=100' }, students()),
    view('REST even students', second, { path: '/api/auth/student/students?limit=100&branch=even' }, students('even')),
  ];
}
