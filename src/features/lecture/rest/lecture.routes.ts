import {
  LectureByIdDocument,
  LectureFragmentDoc,
  LectureListDocument,
  LecturesTodayDocument,
  PageInfoFragmentDoc,
} from './lecture.operations.generated';
import { object, value, whole } from '../../../shared/rest/properties';
import { record } from '../../../shared/rest/record';
import { dayRoute, route, type RestRow } from '../../../shared/rest/route';
import { param, query } from '../../../shared/rest/sources';
import { date, listOf, text } from '../../../shared/rest/wire';

const LECTURE = record(LectureFragmentDoc);
const PAGE_INFO = value('pageInfo', record(PageInfoFragmentDoc));
const PAGE = { first: query('limit'), after: query('after') };

/** The REST routes of lectures. */
export const lectureRoutes: readonly RestRow[] = [
  route({
    method: 'GET',
    path: '/api/auth/lecture/all',
    id: 'listLectures',
    summary: 'Lectures by begin.',
    operation: LectureListDocument,
    variables: { ...PAGE, from: query('from'), to: query('to'), trainerId: query('trainerId') },
    isStrict: true,
    pick: ({ lectures }) => lectures,
    answer: object({ lectures: value('nodes', listOf(LECTURE)), pageInfo: PAGE_INFO }),
  }),
  dayRoute({
    method: 'GET',
    path: '/api/auth/lecture/today',
    id: 'listLecturesOfToday',
    summary: 'The lectures that begin today, by begin.',
    operation: LecturesTodayDocument,
    variables: { timeZone: query('timeZone') },
    isStrict: true,
    pick: ({ todayLectures }, { date, timeZone }) => ({ lectures: todayLectures, date, timeZone }),
    answer: object({
      lectures: value('lectures', listOf(LECTURE)),
      date: value('date', date('The day they begin on, in the time zone.')),
      timeZone: value('timeZone', text('The IANA time zone in which today was reckoned.')),
    }),
  }),
  route({
    method: 'GET',
    path: '/api/auth/lecture/:id',
    id: 'getLecture',
    variables: { id: param('id') },
    summary: 'One lecture.',
    operation: LectureByIdDocument,
    refuses: ['NOT_FOUND'],
    isStrict: true,
    pick: ({ lecture }) => lecture,
    answer: object({ lecture: whole(LECTURE) }),
  }),
];
