/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A new lecture. */
export type CreateLectureInput = {
  /** The course. Its trainer gives the lecture. */
  courseId?: string | null | undefined;
  /** What the lecture is about, up to 5,000 characters. */
  description?: string | null | undefined;
  /** When the lecture ends, after it begins. */
  endsAt: string;
  /** The place, up to 200 characters. */
  location?: string | null | undefined;
  /** A link to the meeting: http or https, up to 2,000 characters. */
  meetingLink?: string | null | undefined;
  /** Online or at a place. The default is VIRTUAL with a meeting link or a room, else OFFLINE. */
  mode?: LectureMode | null | undefined;
  /** The id of the virtual room, 1 to 200 characters. */
  roomId?: string | null | undefined;
  /** When the lecture begins. */
  startsAt: string;
  /** The title, 1 to 200 characters. */
  title: string;
  /** The trainer of a lecture without a course. Administrators must give it; trainers may name only themselves. */
  trainerId?: string | null | undefined;
};

/** How a lecture is given. */
export type LectureMode =
  /** At a place. */
  | 'OFFLINE'
  /** Online, in a virtual room or by a meeting link. */
  | 'VIRTUAL';

/** Where a lecture stands in time. */
export type LectureStatus =
  /** It has ended, or its trainer has completed it. */
  | 'COMPLETED'
  /** It has begun and has not ended. */
  | 'IN_PROGRESS'
  /** It has not begun. */
  | 'SCHEDULED';

/** Changes to a lecture. Absent fields stay; null clears description, location, courseId, meetingLink and roomId. */
export type UpdateLectureInput = {
  /** True also ends the lecture, as `completeLecture` does. False changes nothing. */
  completed?: boolean | null | undefined;
  /** The course. Its trainer gives the lecture from then on. */
  courseId?: string | null | undefined;
  /** What the lecture is about, up to 5,000 characters. */
  description?: string | null | undefined;
  /** When the lecture ends, after it begins. */
  endsAt?: string | null | undefined;
  /** The place, up to 200 characters. */
  location?: string | null | undefined;
  /** A link to the meeting: http or https, up to 2,000 characters. */
  meetingLink?: string | null | undefined;
  /** Online or at a place. */
  mode?: LectureMode | null | undefined;
  /** The id of the virtual room, 1 to 200 characters. */
  roomId?: string | null | undefined;
  /** When the lecture begins. */
  startsAt?: string | null | undefined;
  /** The title, 1 to 200 characters. */
  title?: string | null | undefined;
  /** The new trainer of a lecture without a course. Only administrators hand lectures over. */
  trainerId?: string | null | undefined;
};

export type LectureByIdQueryVariables = Exact<{
  id: string;
}>;


export type LectureByIdQuery = { lecture: { id: string, title: string, description: string | null, location: string | null, startsAt: string, endsAt: string, mode: LectureMode, status: LectureStatus, roomId: string | null, meetingLink: string | null, createdAt: string, updatedAt: string, course: { id: string } | null } | null };

export type LectureInRoomQueryVariables = Exact<{
  roomId: string;
}>;


export type LectureInRoomQuery = { lectureInRoom: { id: string, title: string, description: string | null, location: string | null, startsAt: string, endsAt: string, mode: LectureMode, status: LectureStatus, roomId: string | null, meetingLink: string | null, createdAt: string, updatedAt: string, course: { id: string } | null } | null };

export type LectureListQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  from?: string | null | undefined;
  to?: string | null | undefined;
  trainerId?: string | null | undefined;
  courseId?: string | null | undefined;
}>;


