/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type OrganizationStatsQueryVariables = Exact<{ [key: string]: never; }>;


export type OrganizationStatsQuery = { systemStats: { students: number, trainers: number, admins: number, isDatabaseConnected: boolean, recentRegistrations: Array<
      | { id: string, name: string, createdAt: string }
      | { id: string, name: string, createdAt: string }
      | { id: string, name: string, createdAt: string }
    > } };

export type TrainerDashboardQueryVariables = Exact<{
  trainerId?: string | null | undefined;
}>;


export type TrainerDashboardQuery = { trainerStats: { courses: number, students: number, averageRating: number | null } };

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

export const OrganizationStatsDocument = new TypedDocumentString(`
    query OrganizationStats {
  systemStats {
    students
    trainers
    admins
    isDatabaseConnected
    recentRegistrations(first: 3) {
      id
      name
      createdAt
    }
  }
}
    `) as unknown as TypedDocumentString<OrganizationStatsQuery, OrganizationStatsQueryVariables>;
export const TrainerDashboardDocument = new TypedDocumentString(`
    query TrainerDashboard($trainerId: ID) {
  trainerStats(trainerId: $trainerId) {
    courses
    students
    averageRating
  }
}
    `) as unknown as TypedDocumentString<TrainerDashboardQuery, TrainerDashboardQueryVariables>;