import { Field, ObjectType } from 'type-graphql';
import { PageInfo } from '../../shared/connection/page-info.type';
import { User } from '../account/user.type';

@ObjectType({ implements: User, description: 'An administrator.', simpleResolvers: true })
export class Admin extends User {}

@ObjectType({ description: 'An administrator and its place in the list.', simpleResolvers: true })
export class AdminEdge {
  @Field(() => String, { description: 'Pass it as `after` to get what follows this administrator.' })
  cursor: string;

  @Field(() => Admin, { description: 'The administrator.' })
  node: Admin;
}

@ObjectType({ description: 'A page of administrators, by name, then id.', simpleResolvers: true })
export class AdminConnection {
  @Field(() => [AdminEdge], { description: 'The administrators with their cursors.' })
  edges: AdminEdge[];

  @Field(() => [Admin], { description: 'The administrators alone.' })
  nodes: Admin[];

  @Field(() => PageInfo, { description: 'The position of this page in the list.' })
  pageInfo: PageInfo;
}
