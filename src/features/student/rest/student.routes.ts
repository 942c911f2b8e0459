import { changeRoute, deleteRoute } from '../../account/rest/person.routes';
import { loginRoute, logoutRoute, registerRoute } from '../../session/rest/sign-in.routes';
import { computed, object, say, whole } from '../../../shared/rest/properties';
import { listRoute, route, type RestRoute } from '../../../shared/rest/route';
import { field, fields, param, query } from '../../../shared/rest/sources';
import { capitalized } from '../../../shared/rest/spelling';
import { json, listOf } from '../../../shared/rest/wire';
import {
  CreateStudentDocument,
  DeleteStudentDocument,
  LoginStudentDocument,
  RegisterStudentDocument,
  StudentByIdDocument,
  StudentListDocument,
  StudentProfileDocument,
  UpdateOwnStudentDocument,
  UpdateStudentDocument,
} from './student.operations.generated';
import { STUDENT, STUDENT_FIELDS, STUDENT_PROFILE, STUDENT_WITH_COURSES } from './student.wire';

const NOTHING = computed(listOf(json()), () => []);

/** The REST routes of students. */
export const studentRoutes: readonly RestRoute[] = [
  registerRoute({
    role: 'STUDENT',
    summary: 'Makes a student’s account and signs in. For a signed-in administrator it signs nobody in.',
    register: RegisterStudentDocument,
    create: CreateStudentDocument,
    input: {
      ...fields('name', 'email', 'password', 'branch', 'rollNo', 'year'),
      phone: field('phoneNo', 'phone'),
      gender: field('gender').spelled(capitalized),
      dateOfBirth: field('dob', 'dateOfBirth'),
    },
    user: STUDENT,
    message: 'User Registered Successfully!',
  }),
  loginRoute({
    role: 'STUDENT',
    operation: LoginStudentDocument,
    user: STUDENT_PROFILE,
    message: 'Login Successful!',
  }),
  logoutRoute('STUDENT', 'Logout Successful!'),
  listRoute({
    method: 'GET',
    path: '/api/auth/student/students',
    id: 'listStudents',
    summary: 'Students by name; for trainers and administrators.',
    operation: StudentListDocument,
    variables: { search: query('search'), branch: query('branch'), year: query('year') },
    list: ({ students }) => students,
    answer: listOf(STUDENT),
  }),
  route({
    method: 'GET',
    path: '/api/auth/student/student/:id',
    id: 'getStudent',
    variables: { id: param('id') },
    summary: 'One student: for trainers and administrators, and for the student itself.',
    operation: StudentProfileDocument,
    refuses: ['NOT_FOUND'],
    pick: ({ student }) => student,
    answer: STUDENT_PROFILE,
  }),
  route({
    method: 'GET',
    path: '/api/auth/admin/student/:id/details',
    id: 'getStudentDetails',
    summary: 'A student, with attendance, submissions and feedback. For trainers and administrators.',
    operation: StudentByIdDocument,
    variables: { id: param('id') },
    refuses: ['NOT_FOUND'],
    pick: ({ person }) => person,
    // Their nouns fill the lists.
    answer: object({
      student: whole(STUDENT_WITH_COURSES),
      attendance: NOTHING,
      submissions: NOTHING,
      feedbacks: NOTHING,
    }),
  }),
  changeRoute({
    role: 'STUDENT',
    byId: StudentByIdDocument,
    updateOwn: UpdateOwnStudentDocument,
    updateUser: UpdateStudentDocument,
    own: STUDENT_FIELDS,
    administered: fields('rollNo'),
    answer: object({ message: say('User Data Updated Successfully!'), updatedUser: whole(STUDENT_WITH_COURSES) }),
  }),
  deleteRoute({
    role: 'STUDENT',
    byId: StudentByIdDocument,
    deleteUser: DeleteStudentDocument,
    answered: (deletedUser) => deletedUser,
    answer: object({ message: say('User Deleted Successfully!'), deletedUser: whole(STUDENT_WITH_COURSES) }),
  }),
];
