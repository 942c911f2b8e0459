import { object, say, value, whole } from '../../../shared/rest/properties';
import { idOf, record } from '../../../shared/rest/record';
import { dayRoute, listRoute, route, stepsRoute, type RestRoute } from '../../../shared/rest/route';
import { derived, field, fields, param, query } from '../../../shared/rest/sources';
import { date, listOf, text } from '../../../shared/rest/wire';
import {
  CancelLectureDocument,
  CompleteLectureDocument,
  CreateLectureDocument,
  LectureByIdDocument,
  LectureInRoomDocument,
  LectureListDocument,
  LectureRoomFragmentDoc,
  LectureOfRoomDocument,
  LecturesTodayDocument,
  UpdateLectureDocument,
} from './lecture.operations.generated';
import { updated, type Update } from './lecture.update';
import { endOf, LECTURE, LECTURE_OF_TODAY, startOf } from './lecture.wire';

const TIMING = field('timing').as(
  'String',
  'When the lecture begins; read in the gateway’s time zone without an offset.',
);
const DURATION = field('duration').as('Float', 'In minutes.');
const TYPE = field('type').asEnum('LectureMode', 'Online or at a place.').or('VIRTUAL');
/** On the wire, one field holds the link of a virtual lecture or the place of any other. */
const LINK = field('meetingLink').as('String', 'The link of a virtual lecture, the place of an offline one.');

const NAMED = { id: param('id'), roomId: param('id') };

/** The REST routes of lectures. */
export const lectureRoutes: readonly RestRoute[] = [
  route({
    method: 'POST',
    path: '/api/auth/lecture/create',
    id: 'createLecture',
    summary: 'Creates a lecture.',
    status: 201,
    operation: CreateLectureDocument,
    variables: {
      input: {
        title: field('title'),
        ...fields('description', 'courseId', 'roomId', 'trainerId'),
        startsAt: derived({ timing: TIMING }, ({ timing = '' }, { timeZone }) => startOf(timing, timeZone)),
        endsAt: derived({ duration: DURATION.or(60), timing: TIMING }, ({ timing = '', duration = 60 }, { timeZone }) =>
          endOf(startOf(timing, timeZone), duration),
        ),
        mode: TYPE,
        meetingLink: derived({ link: LINK, type: TYPE }, ({ type, link }) => (type === 'OFFLINE' ? undefined : link)),
        location: derived({ link: LINK, type: TYPE }, ({ type, link }) => (type === 'OFFLINE' ? link : undefined)),
      },
    },
    pick: ({ createLecture }) => createLecture,
    answer: object({ message: say('Lecture Created Successfully!'), lecture: whole(LECTURE) }),
  }),
  listRoute({
    method: 'GET',
    path: '/api/auth/lecture/all',
    id: 'listLectures',
    summary: 'Lectures, ordered by start time.',
    operation: LectureListDocument,
    variables: { from: query('from'), to: query('to'), trainerId: query('trainerId'), courseId: query('courseId') },
    list: ({ lectures }) => lectures,
    answer: object({ lectures: whole(listOf(LECTURE)) }),
  }),
  dayRoute({
    method: 'GET',
    path: '/api/auth/lecture/today',
    id: 'listLecturesOfToday',
    summary: 'The viewer’s lectures that begin on one local day, by default today, ordered by start time.',
    operation: LecturesTodayDocument,
    variables: { timeZone: query('timeZone'), date: query('date') },
    pick: ({ todayLectures }, { date, timeZone }) => ({ lectures: todayLectures, date, timeZone }),
    answer: object({
      lectures: value('lectures', listOf(LECTURE_OF_TODAY)),
      date: value('date', date('The day on which they begin, in the time zone.')),
      timeZone: value('timeZone', text('The IANA time zone of the day.')),
    }),
  }),
  route({
    method: 'GET',
    path: '/api/auth/lecture/:id',
    id: 'getLecture',
    summary: 'One lecture.',
    variables: { id: param('id') },
    operation: LectureByIdDocument,
    refuses: ['NOT_FOUND'],
    pick: ({ lecture }) => lecture,
    answer: object({ lecture: whole(LECTURE) }),
  }),
  stepsRoute({
    method: 'PUT',
    path: '/api/auth/lecture/:id',
    id: 'updateLecture',
    summary: 'Changes a lecture, named by its id or its room. The status `completed` ends it.',
    operations: [LectureByIdDocument, LectureInRoomDocument, UpdateLectureDocument, CompleteLectureDocument],
    variables: {
      ...NAMED,
      status: field('status').asEnum('LectureStatus', 'Only `completed` changes anything: others follow the clock.'),
      input: {
        title: field('title').keepingEmpty(),
        ...fields('description', 'courseId', 'roomId', 'trainerId', 'meetingLink'),
        mode: field('type'),
        startsAt: derived({ timing: TIMING }, ({ timing = '' }, { timeZone }) => startOf(timing, timeZone)),
        endsAt: derived({ duration: DURATION }, ({ duration }) => duration),
      },
    },
    refuses: ['NOT_FOUND', 'CONFLICT'],
    run: (tools, given) => updated(tools, given as unknown as Update),
    answer: object({ message: say('Lecture Updated Successfully!'), lecture: whole(LECTURE) }),
  }),
  stepsRoute({
    method: 'DELETE',
    path: '/api/auth/lecture/:id',
    id: 'deleteLecture',
    summary: 'Deletes a lecture.',
    operations: [LectureByIdDocument, CancelLectureDocument],
    variables: { id: param('id') },
    refuses: ['NOT_FOUND', 'CONFLICT'],
    run: async ({ execute }, { id }) => {
      const { lecture } = await execute(LectureByIdDocument, { id });
      return lecture && (await execute(CancelLectureDocument, { id })).cancelLecture ? lecture : null;
    },
    answer: object({ message: say('Lecture Deleted Successfully!'), lecture: whole(LECTURE) }),
  }),
  // The former front end calls this address without `/api`.
  route({
    method: 'GET',
    path: '/auth/lecture/:roomId',
    id: 'getLectureOfRoom',
    summary: 'The course of the lecture in a virtual room.',
    variables: { roomId: param('roomId') },
    operation: LectureOfRoomDocument,
    refuses: ['NOT_FOUND'],
    pick: ({ lectureInRoom }) => lectureInRoom,
    answer: record(LectureRoomFragmentDoc, { courseId: idOf('course') }),
  }),
];