export type LectureListQuery = { lectures: { totalCount: number, nodes: Array<{ id: string, title: string, description: string | null, location: string | null, startsAt: string, endsAt: string, mode: LectureMode, status: LectureStatus, roomId: string | null, meetingLink: string | null, createdAt: string, updatedAt: string, course: { id: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type LecturesTodayQueryVariables = Exact<{
  timeZone?: string | null | undefined;
  date?: string | null | undefined;
}>;


export type LecturesTodayQuery = { todayLectures: Array<{ id: string, title: string, description: string | null, location: string | null, startsAt: string, endsAt: string, mode: LectureMode, status: LectureStatus, roomId: string | null, meetingLink: string | null, createdAt: string, updatedAt: string, course: { id: string, title: string, trainer: { id: string, name: string } } | null }> };

export type CreateLectureMutationVariables = Exact<{
  input: CreateLectureInput;
}>;


export type CreateLectureMutation = { createLecture: { id: string, title: string, description: string | null, location: string | null, startsAt: string, endsAt: string, mode: LectureMode, status: LectureStatus, roomId: string | null, meetingLink: string | null, createdAt: string, updatedAt: string, course: { id: string } | null } };

export type UpdateLectureMutationVariables = Exact<{
  id: string;
  input: UpdateLectureInput;
}>;


export type UpdateLectureMutation = { updateLecture: { id: string, title: string, description: string | null, location: string | null, startsAt: string, endsAt: string, mode: LectureMode, status: LectureStatus, roomId: string | null, meetingLink: string | null, createdAt: string, updatedAt: string, course: { id: string } | null } };

export type CompleteLectureMutationVariables = Exact<{
  id: string;
}>;


export type CompleteLectureMutation = { completeLecture: { id: string, title: string, description: string | null, location: string | null, startsAt: string, endsAt: string, mode: LectureMode, status: LectureStatus, roomId: string | null, meetingLink: string | null, createdAt: string, updatedAt: string, course: { id: string } | null } };

export type CancelLectureMutationVariables = Exact<{
  id: string;
}>;


export type CancelLectureMutation = { cancelLecture: boolean };

export type LectureFragment = { id: string, title: string, description: string | null, location: string | null, startsAt: string, endsAt: string, mode: LectureMode, status: LectureStatus, roomId: string | null, meetingLink: string | null, createdAt: string, updatedAt: string, course: { id: string } | null };

export type LectureOfTodayFragment = { id: string, title: string, description: string | null, location: string | null, startsAt: string, endsAt: string, mode: LectureMode, status: LectureStatus, roomId: string | null, meetingLink: string | null, createdAt: string, updatedAt: string, course: { id: string, title: string, trainer: { id: string, name: string } } | null };

export type LectureCourseFragment = { id: string, title: string, trainer: { id: string, name: string } };

export type LectureCourseTrainerFragment = { id: string, name: string };

export type LectureOfRoomQueryVariables = Exact<{
  roomId: string;
}>;


export type LectureOfRoomQuery = { lectureInRoom: { course: { id: string } | null } | null };

export type LectureRoomFragment = { course: { id: string } | null };

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
export const LectureFragmentDoc = new TypedDocumentString(`
    fragment Lecture on Lecture {
  id
  title
  description
  location
  startsAt
  endsAt
  mode
  status
  roomId
  meetingLink
  createdAt
  updatedAt
  course {
    id
  }
}
    `, {"fragmentName":"Lecture"}) as unknown as TypedDocumentString<LectureFragment, unknown>;
export const LectureCourseTrainerFragmentDoc = new TypedDocumentString(`
    fragment LectureCourseTrainer on Trainer {
  id
  name
}
    `, {"fragmentName":"LectureCourseTrainer"}) as unknown as TypedDocumentString<LectureCourseTrainerFragment, unknown>;
export const LectureCourseFragmentDoc = new TypedDocumentString(`
    fragment LectureCourse on Course {
  id
  title
  trainer {
    ...LectureCourseTrainer
  }
}
    fragment LectureCourseTrainer on Trainer {
  id
  name
}`, {"fragmentName":"LectureCourse"}) as unknown as TypedDocumentString<LectureCourseFragment, unknown>;
export const LectureOfTodayFragmentDoc = new TypedDocumentString(`
    fragment LectureOfToday on Lecture {
  id
  title
  description
  location
  startsAt
  endsAt
  mode
  status
  roomId
  meetingLink
  createdAt
  updatedAt
  course {
    ...LectureCourse
  }
}
    fragment LectureCourse on Course {
  id
  title
  trainer {
    ...LectureCourseTrainer
  }
}
fragment LectureCourseTrainer on Trainer {
  id
  name
}`, {"fragmentName":"LectureOfToday"}) as unknown as TypedDocumentString<LectureOfTodayFragment, unknown>;
export const LectureRoomFragmentDoc = new TypedDocumentString(`
    fragment LectureRoom on Lecture {
  course {
    id
  }
}
    `, {"fragmentName":"LectureRoom"}) as unknown as TypedDocumentString<LectureRoomFragment, unknown>;
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
  mode
  status
  roomId
  meetingLink
  createdAt
  updatedAt
  course {
    id
  }
}`) as unknown as TypedDocumentString<LectureByIdQuery, LectureByIdQueryVariables>;
export const LectureInRoomDocument = new TypedDocumentString(`
    query LectureInRoom($roomId: String!) {
  lectureInRoom(roomId: $roomId) {
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
  mode
  status
  roomId
  meetingLink
  createdAt
  updatedAt
  course {
    id
  }
}`) as unknown as TypedDocumentString<LectureInRoomQuery, LectureInRoomQueryVariables>;
export const LectureListDocument = new TypedDocumentString(`
    query LectureList($first: Int, $after: String, $from: DateTime, $to: DateTime, $trainerId: ID, $courseId: ID) {
  lectures(
    first: $first
    after: $after
    from: $from
    to: $to
    trainerId: $trainerId
    courseId: $courseId
  ) {
    nodes {
      ...Lecture
    }
    totalCount
    pageInfo {
      hasNextPage
      endCursor
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
  mode
  status
  roomId
  meetingLink
  createdAt
  updatedAt
  course {
    id
  }
}`) as unknown as TypedDocumentString<LectureListQuery, LectureListQueryVariables>;
export const LecturesTodayDocument = new TypedDocumentString(`
    query LecturesToday($timeZone: String, $date: Date) {
  todayLectures(timeZone: $timeZone, date: $date, mine: true) {
    ...LectureOfToday
  }
}
    fragment LectureOfToday on Lecture {
  id
  title
  description
  location
  startsAt
  endsAt
  mode
  status
  roomId
  meetingLink
  createdAt
  updatedAt
  course {
    ...LectureCourse
  }
}
fragment LectureCourse on Course {
  id
  title
  trainer {
    ...LectureCourseTrainer
  }
}
fragment LectureCourseTrainer on Trainer {
  id
  name
}`) as unknown as TypedDocumentString<LecturesTodayQuery, LecturesTodayQueryVariables>;
export const CreateLectureDocument = new TypedDocumentString(`
    mutation CreateLecture($input: CreateLectureInput!) {
  createLecture(input: $input) {
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
  mode
  status
  roomId
  meetingLink
  createdAt
  updatedAt
  course {
    id
  }
}`) as unknown as TypedDocumentString<CreateLectureMutation, CreateLectureMutationVariables>;
export const UpdateLectureDocument = new TypedDocumentString(`
    mutation UpdateLecture($id: ID!, $input: UpdateLectureInput!) {
  updateLecture(id: $id, input: $input) {
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
  mode
  status
  roomId
  meetingLink
  createdAt
  updatedAt
  course {
    id
  }
}`) as unknown as TypedDocumentString<UpdateLectureMutation, UpdateLectureMutationVariables>;
export const CompleteLectureDocument = new TypedDocumentString(`
    mutation CompleteLecture($id: ID!) {
  completeLecture(id: $id) {
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
  mode
  status
  roomId
  meetingLink
  createdAt
  updatedAt
  course {
    id
  }
}`) as unknown as TypedDocumentString<CompleteLectureMutation, CompleteLectureMutationVariables>;
export const CancelLectureDocument = new TypedDocumentString(`
    mutation CancelLecture($id: ID!) {
  cancelLecture(id: $id)
}
    `) as unknown as TypedDocumentString<CancelLectureMutation, CancelLectureMutationVariables>;
export const LectureOfRoomDocument = new TypedDocumentString(`
    query LectureOfRoom($roomId: String!) {
  lectureInRoom(roomId: $roomId) {
    ...LectureRoom
  }
}
    fragment LectureRoom on Lecture {
  course {
    id
  }
}`) as unknown as TypedDocumentString<LectureOfRoomQuery, LectureOfRoomQueryVariables>;