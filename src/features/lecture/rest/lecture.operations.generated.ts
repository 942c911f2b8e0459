/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type LectureByIdQueryVariables = Exact<{
  id: string;
}>;


export type LectureByIdQuery = { lecture: { id: string, title: string, description: string | null, location: string | null, startsAt: string, endsAt: string, createdAt: string, updatedAt: string, trainer: { id: string, name: string, email: string, expertise: string | null } } | null };

export type LectureListQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  from?: string | null | undefined;
  to?: string | null | undefined;
  trainerId?: string | null | undefined;
}>;


export type LectureListQuery = { lectures: { nodes: Array<{ id: string, title: string, description: string | null, location: string | null, startsAt: string, endsAt: string, createdAt: string, updatedAt: string, trainer: { id: string, name: string, email: string, expertise: string | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type LecturesTodayQueryVariables = Exact<{
  timeZone?: string | null | undefined;
}>;


export type LecturesTodayQuery = { todayLectures: Array<{ id: string, title: string, description: string | null, location: string | null, startsAt: string, endsAt: string, createdAt: string, updatedAt: string, trainer: { id: string, name: string, email: string, expertise: string | null } }> };

export type LectureFragment = { id: string, title: string, description: string | null, location: string | null, startsAt: string, endsAt: string, createdAt: string, updatedAt: string, trainer: { id: string, name: string, email: string, expertise: string | null } };

export type LectureTrainerFragment = { id: string, name: string, email: string, expertise: string | null };

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