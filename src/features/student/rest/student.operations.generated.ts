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
  /** Neither, or not to be told. */
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
      | { id: string, name: string, email: string, role: Role, branch: string, phone: string | null, createdAt: string, updatedAt: string }
      | Record<PropertyKey, never>
     } };

export type LoginStudentMutationVariables = Exact<{
  input: LoginInput;
}>;


export type LoginStudentMutation = { login: { token: string, expiresAt: string, user:
      | { id: string, name: string, email: string, role: Role, branch: string, phone: string | null, createdAt: string, updatedAt: string }
      | Record<PropertyKey, never>
     } };

export type LogoutMutationVariables = Exact<{ [key: string]: never; }>;


export type LogoutMutation = { logout: boolean };

export type StudentByIdQueryVariables = Exact<{
  id: string;
}>;


export type StudentByIdQuery = { student: { id: string, name: string, email: string, role: Role, branch: string, phone: string | null, createdAt: string, updatedAt: string } | null };

export type StudentListQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  search?: string | null | undefined;
  branch?: string | null | undefined;
}>;


export type StudentListQuery = { students: { nodes: Array<{ id: string, name: string, email: string, role: Role, branch: string, phone: string | null, createdAt: string, updatedAt: string }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type StudentFragment = { id: string, name: string, email: string, role: Role, branch: string, phone: string | null, createdAt: string, updatedAt: string };

export type PageInfoFragment = { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null };

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
  branch
  phone
  createdAt
  updatedAt
}
    `, {"fragmentName":"Student"}) as unknown as TypedDocumentString<StudentFragment, unknown>;
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
  branch
  phone
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<RegisterStudentMutation, RegisterStudentMutationVariables>;
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
  branch
  phone
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<LoginStudentMutation, LoginStudentMutationVariables>;
export const LogoutDocument = new TypedDocumentString(`
    mutation Logout {
  logout
}
    `) as unknown as TypedDocumentString<LogoutMutation, LogoutMutationVariables>;
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
  branch
  phone
  createdAt
  updatedAt
}`) as unknown as TypedDocumentString<StudentByIdQuery, StudentByIdQueryVariables>;
export const StudentListDocument = new TypedDocumentString(`
    query StudentList($first: Int, $after: String, $search: String, $branch: String) {
  students(first: $first, after: $after, search: $search, branch: $branch) {
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
  branch
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