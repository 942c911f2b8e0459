import type { Question } from './asking';
import type { Names } from './twins';

type Ask = (names: Names) => Question;
export type Questions = Record<string, Ask>;

const PERSON = 'id name email role createdAt updatedAt';
const STUDENT = `${PERSON} branch phone`;
const TRAINER = `${PERSON} expertise phone`;
const LECTURE = 'id title description location startsAt endsAt createdAt updatedAt trainer { id name email }';
const JOINED = 'id title meetingLink roomId course { id isEnrolled enrollmentCode }';
const COURSE = 'id title enrollmentCode isEnrolled studentCount trainer { name } students { totalCount nodes { id } }';
const JOINED_OF_COURSE = `${COURSE} lectures { nodes { ${JOINED} } }`;
const PAGE = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount';
const STUDENTS = `nodes { ${STUDENT} } edges { cursor node { id } } ${PAGE}`;
const TRAINERS = `nodes { ${TRAINER} } edges { cursor node { id } } ${PAGE}`;
const LECTURES = `nodes { ${LECTURE} } edges { cursor node { id } } ${PAGE}`;
const UNKNOWN = '018f0000-0000-7000-8000-000000000000';

const post =
  (text: (names: Names) => string, rest: (names: Names) => Partial<Question> = () => ({})): Ask =>
  (names) => ({ transport: 'POST /graphql', text: text(names), ...rest(names) });

const get =
  (text: (names: Names) => string): Ask =>
  (names) => ({ transport: 'GET /graphql', text: text(names) });

const route =
  (address: (names: Names) => string): Ask =>
  (names) => ({ transport: 'REST', text: `/api/auth${address(names)}` });

const me = () => `{ me { ${PERSON} ... on Student { branch phone } ... on Trainer { expertise } } }`;
const ownAndOthers = (is: Names) =>
  `{ one: student(id: "${is.id('student')}") { ${STUDENT} } two: student(id: "${is.id('otherStudent')}") { ${STUDENT} } }`;
/** Of these root fields, only trainers and administrators may see the last: the others get an error. */
const partlyForbidden = (is: Names) =>
  `{ lecture(id: "${is.id('lecture')}") { title } trainers(first: 2) { totalCount } students(first: 2) { ${STUDENTS} } }`;

