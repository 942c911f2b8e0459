import { textOf, type Subject } from '../../guarantees/support/subjects';
import { graphql, view } from '../../guarantees/support/view';
import type { Writers } from '../../guarantees/support/writers';
import { freshness } from '../../support/freshness';

/** Who gives it while it has this version. */
type Giver = (version: number) => string;

const subjectOf = (key: string, giver: Giver): Subject & { giver: Giver } => ({
  ...{ key, kind: 'course', giver },
  isIn: (place, version) => place === 'all' || place === giver(version),
});

/** The last is handed to and fro by the administrator. */
const HANDED = subjectOf('course-3', (version) => (version % 2 ? 'trainer-2' : 'trainer-1'));
const COURSES = [subjectOf('course-1', () => 'trainer-1'), subjectOf('course-2', () => 'trainer-3'), HANDED];

/** With which students enroll. */
export const codeOf = (key: string): string => `CODE-OF-${key}`;

const COURSE = 'id title description schedule';
const CREATE = 'mutation ($input: CreateCourseInput!) { made: createCourse(input: $input) { id } }';
const UPDATE = `mutation ($id: ID!, $input: UpdateCourseInput!) { updateCourse(id: $id, input: $input) { ${COURSE} } }`;

async function add(writers: Writers, subject: Subject & { giver: Giver }): Promise<void> {
  const input = (version: number) => {
    const text = textOf(subject, version);
    return { title: text, description: text, schedule: text };
  };
  const make = async () => {
    const owner = writers.person(subject.giver(0));
    await writers.mutate(owner, CREATE, { input: { ...input(0), enrollmentCode: codeOf(subject.key) } });
    const sql = 'SELECT id FROM courses WHERE title = $1';
    const { rows } = await writers.parts.sql.query<{ id: string }>(sql, [textOf(subject, 0)]);
    if (!rows[0]) throw new Error(`${subject.key} was not created`);
    return rows[0].id;
  };
  await writers.add(subject, make, (version, id) => {
    if (subject !== HANDED)
      return writers.mutate(writers.person(subject.giver(0)), UPDATE, { id, input: input(version) });
    const trainerId = writers.id(subject.giver(version));
    return writers.mutate(writers.person('admin-1'), UPDATE, { id, input: { ...input(version), trainerId } });
  });
}

const list = (place = 'all') => ({ kind: 'course', place });
const person = (role: 'trainer' | 'admin', name: string) => ({ role, name, email: `${name}@example.org` });

freshness.add({
  truth: 'SELECT title AS text FROM courses',
  people: { 'trainer-3': person('trainer', 'trainer-3'), 'admin-1': person('admin', 'admin-1') },
  async write(writers) {
    for (const subject of COURSES) await add(writers, subject);
  },
  views(writers) {
    const [first, second] = [writers.person('trainer-1'), writers.person('trainer-2')];
    const [one, two] = [writers.person('student-1'), writers.person('student-2')];
    const nodes = `nodes { ${COURSE} } totalCount`;
    return [
      view(
        'course',
        one,
        graphql(`query ($id: ID!) { course(id: $id) { ${COURSE} } }`, { id: writers.id('course-1') }),
      ),
      view('courses', two, graphql(`{ courses(first: 100) { ${nodes} } }`), list()),
      view('courses found', one, graphql(`{ courses(first: 100, search: "course") { ${nodes} } }`), list()),
      view(
        'courses of a trainer',
        first,
        graphql(`query ($id: ID!) { courses(trainerId: $id) { ${nodes} } }`, { id: second.id }),
        list('trainer-2'),
      ),
      view('one’s own courses', first, graphql(`{ courses(mine: true) { ${nodes} } }`), list('trainer-1')),
      view(
        'a trainer’s courses',
        two,
        graphql(`query ($id: ID!) { trainer(id: $id) { id phone courses { ${nodes} } } }`, { id: first.id }),
        list('trainer-1'),
      ),
      view('REST course', two, { path: `/api/course/${writers.id('course-2')}` }),
      view('REST courses of a trainer', second, { path: '/api/course/trainer' }, list('trainer-2')),
      ...[first, second].map((trainer, nth) =>
        view(
          'what a course shows to who gives it',
          trainer,
          graphql(`query ($id: ID!) { course(id: $id) { ${COURSE} enrollmentCode } }`, { id: writers.id(HANDED.key) }),
          null,
          (body) => {
            const { course } = (body as Seen).data;
            const isGiver = (version: number) => HANDED.giver(version) === `trainer-${nth + 1}`;
            return [{ subject: HANDED.key, holds: (version) => isGiver(version) === (course.enrollmentCode !== null) }];
          },
        ),
      ),
    ];
  },
});

interface Seen {
  data: { course: { enrollmentCode: string | null } };
}
