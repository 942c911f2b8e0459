/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A new administrator. */
export type CreateAdminInput = {
  /** E-mail address, at most 254 characters. Case does not matter. */
  email: string;
  /** Full name, 1 to 200 characters. */
  name: string;
  /** 8 to 128 characters. Common passwords and the user’s own name or e-mail address are refused. */
  password: string;
  /** Phone number, at most 32 characters. */
  phone?: string | null | undefined;
};

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

/** The role of an account, which determines its permissions. */
export type Role =
  /** Manages accounts, organizations, courses and lectures, and reads everything. */
  | 'ADMIN'
  /** Reads trainers, courses and lectures, and their own record. Enrolls in courses. */
  | 'STUDENT'
  /** Reads students, trainers, courses and lectures. Gives courses and lectures, and changes their own. */
  | 'TRAINER';

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

export type CreateAdminMutationVariables = Exact<{
  input: CreateAdminInput;
}>;


export type CreateAdminMutation = { createAdmin: { id: string, name: string, email: string, role: Role, phone: string | null, createdAt: string, updatedAt: string, organization: { id: string } | null } };

export type LoginAdminMutationVariables = Exact<{
  input: LoginInput;
}>;


export type LoginAdminMutation = { login: { token: string, expiresAt: string, user:
      | { id: string, name: string, email: string, role: Role, phone: string | null, createdAt: string, updatedAt: string, organization: { id: string } | null }
      | Record<PropertyKey, never>
     } };

export type AdminByIdQueryVariables = Exact<{
  id: string;
}>;


export type AdminByIdQuery = { person: { id: string, name: string, email: string, role: Role, phone: string | null, createdAt: string, updatedAt: string, organization: { id: string } | null } | null };

export type AdminProfileQueryVariables = Exact<{
  id: string;
}>;


export type AdminProfileQuery = { admin: { id: string, name: string, email: string, role: Role, phone: string | null, createdAt: string, updatedAt: string, organization: { id: string, name: string, code: string | null, description: string | null } | null, notificationSettings: { emailNotifications: boolean, smsNotifications: boolean, pushNotifications: boolean, marketingEmails: boolean, assignmentReminders: boolean, deadlineAlerts: boolean } | null } | null };

export type AdminListQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  search?: string | null | undefined;
}>;


