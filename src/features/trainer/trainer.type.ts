import { Field, ObjectType } from 'type-graphql';
import { Gender } from '../../shared/gender';
import { PageInfo } from '../../shared/connection/page-info.type';
import { User } from '../account/user.type';

@ObjectType({ implements: User, description: 'Someone who gives lectures.', simpleResolvers: true })
export class Trainer extends User {
  @Field(() => String, { nullable: true, description: 'What the trainer teaches.' })
  expertise: string | null;

  @Field(() => Gender, { nullable: true, description: 'The gender.' })
  gender: Gender | null;

  @Field(() => String, { nullable: true, description: 'What the trainer says about themselves.' })
  bio: string | null;

  @Field(() => String, { nullable: true, description: 'Where the trainer works.' })
  location: string | null;
}

@ObjectType({ description: 'A trainer and its place in the list.', simpleResolvers: true })
export class TrainerEdge {
  @Field(() => String, { description: 'Pass it as `after` to get what follows this trainer.' })
  cursor: string;

  @Field(() => Trainer, { description: 'The trainer.' })
  node: Trainer;
}

@ObjectType({ description: 'A page of trainers, by name, then id.', simpleResolvers: true })
export class TrainerConnection {
  @Field(() => [TrainerEdge], { description: 'The trainers with their cursors.' })
  edges: TrainerEdge[];

  @Field(() => [Trainer], { description: 'The trainers alone.' })
  nodes: Trainer[];

  @Field(() => PageInfo, { description: 'The position of this page in the list.' })
  pageInfo: PageInfo;
}