/** Whoever is answered without fault, and from the cache, is answered from memory when asking again. */
export const REPEATED: Questions = {
  'all students': post(() => `{ students { ${STUDENTS} } }`),
  'students sought by name': post(() => `{ students(search: "PERSON", first: 4) { ${STUDENTS} } }`),
  'students of a branch': post(() => `{ students(branch: "Algebra") { ${STUDENTS} } }`),
  'students of a branch, sought': post(() => `{ students(branch: "Botany", search: "b") { ${STUDENTS} } }`),
  'students behind a cursor': post(
    () => `query ($n: Int, $after: String) { students(first: $n, after: $after) { ${STUDENTS} } }`,
    (is) => ({ variables: { n: 2, after: is.cursor.students } }),
  ),
  'students, where a variable says so': post(
    (is) => `query ($with: Boolean!) { trainer(id: "${is.id('trainer')}") { name }
      students @include(if: $with) { totalCount } }`,
    () => ({ variables: { with: true } }),
  ),
  'no students, where a variable says so': post(
    (is) => `query ($with: Boolean!) { trainer(id: "${is.id('trainer')}") { name }
      students @include(if: $with) { totalCount } }`,
    () => ({ variables: { with: false } }),
  ),
  'one student': post((is) => `{ student(id: "${is.id('student')}") { ${STUDENT} } }`),
  'the other student': post(
    () => `query One($id: ID!) { student(id: $id) { ${STUDENT} } } query Two { me { id } }`,
    (is) => ({ variables: { id: is.id('otherStudent') }, operationName: 'One' }),
  ),
  'both students': post(ownAndOthers),
  'a student and all trainers': post(
    (is) => `{ student(id: "${is.id('otherStudent')}") { ${STUDENT} } trainers { ${TRAINERS} } }`,
  ),
  'all trainers': post(() => `{ trainers { ${TRAINERS} } }`),
  'trainers sought by expertise': post(() => `{ trainers(search: "chess") { ${TRAINERS} } }`),
  'trainers that nobody is': post(() => `{ trainers(search: "nobody at all") { ${TRAINERS} } }`),
  'trainers behind a cursor': post((is) => `{ trainers(first: 2, after: "${is.cursor.trainers}") { ${TRAINERS} } }`),
  'one trainer': post((is) => `{ trainer(id: "${is.id('otherTrainer')}") { ${TRAINER} } }`),
  'a trainer’s lectures': post(
    (is) => `{ trainer(id: "${is.id('trainer')}") { ${TRAINER} lectures(first: 1) { ${LECTURES} } } }`,
  ),
  'lectures, their trainers and all theirs': post(
    () => `{ lectures(first: 3) { nodes { id trainer { ${TRAINER} lectures(first: 2) { ${LECTURES} } } } } }`,
  ),
  'all lectures': post(() => `{ lectures { ${LECTURES} } }`),
  'lectures between two moments': post(
    () => `{ lectures(from: "2026-05-02T00:00:00Z", to: "2026-05-04T00:00:00+02:00") { ${LECTURES} } }`,
  ),
  'lectures of a trainer from a moment on': post(
    () => `query ($id: ID, $from: DateTime) { lectures(trainerId: $id, from: $from) { ${LECTURES} } }`,
    (is) => ({ variables: { id: is.id('otherTrainer'), from: '2026-05-03T00:00:00Z' } }),
  ),
  'lectures of no trainer': post(() => `{ lectures(trainerId: "${UNKNOWN}") { ${LECTURES} } }`),
  'lectures behind a cursor': post((is) => `{ lectures(first: 2, after: "${is.cursor.lectures}") { ${LECTURES} } }`),
  'today’s lectures': post(() => `{ todayLectures { ${LECTURE} } }`),
  'today’s lectures in Auckland': post(() => `{ todayLectures(timeZone: "Pacific/Auckland") { ${LECTURE} } }`),
  'one lecture': post((is) => `{ lecture(id: "${is.id('lecture')}") { ${LECTURE} } }`),
  'all courses, their codes and members': post(() => `{ courses { nodes { ${COURSE} } totalCount } }`),
  'one’s own courses': post(() => `{ courses(mine: true) { nodes { ${COURSE} } totalCount } }`),
  'one course': post((is) => `{ course(id: "${is.id('ofMembers')}") { ${JOINED_OF_COURSE} } }`),
  'a trainer’s courses': post(
    (is) => `{ trainer(id: "${is.id('trainer')}") { name courses { nodes { ${JOINED_OF_COURSE} } } } }`,
  ),
  'a student’s courses': post(
    (is) => `{ student(id: "${is.id('student')}") { id courses { nodes { ${JOINED_OF_COURSE} } } } }`,
  ),
  'members of a course': post((is) => `{ students(courseId: "${is.id('ofMembers')}") { ${STUDENTS} } }`),
  'lectures of a course': post((is) => `{ lectures(courseId: "${is.id('ofMembers')}") { nodes { ${JOINED} } } }`),
  'one course, by GET': get((is) => `{ course(id: "${is.id('ofMembers')}") { ${JOINED_OF_COURSE} } }`),
  'one organization': post(
    (is) => `{ organization(id: "${is.id('organization')}") { name code studentCount students { nodes { id } }
      trainers { nodes { id } } } }`,
  ),
  'a lecture that members alone may join': post(
    (is) => `{ lecture(id: "${is.id('lectureOfMembers')}") { ${JOINED} } }`,
  ),
  'one’s own lectures': post(() => `{ lectures(mine: true) { nodes { ${JOINED} } totalCount } }`),
  'whoever asks': post(me),
  'whoever asks, as the newer type': post(me, () => ({ accept: 'application/graphql-response+json' })),
  'whoever asks, and a lecture': post((is) => `{ me { ${PERSON} } lecture(id: "${is.id('lecture')}") { ${LECTURE} } }`),
  'several fields, one forbidden': post(partlyForbidden),
  'several fields, all answered elsewhere': post(() => `{ me { id } students { totalCount } trainers { totalCount } }`),
  'whoever asks, by GET': get(me),
  'both students, by GET': get(ownAndOthers),
  'several fields, one forbidden, by GET': get(partlyForbidden),
  'route: students': route(() => '/student/students'),
  'route: students, by a filter that is ignored': route(() => '/student/students?name=Ann'),
  'route: students of a branch, sought': route(() => '/student/students?limit=3&search=person&branch=Algebra'),
  'route: students behind a cursor': route((is) => `/student/students?limit=2&after=${is.cursor.students}`),
  'route: one student': route((is) => `/student/student/${is.id('student')}`),
  'route: the other student': route((is) => `/student/student/${is.id('otherStudent')}`),
  'route: trainers': route(() => '/trainer/trainers'),
  'route: trainers sought': route((is) => `/trainer/trainers?limit=4&search=person&after=${is.cursor.trainers}`),
  'route: one trainer': route((is) => `/trainer/trainer/${is.id('trainer')}`),
  'route: lectures': route(() => '/lecture/all'),
  'route: lectures of a trainer': route(
    (is) => `/lecture/all?limit=1&from=2026-05-01T00:00:00Z&to=2026-06-01T00:00:00Z&trainerId=${is.id('trainer')}`,
  ),
  'route: today’s lectures': route(() => '/lecture/today'),
  'route: today’s lectures in Auckland': route(() => '/lecture/today?timeZone=Pacific/Auckland'),
  'route: a lecture that members alone may join': route((is) => `/lecture/${is.id('lectureOfMembers')}`),
  'route: one course': (is) => ({ transport: 'REST', text: `/api/course/${is.id('ofMembers')}` }),
  'route: courses of a trainer': () => ({ transport: 'REST', text: '/api/course/trainer' }),
  'route: one’s own courses': () => ({ transport: 'REST', text: '/api/course/my-courses' }),
  'route: one lecture': route((is) => `/lecture/${is.id('todayLecture')}`),
};

