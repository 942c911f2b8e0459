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

/** A new trainer. */
export type RegisterTrainerInput = {
  /** E-mail address, at most 254 characters. Case does not matter. */
  email: string;
  /** What the trainer teaches, 1 to 200 characters. */
  expertise?: string | null | undefined;
  /** The gender. */
  gender?: Gender | null | undefined;
  /** Required where trainers register by invitation. */
  inviteCode?: string | null | undefined;
  /** Full name, 1 to 200 characters. */
  name: string;
  /** 8 to 128 characters. Common passwords and the user’s own name or e-mail address are refused. */
  password: string;
  /** Phone number, at most 32 characters. */
  phone?: string | null | undefined;
};

/** The role of an account, which determines its permissions. */
export type Role =
  /** May do what a trainer may, for every trainer. */
  | 'ADMIN'
  /** Reads trainers and lectures, and their own record. */
  | 'STUDENT'
  /** Reads everything; gives lectures and changes their own. */
  | 'TRAINER';

export type RegisterTrainerMutationVariables = Exact<{
  input: RegisterTrainerInput;
}>;


export type RegisterTrainerMutation = { registerTrainer: { token: string, expiresAt: string, user:
      | { id: string, name: string, email: string, role: Role, expertise: string | null, phone: string | null, createdAt: string, updatedAt: string }
      | Record<PropertyKey, never>
     } };

export type LoginTrainerMutationVariables = Exact<{
  input: LoginInput;
}>;


export type LoginTrainerMutation = { login: { token: string, expiresAt: string, user:
      | { id: string, name: string, email: string, role: Role, expertise: string | null, phone: string | null, createdAt: string, updatedAt: string }
      | Record<PropertyKey, never>
     } };

export type LogoutMutationVariables = Exact<{ [key: string]: never; }>;


export type LogoutMutation = { logout: boolean };

export type TrainerByIdQueryVariables = Exact<{
  id: string;
}>;


export type TrainerByIdQuery = { trainer: { id: string, name: string, email: string, role: Role, expertise: string | null, phone: string | null, createdAt: string, updatedAt: string } | null };

export type TrainerListQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  search?: string | null | undefined;
}>;


export type TrainerListQuery = { trainers: { nodes: Array<{ id: string, name: string, email: string, role: Role, expertise: string | null, phone: string | null, createdAt: string, updatedAt: string }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type TrainerFragment = { id: string, name: string, email: string, role: Role, expertise: string | null, phone: string | null, createdAt: string, updatedAt: string };

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
export const PageInfoFragmentDoc = new TypedDocumentString(`
    fragment PageInfo on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
    `, {"fragmentName":"PageInfo"}) as unknown as TypedDocumentString<PageInfoFragment, unknown>;
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