/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** The credentials of a sign-in. */
export type LoginInput = {
  /** E-mail address. */
  email: string;
  /** Password. */
  password: string;
};

/** A new student. */
export type RegisterStudentInput = {
  /** The course, 1 to 200 characters. */
  course: string;
  /** E-mail address, at most 254 characters. Case does not matter. */
  email: string;
  /** Full name, 1 to 200 characters. */
  name: string;
  /** 8 to 128 characters. Common passwords and the user’s own name or e-mail address are refused. */
  password: string;
  /** Phone number, at most 32 characters. */
  phone?: string | null | undefined;
};

/** A new trainer. */
export type RegisterTrainerInput = {
  /** E-mail address, at most 254 characters. Case does not matter. */
  email: string;
  /** What the trainer teaches, 1 to 200 characters. */
  expertise: string;
  /** Required where trainers register by invitation. */
  inviteCode?: string | null | undefined;
  /** Full name, 1 to 200 characters. */
  name: string;
  /** 8 to 128 characters. Common passwords and the user’s own name or e-mail address are refused. */
  password: string;
  /** Phone number, at most 32 characters. */
  phone?: string | null | undefined;
};

/** What an account may do. */
export type Role =
  /** May do what a trainer may, for every trainer. */
  | 'ADMIN'
  /** Reads trainers and lectures, and their own record. */
  | 'STUDENT'
  /** Reads everything; gives lectures and changes their own. */
  | 'TRAINER';

export type RegisterStudentMutationVariables = Exact<{
  input: RegisterStudentInput;
}>;


export type RegisterStudentMutation = { registerStudent: { token: string, expiresAt: string, user:
      | { id: string, name: string, email: string, role: Role, course: string, phone: string | null, createdAt: string, updatedAt: string }
      | Record<PropertyKey, never>
     } };

export type RegisterTrainerMutationVariables = Exact<{
  input: RegisterTrainerInput;
}>;


export type RegisterTrainerMutation = { registerTrainer: { token: string, expiresAt: string, user:
      | { id: string, name: string, email: string, role: Role, expertise: string, phone: string | null, createdAt: string, updatedAt: string }
      | Record<PropertyKey, never>
     } };

export type LoginStudentMutationVariables = Exact<{
  input: LoginInput;
}>;


export type LoginStudentMutation = { login: { token: string, expiresAt: string, user:
      | { id: string, name: string, email: string, role: Role, course: string, phone: string | null, createdAt: string, updatedAt: string }
      | Record<PropertyKey, never>
     } };

export type LoginTrainerMutationVariables = Exact<{
  input: LoginInput;
}>;


export type LoginTrainerMutation = { login: { token: string, expiresAt: string, user:
      | { id: string, name: string, email: string, role: Role, expertise: string, phone: string | null, createdAt: string, updatedAt: string }
      | Record<PropertyKey, never>
     } };

export type LogoutMutationVariables = Exact<{ [key: string]: never; }>;


export type LogoutMutation = { logout: boolean };

export type LectureByIdQueryVariables = Exact<{
  id: string;
}>;


export type LectureByIdQuery = { lecture: { id: string, title: string, description: string | null, location: string | null, startsAt: string, endsAt: string, createdAt: string, updatedAt: string, trainer: { id: string, name: string, email: string, expertise: string } } | null };

export type LectureListQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  from?: string | null | undefined;
  to?: string | null | undefined;
  trainerId?: string | null | undefined;
}>;


