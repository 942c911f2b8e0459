/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A new organization. */
export type CreateOrganizationInput = {
  /** The code that members join with, 4 to 64 characters. Case does not matter. If absent, one is made. */
  code?: string | null | undefined;
  /** What it is, at most 5,000 characters. */
  description?: string | null | undefined;
  /** What it is called, 1 to 200 characters. */
  name: string;
};

export type CreateOrganizationMutationVariables = Exact<{
  input: CreateOrganizationInput;
}>;


export type CreateOrganizationMutation = { createOrganization: { id: string, name: string, description: string | null, code: string | null, createdAt: string, updatedAt: string, trainers: { nodes: Array<{ id: string }> } | null, students: { nodes: Array<{ id: string }> } | null } };

export type JoinOrganizationMutationVariables = Exact<{
  code: string;
}>;


export type JoinOrganizationMutation = { joinOrganization: { id: string, name: string, description: string | null, code: string | null, createdAt: string, updatedAt: string, trainers: { nodes: Array<{ id: string }> } | null, students: { nodes: Array<{ id: string }> } | null } };

export type OrganizationByIdQueryVariables = Exact<{
  id: string;
}>;


export type OrganizationByIdQuery = { organization: { id: string, name: string, description: string | null, code: string | null, createdAt: string, updatedAt: string, trainers: { nodes: Array<{ id: string, name: string, email: string }> } | null, students: { nodes: Array<{ id: string, name: string, email: string }> } | null } | null };

export type OrganizationFragment = { id: string, name: string, description: string | null, code: string | null, createdAt: string, updatedAt: string, trainers: { nodes: Array<{ id: string }> } | null, students: { nodes: Array<{ id: string }> } | null };

export type OrganizationWithMembersFragment = { id: string, name: string, description: string | null, code: string | null, createdAt: string, updatedAt: string, trainers: { nodes: Array<{ id: string, name: string, email: string }> } | null, students: { nodes: Array<{ id: string, name: string, email: string }> } | null };

export type OrganizationTrainerFragment = { id: string, name: string, email: string };

export type OrganizationStudentFragment = { id: string, name: string, email: string };

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
export const OrganizationFragmentDoc = new TypedDocumentString(`
    fragment Organization on Organization {
  id
  name
  description
  code
  createdAt
  updatedAt
  trainers(first: null) {
    nodes {
      id
    }
  }
  students(first: null) {
    nodes {
      id
    }
  }
}
    `, {"fragmentName":"Organization"}) as unknown as TypedDocumentString<OrganizationFragment, unknown>;
export const OrganizationTrainerFragmentDoc = new TypedDocumentString(`
    fragment OrganizationTrainer on Trainer {
  id
  name
  email
}
    `, {"fragmentName":"OrganizationTrainer"}) as unknown as TypedDocumentString<OrganizationTrainerFragment, unknown>;
export const OrganizationStudentFragmentDoc = new TypedDocumentString(`
    fragment OrganizationStudent on Student {
  id
  name
  email
}
    `, {"fragmentName":"OrganizationStudent"}) as unknown as TypedDocumentString<OrganizationStudentFragment, unknown>;
export const OrganizationWithMembersFragmentDoc = new TypedDocumentString(`
    fragment OrganizationWithMembers on Organization {
  id
  name
  description
  code
  createdAt
  updatedAt
  trainers(first: null) {
    nodes {
      ...OrganizationTrainer
    }
  }
  students(first: null) {
    nodes {
      ...OrganizationStudent
    }
  }
}
    fragment OrganizationTrainer on Trainer {
  id
  name
  email
}
fragment OrganizationStudent on Student {
  id
  name
  email
}`, {"fragmentName":"OrganizationWithMembers"}) as unknown as TypedDocumentString<OrganizationWithMembersFragment, unknown>;
export const CreateOrganizationDocument = new TypedDocumentString(`
    mutation CreateOrganization($input: CreateOrganizationInput!) {
  createOrganization(input: $input) {
    ...Organization
  }
}
    fragment Organization on Organization {
  id
  name
  description
  code
  createdAt
  updatedAt
  trainers(first: null) {
    nodes {
      id
    }
  }
  students(first: null) {
    nodes {
      id
    }
  }
}`) as unknown as TypedDocumentString<CreateOrganizationMutation, CreateOrganizationMutationVariables>;
export const JoinOrganizationDocument = new TypedDocumentString(`
    mutation JoinOrganization($code: String!) {
  joinOrganization(code: $code) {
    ...Organization
  }
}
    fragment Organization on Organization {
  id
  name
  description
  code
  createdAt
  updatedAt
  trainers(first: null) {
    nodes {
      id
    }
  }
  students(first: null) {
    nodes {
      id
    }
  }
}`) as unknown as TypedDocumentString<JoinOrganizationMutation, JoinOrganizationMutationVariables>;
export const OrganizationByIdDocument = new TypedDocumentString(`
    query OrganizationById($id: ID!) {
  organization(id: $id) {
    ...OrganizationWithMembers
  }
}
    fragment OrganizationWithMembers on Organization {
  id
  name
  description
  code
  createdAt
  updatedAt
  trainers(first: null) {
    nodes {
      ...OrganizationTrainer
    }
  }
  students(first: null) {
    nodes {
      ...OrganizationStudent
    }
  }
}
fragment OrganizationTrainer on Trainer {
  id
  name
  email
}
fragment OrganizationStudent on Student {
  id
  name
  email
}`) as unknown as TypedDocumentString<OrganizationByIdQuery, OrganizationByIdQueryVariables>;