import {
  LoginStudentDocument,
  LogoutDocument,
  PageInfoFragmentDoc,
  RegisterStudentDocument,
  StudentByIdDocument,
  StudentFragmentDoc,
  StudentListDocument,
} from './student.operations.generated';
import { object, say, value, whole } from '../../../shared/rest/properties';
import { record } from '../../../shared/rest/record';
import { route, type RestRow } from '../../../shared/rest/route';
import { fields, param, query } from '../../../shared/rest/sources';
import { dateTime, listOf, text } from '../../../shared/rest/wire';

const STUDENT = record(StudentFragmentDoc);
const PAGE_INFO = value('pageInfo', record(PageInfoFragmentDoc));
const PAGE = { first: query('limit'), after: query('after') };
const SESSION = {
  token: value('token', text('Send it as `Authorization: Bearer <token>`.')),
  expiresAt: value('expiresAt', dateTime('When the token expires, however much it is used.')),
};
const WELCOME = say('Welcome! Your account is ready and you are signed in.');
const WELCOME_BACK = say('Welcome back! You are signed in.');
const GOODBYE = object({ message: say('You are signed out.') });

/** The REST routes of students. */
export const studentRoutes: readonly RestRow[] = [
  route({
    method: 'POST',
    path: '/api/auth/student/register',
    id: 'registerStudent',
    summary: 'Makes a student’s account and signs in.',
    operation: RegisterStudentDocument,
    variables: { input: fields('name', 'email', 'password', 'branch', 'phone') },
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
    variables: { ...PAGE, search: query('search'), branch: query('branch') },
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