export type LectureListQuery = { lectures: { nodes: Array<{ id: string, title: string, description: string | null, location: string | null, startsAt: string, endsAt: string, createdAt: string, updatedAt: string, trainer: { id: string, name: string, email: string, expertise: string } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type LecturesTodayQueryVariables = Exact<{
  timeZone?: string | null | undefined;
}>;


export type LecturesTodayQuery = { todayLectures: Array<{ id: string, title: string, description: string | null, location: string | null, startsAt: string, endsAt: string, createdAt: string, updatedAt: string, trainer: { id: string, name: string, email: string, expertise: string } }> };

export type StudentFragment = { id: string, name: string, email: string, role: Role, course: string, phone: string | null, createdAt: string, updatedAt: string };

export type TrainerFragment = { id: string, name: string, email: string, role: Role, expertise: string, phone: string | null, createdAt: string, updatedAt: string };

export type LectureFragment = { id: string, title: string, description: string | null, location: string | null, startsAt: string, endsAt: string, createdAt: string, updatedAt: string, trainer: { id: string, name: string, email: string, expertise: string } };

export type LectureTrainerFragment = { id: string, name: string, email: string, expertise: string };

export type PageInfoFragment = { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null };

export type StudentByIdQueryVariables = Exact<{
  id: string;
}>;


export type StudentByIdQuery = { student: { id: string, name: string, email: string, role: Role, course: string, phone: string | null, createdAt: string, updatedAt: string } | null };

export type StudentListQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  search?: string | null | undefined;
  course?: string | null | undefined;
}>;


export type StudentListQuery = { students: { nodes: Array<{ id: string, name: string, email: string, role: Role, course: string, phone: string | null, createdAt: string, updatedAt: string }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type TrainerByIdQueryVariables = Exact<{
  id: string;
}>;


export type TrainerByIdQuery = { trainer: { id: string, name: string, email: string, role: Role, expertise: string, phone: string | null, createdAt: string, updatedAt: string } | null };

export type TrainerListQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  search?: string | null | undefined;
}>;


export type TrainerListQuery = { trainers: { nodes: Array<{ id: string, name: string, email: string, role: Role, expertise: string, phone: string | null, createdAt: string, updatedAt: string }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

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
  course
  phone
  createdAt
  updatedAt
}
    `, {"fragmentName":"Student"}) as unknown as TypedDocumentString<StudentFragment, unknown>;
export const TrainerFragmentDoc = new TypedDocumentString(`
    fragment Trainer on Trainer {
  id
  name
  email
  role
  expertise
  phone
  createdAt
  updatedAt
}
    `, {"fragmentName":"Trainer"}) as unknown as TypedDocumentString<TrainerFragment, unknown>;
export const LectureTrainerFragmentDoc = new TypedDocumentString(`
    fragment LectureTrainer on Trainer {
  id
  name
  email
  expertise
}
    `, {"fragmentName":"LectureTrainer"}) as unknown as TypedDocumentString<LectureTrainerFragment, unknown>;
export const LectureFragmentDoc = new TypedDocumentString(`
    fragment Lecture on Lecture {
  id
  title
  description
  location
  startsAt
  endsAt
  createdAt
  updatedAt
  trainer {
    ...LectureTrainer
  }
}
    fragment LectureTrainer on Trainer {
  id
  name
  email
  expertise
}`, {"fragmentName":"Lecture"}) as unknown as TypedDocumentString<LectureFragment, unknown>;
export const PageInfoFragmentDoc = new TypedDocumentString(`
    fragment PageInfo on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
    `, {"fragmentName":"PageInfo"}) as unknown as TypedDocumentString<PageInfoFragment, unknown>;
export const RegisterStudentDocument = new TypedDocumentString(`
    mutation RegisterStudent($input: RegisterStudentInput!) {
  registerStudent(input: $input) {
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
  course
  phone
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<RegisterStudentMutation, RegisterStudentMutationVariables>;
export const RegisterTrainerDocument = new TypedDocumentString(`
    mutation RegisterTrainer($input: RegisterTrainerInput!) {
  registerTrainer(input: $input) {
    token
    expiresAt
    user {
      ...Trainer
    }
  }
}
    fragment Trainer on Trainer {
  id
  name
  email
  role
  expertise
  phone
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<RegisterTrainerMutation, RegisterTrainerMutationVariables>;
export const LoginStudentDocument = new TypedDocumentString(`
    mutation LoginStudent($input: LoginInput!) {
  login(input: $input) {
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
  course
  phone
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<LoginStudentMutation, LoginStudentMutationVariables>;
export const LoginTrainerDocument = new TypedDocumentString(`
    mutation LoginTrainer($input: LoginInput!) {
  login(input: $input) {
    token
    expiresAt
    user {
      ...Trainer
    }
  }
}
    fragment Trainer on Trainer {
  id
  name
  email
  role
  expertise
  phone
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<LoginTrainerMutation, LoginTrainerMutationVariables>;
export const LogoutDocument = new TypedDocumentString(`
    mutation Logout {
  logout
}
    `) as unknown as TypedDocumentString<LogoutMutation, LogoutMutationVariables>;
export const LectureByIdDocument = new TypedDocumentString(`
    query LectureById($id: ID!) {
  lecture(id: $id) {
    ...Lecture
  }
}
    fragment Lecture on Lecture {
  id
  title
  description
  location
  startsAt
  endsAt
  createdAt
  updatedAt
  trainer {
    ...LectureTrainer
  }
}
fragment LectureTrainer on Trainer {
  id
  name
  email
  expertise
}`) as unknown as TypedDocumentString<LectureByIdQuery, LectureByIdQueryVariables>;
export const LectureListDocument = new TypedDocumentString(`
    query LectureList($first: Int, $after: String, $from: DateTime, $to: DateTime, $trainerId: ID) {
  lectures(
    first: $first
    after: $after
    from: $from
    to: $to
    trainerId: $trainerId
  ) {
    nodes {
      ...Lecture
    }
    pageInfo {
      ...PageInfo
    }
  }
}
    fragment Lecture on Lecture {
  id
  title
  description
  location
  startsAt
  endsAt
  createdAt
  updatedAt
  trainer {
    ...LectureTrainer
  }
}
fragment LectureTrainer on Trainer {
  id
  name
  email
  expertise
}
fragment PageInfo on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<LectureListQuery, LectureListQueryVariables>;
export const LecturesTodayDocument = new TypedDocumentString(`
    query LecturesToday($timeZone: String) {
  todayLectures(timeZone: $timeZone) {
    ...Lecture
  }
}
    fragment Lecture on Lecture {
  id
  title
  description
  location
  startsAt
  endsAt
  createdAt
  updatedAt
  trainer {
    ...LectureTrainer
  }
}
fragment LectureTrainer on Trainer {
  id
  name
  email
  expertise
}`) as unknown as TypedDocumentString<LecturesTodayQuery, LecturesTodayQueryVariables>;
export const StudentByIdDocument = new TypedDocumentString(`
    query StudentById($id: ID!) {
  student(id: $id) {
    ...Student
  }
}
    fragment Student on Student {
  id
  name
  email
  role
  course
  phone
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<StudentByIdQuery, StudentByIdQueryVariables>;
export const StudentListDocument = new TypedDocumentString(`
    query StudentList($first: Int, $after: String, $search: String, $course: String) {
  students(first: $first, after: $after, search: $search, course: $course) {
    nodes {
      ...Student
    }
    pageInfo {
      ...PageInfo
    }
  }
}
    fragment Student on Student {
  id
  name
  email
  role
  course
  phone
  createdAt
  updatedAt
}
fragment PageInfo on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<StudentListQuery, StudentListQueryVariables>;
export const TrainerByIdDocument = new TypedDocumentString(`
    query TrainerById($id: ID!) {
  trainer(id: $id) {
    ...Trainer
  }
}
    fragment Trainer on Trainer {
  id
  name
  email
  role
  expertise
  phone
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<TrainerByIdQuery, TrainerByIdQueryVariables>;
export const TrainerListDocument = new TypedDocumentString(`
    query TrainerList($first: Int, $after: String, $search: String) {
  trainers(first: $first, after: $after, search: $search) {
    nodes {
      ...Trainer
    }
    pageInfo {
      ...PageInfo
    }
  }
}
    fragment Trainer on Trainer {
  id
  name
  email
  role
  expertise
  phone
  createdAt
  updatedAt
}
fragment PageInfo on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<TrainerListQuery, TrainerListQueryVariables>;