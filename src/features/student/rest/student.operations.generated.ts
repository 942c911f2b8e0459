/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A person’s gender. */
export type Gender =
  /** Female. */
  | 'FEMALE'
  /** Male. */
  | 'MALE'
  /** Neither, or not stated. */
  | 'OTHER';

/** The credentials of a sign-in. */
export type LoginInput = {
  /** E-mail address. */
  email: string;
  /** Password. */
  password: string;
};

/** A new student. */
export type RegisterStudentInput = {
  /** The branch, 1 to 200 characters. */
  branch: string;
  /** The date of birth. */
  dateOfBirth?: string | null | undefined;
  /** E-mail address, at most 254 characters. Case does not matter. */
  email: string;
  /** The gender. */
  gender?: Gender | null | undefined;
  /** Full name, 1 to 200 characters. */
  name: string;
  /** 8 to 128 characters. Common passwords and the user’s own name or e-mail address are refused. */
  password: string;
  /** Phone number, at most 32 characters. */
  phone?: string | null | undefined;
  /** The roll number, at most 32 characters. No two students have the same; case does not matter. */
  rollNo?: string | null | undefined;
  /** The year, at most 32 characters. */
  year?: string | null | undefined;
};

/** The role of an account, which determines its permissions. */
export type Role =
  /** Manages accounts, organizations, courses and lectures, and reads everything. */
  | 'ADMIN'
  /** Reads trainers, courses and lectures, and their own record. Enrolls in courses. */
  | 'STUDENT'
  /** Reads students, trainers, courses and lectures. Gives courses and lectures, and changes their own. */
  | 'TRAINER';

/** Changes to the signed-in user’s profile. Absent fields stay; null clears optional fields. */
export type UpdateProfileInput = {
  /** About the person, at most 1,000 characters. */
  bio?: string | null | undefined;
  /** The branch, 1 to 200 characters. Students only. */
  branch?: string | null | undefined;
  /** The present password. Required with a new one. */
  currentPassword?: string | null | undefined;
  /** The date of birth. Students only. */
  dateOfBirth?: string | null | undefined;
  /** The expertise, 1 to 200 characters. Trainers only. */
  expertise?: string | null | undefined;
  /** The gender. Students and trainers. */
  gender?: Gender | null | undefined;
  /** Where the person lives or works, 1 to 200 characters. */
  location?: string | null | undefined;
  /** Full name, 1 to 200 characters. */
  name?: string | null | undefined;
  /** A new password, with the present one. All other sessions of the user end. */
  password?: string | null | undefined;
  /** Phone number, at most 32 characters. */
  phone?: string | null | undefined;
  /** The year, at most 32 characters. Students only. */
  year?: string | null | undefined;
};

/** Changes to a user, by an administrator. Absent fields stay; null clears optional fields. A new password or e-mail address ends all sessions of the user, except that of the request. */
export type UpdateUserInput = {
  /** About the person, at most 1,000 characters. */
  bio?: string | null | undefined;
  /** The branch, 1 to 200 characters. Students only. */
  branch?: string | null | undefined;
  /** The date of birth. Students only. */
  dateOfBirth?: string | null | undefined;
  /** E-mail address, at most 254 characters. */
  email?: string | null | undefined;
  /** The expertise, 1 to 200 characters. Trainers only. */
  expertise?: string | null | undefined;
  /** The gender. Students and trainers. */
  gender?: Gender | null | undefined;
  /** Where the person lives or works, 1 to 200 characters. */
  location?: string | null | undefined;
  /** Full name, 1 to 200 characters. */
  name?: string | null | undefined;
  /** A new password, 8 to 128 characters. */
  password?: string | null | undefined;
  /** Phone number, at most 32 characters. */
  phone?: string | null | undefined;
  /** The roll number, at most 32 characters. No two students have the same. Students only. */
  rollNo?: string | null | undefined;
  /** The year, at most 32 characters. Students only. */
  year?: string | null | undefined;
};

export type RegisterStudentMutationVariables = Exact<{
  input: RegisterStudentInput;
}>;


