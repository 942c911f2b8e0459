import { Field, ObjectType } from 'type-graphql';
import { PageInfo } from '../../shared/connection/page-info.type';
import { User } from '../account/user.type';

@ObjectType({ implements: User, description: 'Someone who is trained.', simpleResolvers: true })
export class Student extends User {
  @Field(() => String, { description: 'The course the student is enrolled in.' })
  course: string;

  @Field(() => String, { nullable: true, description: 'Phone number, as the student wrote it.' })
  phone: string | null;
}

@ObjectType({ description: 'A student and its place in the list.', simpleResolvers: true })
export class StudentEdge {
  @Field(() => String, { description: 'Give it as `after` to go on behind this student.' })
  cursor: string;

  @Field(() => Student, { description: 'The student.' })
  node: Student;
}

@ObjectType({ description: 'A page of students, by name, then id.', simpleResolvers: true })
export class StudentConnection {
  @Field(() => [StudentEdge], { description: 'The students with their cursors.' })
  edges: StudentEdge[];

  @Field(() => [Student], { description: 'The students alone.' })
  nodes: Student[];

  @Field(() => PageInfo, { description: 'Where this page lies.' })
  pageInfo: PageInfo;
}
