import { Field, ID, ObjectType } from 'type-graphql';
import { PageInfo } from '../../shared/connection/page-info.type';
import { DateTime } from '../../shared/scalars/date-time.scalar';
import { LectureMode } from './lecture.status';

@ObjectType({ description: 'A lecture of one trainer, of a course or of none.', simpleResolvers: true })
export class Lecture {
  @Field(() => ID, { description: 'UUIDv7. It never changes.' })
  id: string;

  @Field(() => String, { description: 'The title.' })
  title: string;

  @Field(() => String, { nullable: true, description: 'What the lecture is about.' })
  description: string | null;

  @Field(() => String, { nullable: true, description: 'The place.' })
  location: string | null;

  @Field(() => DateTime, { description: 'When the lecture begins.' })
  startsAt: string;

  @Field(() => DateTime, { description: 'When the lecture ends, after it begins.' })
  endsAt: string;

  @Field(() => LectureMode, { description: 'Whether the lecture is given online or at a place.' })
  mode: LectureMode;

  @Field(() => DateTime, { description: 'When the lecture was entered.' })
  createdAt: string;

  @Field(() => DateTime, { description: 'When the lecture was last changed.' })
  updatedAt: string;

  trainerId: string;
  courseId: string | null;
  roomId: string | null;
  meetingLink: string | null;
  completedAt: string | null;
}

@ObjectType({ description: 'A lecture and its place in the list.', simpleResolvers: true })
export class LectureEdge {
  @Field(() => String, { description: 'Pass it as `after` to get what follows this lecture.' })
  cursor: string;

  @Field(() => Lecture, { description: 'The lecture.' })
  node: Lecture;
}

@ObjectType({ description: 'A page of lectures, ordered by start time, then id.', simpleResolvers: true })
export class LectureConnection {
  @Field(() => [LectureEdge], { description: 'The lectures with their cursors.' })
  edges: LectureEdge[];

  @Field(() => [Lecture], { description: 'The lectures alone.' })
  nodes: Lecture[];

  @Field(() => PageInfo, { description: 'The position of this page in the list.' })
  pageInfo: PageInfo;
}