export type RegisterStudentMutation = { registered: { token: string, expiresAt: string, user:
      | { id: string, name: string, email: string, role: Role, rollNo: string | null, branch: string, year: string | null, gender: Gender | null, dateOfBirth: string | null, bio: string | null, location: string | null, phone: string | null, createdAt: string, updatedAt: string, organization: { id: string } | null }
      | Record<PropertyKey, never>
     } };

export type CreateStudentMutationVariables = Exact<{
  input: RegisterStudentInput;
}>;


export type CreateStudentMutation = { created: { id: string, name: string, email: string, role: Role, rollNo: string | null, branch: string, year: string | null, gender: Gender | null, dateOfBirth: string | null, bio: string | null, location: string | null, phone: string | null, createdAt: string, updatedAt: string, organization: { id: string } | null } };

export type LoginStudentMutationVariables = Exact<{
  input: LoginInput;
}>;


export type LoginStudentMutation = { login: { token: string, expiresAt: string, user:
      | { id: string, name: string, email: string, role: Role, rollNo: string | null, branch: string, year: string | null, gender: Gender | null, dateOfBirth: string | null, bio: string | null, location: string | null, phone: string | null, createdAt: string, updatedAt: string, notificationSettings: { emailNotifications: boolean, smsNotifications: boolean, pushNotifications: boolean, marketingEmails: boolean, assignmentReminders: boolean, deadlineAlerts: boolean } | null, courses: { nodes: Array<{ id: string }> }, organization: { id: string } | null }
      | Record<PropertyKey, never>
     } };

export type StudentByIdQueryVariables = Exact<{
  id: string;
}>;


export type StudentByIdQuery = { person: { id: string, name: string, email: string, role: Role, rollNo: string | null, branch: string, year: string | null, gender: Gender | null, dateOfBirth: string | null, bio: string | null, location: string | null, phone: string | null, createdAt: string, updatedAt: string, courses: { nodes: Array<{ id: string }> }, organization: { id: string } | null } | null };

export type StudentProfileQueryVariables = Exact<{
  id: string;
}>;


export type StudentProfileQuery = { student: { id: string, name: string, email: string, role: Role, rollNo: string | null, branch: string, year: string | null, gender: Gender | null, dateOfBirth: string | null, bio: string | null, location: string | null, phone: string | null, createdAt: string, updatedAt: string, notificationSettings: { emailNotifications: boolean, smsNotifications: boolean, pushNotifications: boolean, marketingEmails: boolean, assignmentReminders: boolean, deadlineAlerts: boolean } | null, courses: { nodes: Array<{ id: string }> }, organization: { id: string } | null } | null };

export type StudentListQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  search?: string | null | undefined;
  branch?: string | null | undefined;
  year?: string | null | undefined;
}>;


