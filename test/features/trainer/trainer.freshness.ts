import { textOf, type Subject } from '../../guarantees/support/subjects';
import { graphql, view } from '../../guarantees/support/view';
import { freshness } from '../../support/freshness';
import { changeProfile } from '../account/profile-change';

const SUBJECTS = [1, 2].map((number): Subject => ({ key: `trainer-${number}`, kind: 'trainer', isIn: () => true }));

const TRAINER = 'id expertise phone';
const ALL = { kind: 'trainer', place: 'all' };

freshness.add({
  truth: 'SELECT phone AS text FROM trainers',
  people: Object.fromEntries(
    SUBJECTS.map((subject) => [
      subject.key,
      {
        ...{ role: 'trainer', name: subject.key, email: `${subject.key}@example.org` },
        ...{ expertise: textOf(subject, 0), phone: textOf(subject, 0) },
      },
    ]),
  ),
  async write(writers) {
    for (const subject of SUBJECTS) {
      await writers.add(
        subject,
        () => writers.id(subject.key),
        (version) => {
          const text = textOf(subject, version);
          return changeProfile(writers, subject, { expertise: text, phone: text });
        },
      );
    }
  },
  views(writers) {
    const [first, second] = [writers.person('trainer-1'), writers.person('trainer-2')];
    const [one, two] = [writers.person('student-1'), writers.person('student-2')];
    return [
      view('trainer', one, graphql(`query ($id: ID!) { trainer(id: $id) { ${TRAINER} } }`, { id: first.id })),
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
      view('trainers', two, graphql(`{ trainers(first: 100) { nodes { ${TRAINER} } } }`), ALL),
      view('REST trainer', one, { path: `/api/auth/trainer/trainer/${second.id}` }),
      view('REST trainers', one, { path: '/api/auth/trainer/trainers?limit=100' }, ALL),
    ];
  },
});
