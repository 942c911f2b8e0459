import { listOf, record } from './json-schema';
import {
  LectureByIdDocument,
  LectureListDocument,
  LecturesTodayDocument,
  LoginStudentDocument,
  LoginTrainerDocument,
  LogoutDocument,
  RegisterStudentDocument,
  RegisterTrainerDocument,
  StudentByIdDocument,
  StudentListDocument,
  TrainerByIdDocument,
  TrainerListDocument,
} from './operations.generated';
import { dayRoute, route, type RestRoute } from './route';

const STUDENT = record('Student');
const TRAINER = record('Trainer');
const LECTURE = record('Lecture');
const PAGE_INFO = record('PageInfo');
const MESSAGE = { type: 'string', description: 'For people to read.' };
const SESSION = {
  message: MESSAGE,
  token: { type: 'string', description: 'Send it as `Authorization: Bearer <token>`.' },
  expiresAt: { type: 'string', format: 'date-time', description: 'When the token ends, however much it is used.' },
};

const WELCOME = 'Welcome! Your account is ready and you are signed in.';
const WELCOME_BACK = 'Welcome back! You are signed in.';
const GOODBYE = 'You are signed out.';

const students: RestRoute[] = [
  route(
    {
      method: 'POST',
      path: '/api/auth/student/register',
      id: 'registerStudent',
      summary: 'Makes a student’s account and signs in.',
      operation: RegisterStudentDocument,
      body: ['name', 'email', 'password', 'course', 'phone'],
      status: 201,
      shape: { ...SESSION, student: STUDENT },
      refuses: ['CONFLICT'],
    },
    ({ registerStudent: { token, expiresAt, user } }) => ({ message: WELCOME, token, expiresAt, student: user }),
  ),
  route(
    {
      method: 'POST',
      path: '/api/auth/student/login',
      id: 'loginStudent',
      summary: 'Signs a student in.',
      operation: LoginStudentDocument,
      signInRole: 'STUDENT',
      body: ['email', 'password'],
      shape: { ...SESSION, student: STUDENT },
      refuses: ['UNAUTHENTICATED'],
    },
    ({ login: { token, expiresAt, user } }) => ({ message: WELCOME_BACK, token, expiresAt, student: user }),
  ),
  route(
    {
      method: 'POST',
      path: '/api/auth/student/logout',
      id: 'logoutStudent',
      summary: 'Ends the session that asks.',
      operation: LogoutDocument,
      shape: { message: MESSAGE },
    },
    () => ({ message: GOODBYE }),
  ),
  route(
    {
      method: 'GET',
      path: '/api/auth/student/students',
      id: 'listStudents',
      summary: 'Students by name; for trainers.',
      operation: StudentListDocument,
      query: { limit: 'first', after: 'after', search: 'search', course: 'course' },
      shape: { students: listOf(STUDENT), pageInfo: PAGE_INFO },
      refuses: ['FORBIDDEN'],
    },
    ({ students: { nodes, pageInfo } }) => ({ students: nodes, pageInfo }),
  ),
  route(
    {
      method: 'GET',
      path: '/api/auth/student/student/:id',
      id: 'getStudent',
      summary: 'One student: for trainers, and for the student itself.',
      operation: StudentByIdDocument,
      shape: { student: STUDENT },
      refuses: ['NOT_FOUND'],
    },
    ({ student }) => student && { student },
  ),
];

const trainers: RestRoute[] = [
  route(
    {
      method: 'POST',
      path: '/api/auth/trainer/register',
      id: 'registerTrainer',
      summary: 'Makes a trainer’s account and signs in, where trainers may register.',
      operation: RegisterTrainerDocument,
      body: ['name', 'email', 'password', 'expertise', 'phone', 'inviteCode'],
      status: 201,
      shape: { ...SESSION, trainer: TRAINER },
      refuses: ['CONFLICT', 'FORBIDDEN'],
    },
    ({ registerTrainer: { token, expiresAt, user } }) => ({ message: WELCOME, token, expiresAt, trainer: user }),
  ),
  route(
    {
      method: 'POST',
      path: '/api/auth/trainer/login',
      id: 'loginTrainer',
      summary: 'Signs a trainer in.',
      operation: LoginTrainerDocument,
      signInRole: 'TRAINER',
      body: ['email', 'password'],
      shape: { ...SESSION, trainer: TRAINER },
      refuses: ['UNAUTHENTICATED'],
    },
    ({ login: { token, expiresAt, user } }) => ({ message: WELCOME_BACK, token, expiresAt, trainer: user }),
  ),
  route(
    {
      method: 'POST',
      path: '/api/auth/trainer/logout',
      id: 'logoutTrainer',
      summary: 'Ends the session that asks.',
      operation: LogoutDocument,
      shape: { message: MESSAGE },
    },
    () => ({ message: GOODBYE }),
  ),
  route(
    {
      method: 'GET',
      path: '/api/auth/trainer/trainers',
      id: 'listTrainers',
      summary: 'Trainers by name.',
      operation: TrainerListDocument,
      query: { limit: 'first', after: 'after', search: 'search' },
      shape: { trainers: listOf(TRAINER), pageInfo: PAGE_INFO },
    },
    ({ trainers: { nodes, pageInfo } }) => ({ trainers: nodes, pageInfo }),
  ),
  route(
    {
      method: 'GET',
      path: '/api/auth/trainer/trainer/:id',
      id: 'getTrainer',
      summary: 'One trainer.',
      operation: TrainerByIdDocument,
      shape: { trainer: TRAINER },
      refuses: ['NOT_FOUND'],
    },
    ({ trainer }) => trainer && { trainer },
  ),
];

const lectures: RestRoute[] = [
  route(
    {
      method: 'GET',
      path: '/api/auth/lecture/all',
      id: 'listLectures',
      summary: 'Lectures by begin.',
      operation: LectureListDocument,
      query: { limit: 'first', after: 'after', from: 'from', to: 'to', trainerId: 'trainerId' },
      shape: { lectures: listOf(LECTURE), pageInfo: PAGE_INFO },
    },
    ({ lectures: { nodes, pageInfo } }) => ({ lectures: nodes, pageInfo }),
  ),
  dayRoute(
    {
      method: 'GET',
      path: '/api/auth/lecture/today',
      id: 'listLecturesOfToday',
      summary: 'The lectures that begin today, by begin.',
      operation: LecturesTodayDocument,
      query: { timeZone: 'timeZone' },
      shape: {
        lectures: listOf(LECTURE),
        date: { type: 'string', format: 'date', description: 'The day they begin on, in the time zone.' },
        timeZone: { type: 'string', description: 'The IANA time zone in which today was reckoned.' },
      },
    },
    ({ todayLectures }, { date, timeZone }) => ({ lectures: todayLectures, date, timeZone }),
  ),
  route(
    {
      method: 'GET',
      path: '/api/auth/lecture/:id',
      id: 'getLecture',
      summary: 'One lecture.',
      operation: LectureByIdDocument,
      shape: { lecture: LECTURE },
      refuses: ['NOT_FOUND'],
    },
    ({ lecture }) => lecture && { lecture },
  ),
];

/** The REST door, a row a route: its stored operation, what becomes of what is sent, and of what the operation tells. */
export const REST_ROUTES: readonly RestRoute[] = [...students, ...trainers, ...lectures];