export type AdminListQuery = { admins: { totalCount: number, nodes: Array<{ id: string, name: string, email: string, role: Role, phone: string | null, createdAt: string, updatedAt: string, organization: { id: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type UpdateAdminMutationVariables = Exact<{
  id: string;
  changes: UpdateUserInput;
}>;


export type UpdateAdminMutation = { person:
    | { id: string, name: string, email: string, role: Role, phone: string | null, createdAt: string, updatedAt: string, organization: { id: string } | null }
    | Record<PropertyKey, never>
   };

export type DeleteUserMutationVariables = Exact<{
  id: string;
}>;


export type DeleteUserMutation = { deleteUser: boolean };

export type AdminFragment = { id: string, name: string, email: string, role: Role, phone: string | null, createdAt: string, updatedAt: string, organization: { id: string } | null };

export type AdminProfileFragment = { id: string, name: string, email: string, role: Role, phone: string | null, createdAt: string, updatedAt: string, organization: { id: string, name: string, code: string | null, description: string | null } | null, notificationSettings: { emailNotifications: boolean, smsNotifications: boolean, pushNotifications: boolean, marketingEmails: boolean, assignmentReminders: boolean, deadlineAlerts: boolean } | null };

export type AdminOrganizationFragment = { id: string, name: string, code: string | null, description: string | null };

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
export const AdminFragmentDoc = new TypedDocumentString(`
    fragment Admin on Admin {
  id
  name
  email
  role
  phone
  createdAt
  updatedAt
  organization {
    id
  }
}
    `, {"fragmentName":"Admin"}) as unknown as TypedDocumentString<AdminFragment, unknown>;
export const AdminOrganizationFragmentDoc = new TypedDocumentString(`
    fragment AdminOrganization on Organization {
  id
  name
  code
  description
}
    `, {"fragmentName":"AdminOrganization"}) as unknown as TypedDocumentString<AdminOrganizationFragment, unknown>;
export const AdminProfileFragmentDoc = new TypedDocumentString(`
    fragment AdminProfile on Admin {
  ...Admin
  organization {
    ...AdminOrganization
  }
  notificationSettings {
    emailNotifications
    smsNotifications
    pushNotifications
    marketingEmails
    assignmentReminders
    deadlineAlerts
  }
}
    fragment Admin on Admin {
  id
  name
  email
  role
  phone
  createdAt
  updatedAt
  organization {
    id
  }
}
fragment AdminOrganization on Organization {
  id
  name
  code
  description
}`, {"fragmentName":"AdminProfile"}) as unknown as TypedDocumentString<AdminProfileFragment, unknown>;
export const CreateAdminDocument = new TypedDocumentString(`
    mutation CreateAdmin($input: CreateAdminInput!) {
  createAdmin(input: $input) {
    ...Admin
  }
}
    fragment Admin on Admin {
  id
  name
  email
  role
  phone
  createdAt
  updatedAt
  organization {
    id
  }
}`) as unknown as TypedDocumentString<CreateAdminMutation, CreateAdminMutationVariables>;
export const LoginAdminDocument = new TypedDocumentString(`
    mutation LoginAdmin($input: LoginInput!) {
  login(input: $input) {
    token
    expiresAt
    user {
      ...Admin
    }
  }
}
    fragment Admin on Admin {
  id
  name
  email
  role
  phone
  createdAt
  updatedAt
  organization {
    id
  }
}`) as unknown as TypedDocumentString<LoginAdminMutation, LoginAdminMutationVariables>;
export const AdminByIdDocument = new TypedDocumentString(`
    query AdminById($id: ID!) {
  person: admin(id: $id) {
    ...Admin
  }
}
    fragment Admin on Admin {
  id
  name
  email
  role
  phone
  createdAt
  updatedAt
  organization {
    id
  }
}`) as unknown as TypedDocumentString<AdminByIdQuery, AdminByIdQueryVariables>;
export const AdminProfileDocument = new TypedDocumentString(`
    query AdminProfile($id: ID!) {
  admin(id: $id) {
    ...AdminProfile
  }
}
    fragment Admin on Admin {
  id
  name
  email
  role
  phone
  createdAt
  updatedAt
  organization {
    id
  }
}
fragment AdminProfile on Admin {
  ...Admin
  organization {
    ...AdminOrganization
  }
  notificationSettings {
    emailNotifications
    smsNotifications
    pushNotifications
    marketingEmails
    assignmentReminders
    deadlineAlerts
  }
}
fragment AdminOrganization on Organization {
  id
  name
  code
  description
}`) as unknown as TypedDocumentString<AdminProfileQuery, AdminProfileQueryVariables>;
export const AdminListDocument = new TypedDocumentString(`
    query AdminList($first: Int, $after: String, $search: String) {
  admins(first: $first, after: $after, search: $search) {
    nodes {
      ...Admin
    }
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment Admin on Admin {
  id
  name
  email
  role
  phone
  createdAt
  updatedAt
  organization {
    id
  }
}`) as unknown as TypedDocumentString<AdminListQuery, AdminListQueryVariables>;
export const UpdateAdminDocument = new TypedDocumentString(`
    mutation UpdateAdmin($id: ID!, $changes: UpdateUserInput!) {
  person: updateUser(id: $id, input: $changes) {
    ...Admin
  }
}
    fragment Admin on Admin {
  id
  name
  email
  role
  phone
  createdAt
  updatedAt
  organization {
    id
  }
}`) as unknown as TypedDocumentString<UpdateAdminMutation, UpdateAdminMutationVariables>;
export const DeleteUserDocument = new TypedDocumentString(`
    mutation DeleteUser($id: ID!) {
  deleteUser(id: $id)
}
    `) as unknown as TypedDocumentString<DeleteUserMutation, DeleteUserMutationVariables>;