export type StudentListQuery = { students: { totalCount: number, nodes: Array<{ id: string, name: string, email: string, role: Role, rollNo: string | null, branch: string, year: string | null, gender: Gender | null, dateOfBirth: string | null, bio: string | null, location: string | null, phone: string | null, createdAt: string, updatedAt: string, organization: { id: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type UpdateOwnStudentMutationVariables = Exact<{
  profile: UpdateProfileInput;
}>;


export type UpdateOwnStudentMutation = { person:
    | { id: string, name: string, email: string, role: Role, rollNo: string | null, branch: string, year: string | null, gender: Gender | null, dateOfBirth: string | null, bio: string | null, location: string | null, phone: string | null, createdAt: string, updatedAt: string, courses: { nodes: Array<{ id: string }> }, organization: { id: string } | null }
    | Record<PropertyKey, never>
   };

export type UpdateStudentMutationVariables = Exact<{
  id: string;
  changes: UpdateUserInput;
}>;


export type UpdateStudentMutation = { person:
    | { id: string, name: string, email: string, role: Role, rollNo: string | null, branch: string, year: string | null, gender: Gender | null, dateOfBirth: string | null, bio: string | null, location: string | null, phone: string | null, createdAt: string, updatedAt: string, courses: { nodes: Array<{ id: string }> }, organization: { id: string } | null }
    | Record<PropertyKey, never>
   };

export type DeleteStudentMutationVariables = Exact<{
  id: string;
}>;


export type DeleteStudentMutation = { deleteUser: boolean };

export type StudentFragment = { id: string, name: string, email: string, role: Role, rollNo: string | null, branch: string, year: string | null, gender: Gender | null, dateOfBirth: string | null, bio: string | null, location: string | null, phone: string | null, createdAt: string, updatedAt: string, organization: { id: string } | null };

export type StudentWithCoursesFragment = { id: string, name: string, email: string, role: Role, rollNo: string | null, branch: string, year: string | null, gender: Gender | null, dateOfBirth: string | null, bio: string | null, location: string | null, phone: string | null, createdAt: string, updatedAt: string, courses: { nodes: Array<{ id: string }> }, organization: { id: string } | null };

export type StudentProfileFragment = { id: string, name: string, email: string, role: Role, rollNo: string | null, branch: string, year: string | null, gender: Gender | null, dateOfBirth: string | null, bio: string | null, location: string | null, phone: string | null, createdAt: string, updatedAt: string, notificationSettings: { emailNotifications: boolean, smsNotifications: boolean, pushNotifications: boolean, marketingEmails: boolean, assignmentReminders: boolean, deadlineAlerts: boolean } | null, courses: { nodes: Array<{ id: string }> }, organization: { id: string } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const StudentFragmentDoc = new TypedDocumentString(`
    fragment Student on Student {
  id
  name
  email
  role
  rollNo
  branch
  year
  gender
  dateOfBirth
  bio
  location
  phone
  createdAt
  updatedAt
  organization {
    id
  }
}
    `, {"fragmentName":"Student"}) as unknown as TypedDocumentString<StudentFragment, unknown>;
export const StudentWithCoursesFragmentDoc = new TypedDocumentString(`
    fragment StudentWithCourses on Student {
  ...Student
  courses(first: null) {
    nodes {
      id
    }
  }
}
    fragment Student on Student {
  id
  name
  email
  role
  rollNo
  branch
  year
  gender
  dateOfBirth
  bio
  location
  phone
  createdAt
  updatedAt
  organization {
    id
  }
}`, {"fragmentName":"StudentWithCourses"}) as unknown as TypedDocumentString<StudentWithCoursesFragment, unknown>;
export const StudentProfileFragmentDoc = new TypedDocumentString(`
    fragment StudentProfile on Student {
  ...StudentWithCourses
  notificationSettings {
    emailNotifications
    smsNotifications
    pushNotifications
    marketingEmails
    assignmentReminders
    deadlineAlerts
  }
}
    fragment Student on Student {
  id
  name
  email
  role
  rollNo
  branch
  year
  gender
  dateOfBirth
  bio
  location
  phone
  createdAt
  updatedAt
  organization {
    id
  }
}
fragment StudentWithCourses on Student {
  ...Student
  courses(first: null) {
    nodes {
      id
    }
  }
}`, {"fragmentName":"StudentProfile"}) as unknown as TypedDocumentString<StudentProfileFragment, unknown>;
export const RegisterStudentDocument = new TypedDocumentString(`
    mutation RegisterStudent($input: RegisterStudentInput!) {
  registered: registerStudent(input: $input) {
    token
    expiresAt
    user {
      ...Student
    }
  }
}
    fragment Student on Student {
  id
  name
  email
  role
  rollNo
  branch
  year
  gender
  dateOfBirth
  bio
  location
  phone
  createdAt
  updatedAt
  organization {
    id
  }
}`) as unknown as TypedDocumentString<RegisterStudentMutation, RegisterStudentMutationVariables>;
export const CreateStudentDocument = new TypedDocumentString(`
    mutation CreateStudent($input: RegisterStudentInput!) {
  created: createStudent(input: $input) {
    ...Student
  }
}
    fragment Student on Student {
  id
  name
  email
  role
  rollNo
  branch
  year
  gender
  dateOfBirth
  bio
  location
  phone
  createdAt
  updatedAt
  organization {
    id
  }
}`) as unknown as TypedDocumentString<CreateStudentMutation, CreateStudentMutationVariables>;
export const LoginStudentDocument = new TypedDocumentString(`
    mutation LoginStudent($input: LoginInput!) {
  login(input: $input) {
    token
    expiresAt
    user {
      ...StudentProfile
    }
  }
}
    fragment Student on Student {
  id
  name
  email
  role
  rollNo
  branch
  year
  gender
  dateOfBirth
  bio
  location
  phone
  createdAt
  updatedAt
  organization {
    id
  }
}
fragment StudentWithCourses on Student {
  ...Student
  courses(first: null) {
    nodes {
      id
    }
  }
}
fragment StudentProfile on Student {
  ...StudentWithCourses
  notificationSettings {
    emailNotifications
    smsNotifications
    pushNotifications
    marketingEmails
    assignmentReminders
    deadlineAlerts
  }
}`) as unknown as TypedDocumentString<LoginStudentMutation, LoginStudentMutationVariables>;
export const StudentByIdDocument = new TypedDocumentString(`
    query StudentById($id: ID!) {
  person: student(id: $id) {
    ...StudentWithCourses
  }
}
    fragment Student on Student {
  id
  name
  email
  role
  rollNo
  branch
  year
  gender
  dateOfBirth
  bio
  location
  phone
  createdAt
  updatedAt
  organization {
    id
  }
}
fragment StudentWithCourses on Student {
  ...Student
  courses(first: null) {
    nodes {
      id
    }
  }
}`) as unknown as TypedDocumentString<StudentByIdQuery, StudentByIdQueryVariables>;
export const StudentProfileDocument = new TypedDocumentString(`
    query StudentProfile($id: ID!) {
  student(id: $id) {
    ...StudentProfile
  }
}
    fragment Student on Student {
  id
  name
  email
  role
  rollNo
  branch
  year
  gender
  dateOfBirth
  bio
  location
  phone
  createdAt
  updatedAt
  organization {
    id
  }
}
fragment StudentWithCourses on Student {
  ...Student
  courses(first: null) {
    nodes {
      id
    }
  }
}
fragment StudentProfile on Student {
  ...StudentWithCourses
  notificationSettings {
    emailNotifications
    smsNotifications
    pushNotifications
    marketingEmails
    assignmentReminders
    deadlineAlerts
  }
}`) as unknown as TypedDocumentString<StudentProfileQuery, StudentProfileQueryVariables>;
export const StudentListDocument = new TypedDocumentString(`
    query StudentList($first: Int, $after: String, $search: String, $branch: String, $year: String) {
  students(
    first: $first
    after: $after
    search: $search
    branch: $branch
    year: $year
  ) {
    nodes {
      ...Student
    }
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment Student on Student {
  id
  name
  email
  role
  rollNo
  branch
  year
  gender
  dateOfBirth
  bio
  location
  phone
  createdAt
  updatedAt
  organization {
    id
  }
}`) as unknown as TypedDocumentString<StudentListQuery, StudentListQueryVariables>;
export const UpdateOwnStudentDocument = new TypedDocumentString(`
    mutation UpdateOwnStudent($profile: UpdateProfileInput!) {
  person: updateProfile(input: $profile) {
    ...StudentWithCourses
  }
}
    fragment Student on Student {
  id
  name
  email
  role
  rollNo
  branch
  year
  gender
  dateOfBirth
  bio
  location
  phone
  createdAt
  updatedAt
  organization {
    id
  }
}
fragment StudentWithCourses on Student {
  ...Student
  courses(first: null) {
    nodes {
      id
    }
  }
}`) as unknown as TypedDocumentString<UpdateOwnStudentMutation, UpdateOwnStudentMutationVariables>;
export const UpdateStudentDocument = new TypedDocumentString(`
    mutation UpdateStudent($id: ID!, $changes: UpdateUserInput!) {
  person: updateUser(id: $id, input: $changes) {
    ...StudentWithCourses
  }
}
    fragment Student on Student {
  id
  name
  email
  role
  rollNo
  branch
  year
  gender
  dateOfBirth
  bio
  location
  phone
  createdAt
  updatedAt
  organization {
    id
  }
}
fragment StudentWithCourses on Student {
  ...Student
  courses(first: null) {
    nodes {
      id
    }
  }
}`) as unknown as TypedDocumentString<UpdateStudentMutation, UpdateStudentMutationVariables>;
export const DeleteStudentDocument = new TypedDocumentString(`
    mutation DeleteStudent($id: ID!) {
  deleteUser(id: $id)
}
    `) as unknown as TypedDocumentString<DeleteStudentMutation, DeleteStudentMutationVariables>;