/** Nobody is answered these from memory: an error is in all answers, or what is asked for is kept nowhere. */
export const NEVER_REPEATED: Questions = {
  'one’s sessions': post(() => '{ sessions { id createdAt ip userAgent current } }'),
  'one’s sessions and all trainers': post(() => '{ sessions { id current } trainers { totalCount } me { id } }'),
  'no such student': post(() => `{ student(id: "${UNKNOWN}") { ${STUDENT} } }`),
  'a student by a trainer’s id': post((is) => `{ student(id: "${is.id('trainer')}") { ${STUDENT} } }`),
  'a student by no id': post(() => `{ student(id: "nobody") { ${STUDENT} } }`),
  'no such trainer, and one': post(
    (is) => `{ none: trainer(id: "${UNKNOWN}") { name } one: trainer(id: "${is.id('trainer')}") { name } }`,
  ),
  'no such lecture': post(() => `{ lecture(id: "${UNKNOWN}") { ${LECTURE} } }`),
  'lectures of a malformed trainer': post(() => `{ lectures(trainerId: "nobody") { ${LECTURES} } }`),
  'a trainer whose lectures are asked for badly': post(
    (is) => `{ lecture(id: "${is.id('lecture')}") { title trainer { name } }
      trainer(id: "${is.id('trainer')}") { name lectures(first: 0) { totalCount } } }`,
  ),
  'a trainer whose lectures are asked for behind no cursor': post(
    (is) => `{ me { id } trainer(id: "${is.id('trainer')}") { name lectures(after: "x") { totalCount } } }`,
  ),
  'too few students': post(() => '{ students(first: 0) { totalCount } }'),
  'too many trainers': post(() => '{ trainers(first: 101) { totalCount } me { id } }'),
  'students behind a trainer': post((is) => `{ students(after: "${is.cursor.trainers}") { totalCount } }`),
  'lectures before a cursor': post((is) => `{ lectures(last: 2, before: "${is.cursor.lectures}") { totalCount } }`),
  'lectures from no moment': post(() => '{ lectures(from: "yesterday") { totalCount } }'),
  'lectures to no moment': post(
    () => 'query ($to: DateTime) { lectures(to: $to) { totalCount } }',
    () => ({ variables: { to: 'tomorrow' } }),
  ),
  'a trainer without an id': post(() => 'query ($id: ID!) { trainer(id: $id) { name } }'),
  'today in no time zone': post(() => '{ todayLectures(timeZone: "Nowhere") { id } trainers { totalCount } }'),
  'no such field': post(() => '{ me { passwordHash } }'),
  'no such operation': post(
    () => 'query A { me { id } } query B { me { name } }',
    () => ({ operationName: 'C' }),
  ),
  'no document': post(() => '{ me { id }'),
  'the schema': post(() => '{ __type(name: "Student") { fields { name } } __typename }'),
  'a change, by GET': get(() => 'mutation { logout }'),
  'route: no students': route(() => '/student/students?limit=0'),
  'route: no such student': route(() => `/student/student/${UNKNOWN}`),
  'route: no such trainer': route(() => `/trainer/trainer/${UNKNOWN}`),
  'route: a trainer by no id': route(() => '/trainer/trainer/nobody'),
  'route: lectures from no moment': route(() => '/lecture/all?from=yesterday'),
  'route: today in no time zone': route(() => '/lecture/today?timeZone=Nowhere'),
  'route: no such lecture': route(() => `/lecture/${UNKNOWN}`),
};

/** What cannot be answered, or in part only, while a table cannot be read. */
export const OF_TABLE: Record<string, Questions> = {
  students: {
    'a list': post(() => `{ students { ${STUDENTS} } }`),
    'a record beside another': post(
      (is) => `{ student(id: "${is.id('student')}") { ${STUDENT} } lecture(id: "${is.id('lecture')}") { title } }`,
    ),
    'the route of a list': route(() => '/student/students'),
  },
  trainers: {
    'a list': post(() => `{ trainers { ${TRAINERS} } }`),
    'a record below another': post((is) => `{ lecture(id: "${is.id('lecture')}") { ${LECTURE} } me { id } }`),
    'the route of a record': route((is) => `/trainer/trainer/${is.id('trainer')}`),
  },
  lectures: {
    'a list below a record': post(
      (is) => `{ trainer(id: "${is.id('otherTrainer')}") { name lectures(first: 3) { ${LECTURES} } } me { id } }`,
    ),
    'a record beside another': post(
      (is) => `{ lecture(id: "${is.id('lecture')}") { title } trainer(id: "${is.id('trainer')}") { name } }`,
    ),
    'the route of today': route(() => '/lecture/today'),
  },
};
