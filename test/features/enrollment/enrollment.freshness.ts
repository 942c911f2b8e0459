import type { Sight } from '../../guarantees/support/history';
import { graphql, view, type View } from '../../guarantees/support/view';
import type { Writers } from '../../guarantees/support/writers';
import { freshness } from '../../support/freshness';
import { addLecture, change, counted, memberOf, MEMBERSHIPS, of, sight, type Membership } from './memberships';

const LECTURERS = { 'course-1': 'trainer-1', 'course-2': 'trainer-3', 'course-3': 'admin-1' };
const lectures = new Map<string, string>();

const STUDENT = 'id phone branch';
const LECTURE = 'id roomId meetingLink course { id isEnrolled }';
const COURSE = `id title description schedule isEnrolled studentCount lectures(first: 5) { nodes { ${LECTURE} } }`;
const MEMBERS = `id studentCount students(first: 100) { totalCount nodes { ${STUDENT} } }`;

interface LectureSeen {
  id: string;
  roomId: string | null;
  course: { isEnrolled: boolean };
}
interface CourseSeen {
  isEnrolled: boolean;
  studentCount: number;
  lectures: { nodes: LectureSeen[] };
}
interface MembersSeen {
  studentCount: number;
  students: { totalCount: number; nodes: { id: string }[] };
}

const dataOf = <Data>(body: unknown): Data => (body as { data: Data }).data;

const sightsOfLecture = (one: Membership, { roomId, course }: LectureSeen): Sight[] => [
  sight(one, roomId !== null),
  sight(one, course.isEnrolled),
];

/** Which of these are there. */
function present(
  memberships: readonly Membership[],
  ids: readonly string[],
  idOf: (one: Membership) => string,
): Sight[] {
  return memberships.map((one) => sight(one, ids.includes(idOf(one))));
}

/** One membership, as the student's own courses and lectures show it. */
function viewsOfStudent(writers: Writers, one: Membership): View[] {
  const { student, course } = one;
  const [asker, id] = [writers.person(student), writers.id(course)];
  const lecture = lectures.get(course) ?? '';
  const ofCourse = (row: Membership) => writers.id(row.course);
  return [
    view(
      'course, by a member',
      asker,
      graphql(`query ($id: ID!) { course(id: $id) { ${COURSE} } }`, { id }),
      null,
      (body) => {
        const seen = dataOf<{ course: CourseSeen }>(body).course;
        const [first] = seen.lectures.nodes;
        return [
          sight(one, seen.isEnrolled),
          ...counted(course, seen.studentCount),
          ...(first ? sightsOfLecture(one, first) : []),
        ];
      },
    ),
    view(
      'lecture of a course',
      asker,
      graphql(`query ($id: ID!) { lecture(id: $id) { ${LECTURE} } }`, { id: lecture }),
      null,
      (body) => sightsOfLecture(one, dataOf<{ lecture: LectureSeen }>(body).lecture),
    ),
    view(
      'one’s own courses',
      asker,
      graphql('{ courses(mine: true) { nodes { id title description schedule } } }'),
      null,
      (body) => {
        const { nodes } = dataOf<{ courses: { nodes: { id: string }[] } }>(body).courses;
        return present(
          memberOf(student),
          nodes.map((node) => node.id),
          ofCourse,
        );
      },
    ),
    view(
      'one’s own lectures',
      asker,
      graphql(`
        {
          lectures(first: 100, mine: true) {
            nodes {
              id
              roomId
            }
          }
        }
      `),
      null,
      (body) => {
        const { nodes } = dataOf<{ lectures: { nodes: { id: string }[] } }>(body).lectures;
        return present(
          memberOf(student),
          nodes.map((node) => node.id),
          (row) => lectures.get(row.course) ?? '',
        );
      },
    ),
    view('REST own courses', asker, { path: '/api/course/my-courses' }, null, (body) =>
      present(
        memberOf(student),
        (body as { _id: string }[]).map(({ _id }) => _id),
        ofCourse,
      ),
    ),
    view('REST lecture of a course', asker, { path: `/api/auth/lecture/${lecture}` }, null, (body) => [
      sight(one, (body as { lecture: { roomId?: string } }).lecture.roomId !== undefined),
    ]),
  ];
}

/** The members of a course, as staff sees them. */
function viewsOfCourse(writers: Writers, course: keyof typeof LECTURERS): View[] {
  const id = writers.id(course);
  const asker = writers.person(LECTURERS[course]);
  const ofStudent = (row: Membership) => writers.id(row.student);
  return [
    view('members', asker, graphql(`query ($id: ID!) { course(id: $id) { ${MEMBERS} } }`, { id }), null, (body) => {
      const { studentCount, students } = dataOf<{ course: MembersSeen }>(body).course;
      return [
        ...present(
          of(course),
          students.nodes.map((node) => node.id),
          ofStudent,
        ),
        ...counted(course, students.totalCount),
        ...counted(course, studentCount),
      ];
    }),
    view('REST members', asker, { path: `/api/course/${id}` }, null, (body) =>
      present(
        of(course),
        (body as { students: { _id: string }[] }).students.map(({ _id }) => _id),
        ofStudent,
      ),
    ),
  ];
}

function viewsOfPeople(writers: Writers): View[] {
  const [admin, third] = [writers.person('admin-1'), writers.person('trainer-3')];
  return [
    view(
      'a student’s courses',
      admin,
      graphql('query ($id: ID!) { student(id: $id) { id phone branch courses { nodes { id } } } }', {
        id: writers.id('student-3'),
      }),
      null,
      (body) => {
        const { nodes } = dataOf<{ student: { courses: { nodes: { id: string }[] } } }>(body).student.courses;
        return present(
          memberOf('student-3'),
          nodes.map((node) => node.id),
          (row) => writers.id(row.course),
        );
      },
    ),
    view('a trainer’s statistics', third, graphql('{ trainerStats { courses students } }'), null, (body) =>
      counted('course-2', dataOf<{ trainerStats: { students: number } }>(body).trainerStats.students),
    ),
  ];
}

freshness.add({
  truth: `SELECT student_id || ' in ' || course_id AS text FROM enrollments`,
  sights: (texts, writers) =>
    MEMBERSHIPS.map((one) => sight(one, texts.has(`${writers.id(one.student)} in ${writers.id(one.course)}`))),
  async write(writers) {
    for (const one of MEMBERSHIPS) {
      const subject = { key: one.key, kind: 'membership', isIn: () => true };
      await writers.add(
        subject,
        () => one.key,
        (version) => change(writers, one, version),
      );
    }
    for (const [course, owner] of Object.entries(LECTURERS)) {
      lectures.set(course, await addLecture(writers, course, owner));
    }
  },
  views: (writers) => [
    ...MEMBERSHIPS.flatMap((one) => viewsOfStudent(writers, one)),
    ...(['course-1', 'course-2', 'course-3'] as const).flatMap((course) => viewsOfCourse(writers, course)),
    ...viewsOfPeople(writers),
  ],
});
