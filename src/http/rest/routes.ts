import {
  LectureByIdDocument,
  LectureFragmentDoc,
  LectureListDocument,
  LecturesTodayDocument,
  LoginStudentDocument,
  LoginTrainerDocument,
  LogoutDocument,
  PageInfoFragmentDoc,
  RegisterStudentDocument,
  RegisterTrainerDocument,
  StudentByIdDocument,
  StudentFragmentDoc,
  StudentListDocument,
  TrainerByIdDocument,
  TrainerFragmentDoc,
  TrainerListDocument,
} from './operations.generated';
import { object, say, value, whole } from '../../shared/rest/properties';
import { record } from '../../shared/rest/record';
import { dayRoute, route, type RestRow } from '../../shared/rest/route';
import { fields, param, query } from '../../shared/rest/sources';
import { date, dateTime, listOf, text } from '../../shared/rest/wire';

const STUDENT = record(StudentFragmentDoc);
const TRAINER = record(TrainerFragmentDoc);
const LECTURE = record(LectureFragmentDoc);
const PAGE_INFO = value('pageInfo', record(PageInfoFragmentDoc));
const SESSION = {
  token: value('token', text('Send it as `Authorization: Bearer <token>`.')),
  expiresAt: value('expiresAt', dateTime('When the token ends, however much it is used.')),
};
const PAGE = { first: query('limit'), after: query('after') };

const WELCOME = say('Welcome! Your account is ready and you are signed in.');
const WELCOME_BACK = say('Welcome back! You are signed in.');
const GOODBYE = object({ message: say('You are signed out.') });

const students: RestRow[] = [
  route({
    method: 'POST',
    path: '/api/auth/student/register',
    id: 'registerStudent',
    summary: 'Makes a student’s account and signs in.',
    operation: RegisterStudentDocument,
    variables: { input: fields('name', 'email', 'password', 'course', 'phone') },
    status: 201,
    refuses: ['CONFLICT'],
    isStrict: true,
    pick: ({ registerStudent }) => registerStudent,
    answer: object({ message: WELCOME, ...SESSION, student: value('user', STUDENT) }),
  }),
  route({
    method: 'POST',
    path: '/api/auth/student/login',
    id: 'loginStudent',
    summary: 'Signs a student in.',
    operation: LoginStudentDocument,
    signInRole: 'STUDENT',
    variables: { input: fields('email', 'password') },
    refuses: ['UNAUTHENTICATED'],
    isStrict: true,
    pick: ({ login }) => login,
    answer: object({ message: WELCOME_BACK, ...SESSION, student: value('user', STUDENT) }),
  }),
  route({
    method: 'POST',
    path: '/api/auth/student/logout',
    id: 'logoutStudent',
    summary: 'Ends the session that asks.',
    operation: LogoutDocument,
    isStrict: true,
    pick: ({ logout }) => ({ logout }),
    answer: GOODBYE,
  }),
  route({
    method: 'GET',
    path: '/api/auth/student/students',
    id: 'listStudents',
    summary: 'Students by name; for trainers.',
    operation: StudentListDocument,
    variables: { ...PAGE, search: query('search'), course: query('course') },
    refuses: ['FORBIDDEN'],
    isStrict: true,
    pick: ({ students }) => students,
    answer: object({ students: value('nodes', listOf(STUDENT)), pageInfo: PAGE_INFO }),
  }),
  route({
    method: 'GET',
    path: '/api/auth/student/student/:id',
    id: 'getStudent',
    variables: { id: param('id') },
    summary: 'One student: for trainers, and for the student itself.',
    operation: StudentByIdDocument,
    refuses: ['NOT_FOUND'],
    isStrict: true,
    pick: ({ student }) => student,
    answer: object({ student: whole(STUDENT) }),
  }),
];

const trainers: RestRow[] = [
  route({
    method: 'POST',
    path: '/api/auth/trainer/register',
    id: 'registerTrainer',
    summary: 'Makes a trainer’s account and signs in, where trainers may register.',
    operation: RegisterTrainerDocument,
    variables: { input: fields('name', 'email', 'password', 'expertise', 'phone', 'inviteCode') },
    status: 201,
    refuses: ['CONFLICT', 'FORBIDDEN'],
    isStrict: true,
    pick: ({ registerTrainer }) => registerTrainer,
    answer: object({ message: WELCOME, ...SESSION, trainer: value('user', TRAINER) }),
  }),
  route({
    method: 'POST',
    path: '/api/auth/trainer/login',
    id: 'loginTrainer',
    summary: 'Signs a trainer in.',
    operation: LoginTrainerDocument,
    signInRole: 'TRAINER',
    variables: { input: fields('email', 'password') },
    refuses: ['UNAUTHENTICATED'],
    isStrict: true,
    pick: ({ login }) => login,
    answer: object({ message: WELCOME_BACK, ...SESSION, trainer: value('user', TRAINER) }),
  }),
  route({
    method: 'POST',
    path: '/api/auth/trainer/logout',
    id: 'logoutTrainer',
    summary: 'Ends the session that asks.',
    operation: LogoutDocument,
    isStrict: true,
    pick: ({ logout }) => ({ logout }),
    answer: GOODBYE,
  }),
  route({
    method: 'GET',
    path: '/api/auth/trainer/trainers',
    id: 'listTrainers',
    summary: 'Trainers by name.',
    operation: TrainerListDocument,
    variables: { ...PAGE, search: query('search') },
    isStrict: true,
    pick: ({ trainers }) => trainers,
    answer: object({ trainers: value('nodes', listOf(TRAINER)), pageInfo: PAGE_INFO }),
  }),
  route({
    method: 'GET',
    path: '/api/auth/trainer/trainer/:id',
    id: 'getTrainer',
    variables: { id: param('id') },
    summary: 'One trainer.',
    operation: TrainerByIdDocument,
    refuses: ['NOT_FOUND'],
    isStrict: true,
    pick: ({ trainer }) => trainer,
    answer: object({ trainer: whole(TRAINER) }),
  }),
];

const lectures: RestRow[] = [
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

/** The REST door, a row a route: its stored operation, what becomes of what is sent, and of what the operation tells. */
export const REST_ROUTES: readonly RestRow[] = [...students, ...trainers, ...lectures];
