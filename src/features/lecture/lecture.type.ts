import { Field, ID, ObjectType } from 'type-graphql';
import { PageInfo } from '../../shared/connection/page-info.type';
import { DateTime } from '../../shared/scalars/date-time.scalar';

@ObjectType({ description: 'A lecture of one trainer.', simpleResolvers: true })
export class Lecture {
  @Field(() => ID, { description: 'UUID, for ever the same.' })
  id: string;

  @Field(() => String, { description: 'What it is called.' })
  title: string;

  @Field(() => String, { nullable: true, description: 'What it is about.' })
  description: string | null;

  @Field(() => String, { nullable: true, description: 'Where it is given.' })
  location: string | null;

  @Field(() => DateTime, { description: 'When it begins.' })
  startsAt: string;

  @Field(() => DateTime, { description: 'When it ends, after it begins.' })
  endsAt: string;

  @Field(() => DateTime, { description: 'When it was entered.' })
  createdAt: string;

  @Field(() => DateTime, { description: 'When it was last changed.' })
  updatedAt: string;

  trainerId: string;
}

@ObjectType({ description: 'A lecture and its place in the list.', simpleResolvers: true })
export class LectureEdge {
  @Field(() => String, { description: 'Give it as `after` to go on behind this lecture.' })
  cursor: string;

  @Field(() => Lecture, { description: 'The lecture.' })
  node: Lecture;
}

@ObjectType({ description: 'A page of lectures, by begin, then id.', simpleResolvers: true })
export class LectureConnection {
  @Field(() => [LectureEdge], { description: 'The lectures with their cursors.' })
  edges: LectureEdge[];

  @Field(() => [Lecture], { description: 'The lectures alone.' })
  nodes: Lecture[];

  @Field(() => PageInfo, { description: 'Where this page lies.' })
  pageInfo: PageInfo;
}
