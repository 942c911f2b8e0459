import { Field, ObjectType } from 'type-graphql';
import { Gender } from '../../shared/gender';
import { Day } from '../../shared/scalars/date.scalar';
import { PageInfo } from '../../shared/connection/page-info.type';
import { User } from '../account/user.type';

@ObjectType({ implements: User, description: 'Someone who is trained.', simpleResolvers: true })
export class Student extends User {
  @Field(() => String, { nullable: true, description: 'Roll number. No two students have the same.' })
  rollNo: string | null;

  @Field(() => String, { description: 'The branch that the student studies.' })
  branch: string;

  @Field(() => String, { nullable: true, description: 'The year that the student is in, as it was written.' })
  year: string | null;

  @Field(() => Gender, { nullable: true, description: 'The gender.' })
  gender: Gender | null;

  @Field(() => Day, { nullable: true, description: 'Date of birth.' })
  dateOfBirth: string | null;

  @Field(() => String, { nullable: true, description: 'What the student says about themselves.' })
  bio: string | null;

  @Field(() => String, { nullable: true, description: 'Where the student lives.' })
  location: string | null;
}

@ObjectType({ description: 'A student and its place in the list.', simpleResolvers: true })
export class StudentEdge {
  @Field(() => String, { description: 'Pass it as `after` to get what follows this student.' })
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

  @Field(() => PageInfo, { description: 'The position of this page in the list.' })
  pageInfo: PageInfo;
}
