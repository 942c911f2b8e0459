import { textOf, type Subject } from '../../guarantees/support/subjects';
import { graphql, view } from '../../guarantees/support/view';
import { freshness } from '../../support/freshness';
import { changeProfile } from '../account/profile-change';

const branchOf = (version: number): 'even' | 'odd' => (version % 2 === 0 ? 'even' : 'odd');

/** Changes the branch with each version. */
const SUBJECTS = [1, 2, 3, 4].map((number): Subject => ({
  key: `student-${number}`,
  kind: 'student',
  isIn: (place, version) => place === 'all' || place === branchOf(version),
}));

const STUDENT = 'id phone branch';
const BY_ID = `query ($id: ID!) { student(id: $id) { ${STUDENT} } }`;
const list = (place = 'all') => ({ kind: 'student', place });

freshness.add({
  truth: 'SELECT phone AS text FROM students',
  people: Object.fromEntries(
    SUBJECTS.map((subject) => [
      subject.key,
      {
        ...{ role: 'student', name: subject.key, email: `${subject.key}@example.org` },
        ...{ branch: branchOf(0), phone: textOf(subject, 0) },
      },
    ]),
  ),
  async write(writers) {
    for (const subject of SUBJECTS) {
      await writers.add(
        subject,
        () => writers.id(subject.key),
        (version) => changeProfile(writers, subject, { branch: branchOf(version), phone: textOf(subject, version) }),
      );
    }
  },
  views(writers) {
    const [first, second] = [writers.person('trainer-1'), writers.person('trainer-2')];
    const [one, two] = [writers.person('student-1'), writers.person('student-2')];
    return [
      view('student', first, graphql(BY_ID, { id: one.id })),
      view('oneself by id', one, graphql(BY_ID, { id: one.id })),
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
      view('students', first, graphql(`{ students(first: 100) { nodes { ${STUDENT} } totalCount } }`), list()),
      view(
        'students found',
        second,
        graphql(`{ students(first: 100, search: "student") { nodes { ${STUDENT} } } }`),
        list(),
      ),
      view(
        'even students',
        first,
        graphql(`{ students(first: 100, branch: "even") { nodes { ${STUDENT} } totalCount } }`),
        list('even'),
      ),
      view(
        'odd students',
        second,
        graphql(`{ students(first: 100, branch: "odd") { nodes { ${STUDENT} } } }`),
        list('odd'),
      ),
      view('REST student', two, { path: `/api/auth/student/student/${two.id}` }),
      view('REST students', second, { path: '/api/auth/student/students?limit=100' }, list()),
      view('REST even students', second, { path: '/api/auth/student/students?limit=100&branch=even' }, list('even')),
    ];
  },
});
