import { Field, ID, Int, ObjectType } from 'type-graphql';
import { PageInfo } from '../../shared/connection/page-info.type';
import { DateTime } from '../../shared/scalars/date-time.scalar';
import type { CourseEntity, CourseRecord } from './course.repository';

/** A course as a resolver has it, and what a mutation knows of it by its own transaction. */
export type CourseAnswer = (CourseEntity | CourseRecord) & { studentCount?: number; isEnrolled?: boolean };

@ObjectType({ description: 'A course that one trainer gives.', simpleResolvers: true })
export class Course {
  @Field(() => ID, { description: 'UUIDv7. It never changes.' })
  id: string;

  @Field(() => String, { description: 'What it is called.' })
  title: string;

  @Field(() => String, { description: 'What it is about.' })
  description: string;

  @Field(() => Int, { description: 'How many credits it is worth.' })
  credits: number;

  @Field(() => String, { nullable: true, description: 'When it takes place, in words.' })
  schedule: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was archived. Only administrators see archived courses.',
  })
  archivedAt: string | null;

  @Field(() => DateTime, { description: 'When it was created.' })
  createdAt: string;

  @Field(() => DateTime, { description: 'When it was last changed.' })
  updatedAt: string;
}

@ObjectType({ description: 'A course and its place in the list.', simpleResolvers: true })
export class CourseEdge {
  @Field(() => String, { description: 'Pass it as `after` to get what follows this course.' })
  cursor: string;

  @Field(() => Course, { description: 'The course.' })
  node: Course;
}

@ObjectType({ description: 'A page of courses, by title, then id.', simpleResolvers: true })
export class CourseConnection {
  @Field(() => [CourseEdge], { description: 'The courses with their cursors.' })
  edges: CourseEdge[];

  @Field(() => [Course], { description: 'The courses alone.' })
  nodes: Course[];

  @Field(() => PageInfo, { description: 'The position of this page in the list.' })
  pageInfo: PageInfo;
}
