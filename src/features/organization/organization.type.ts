import { Field, ID, ObjectType } from 'type-graphql';
import { PageInfo } from '../../shared/connection/page-info.type';
import { DateTime } from '../../shared/scalars/date-time.scalar';
import type { OrganizationEntity, OrganizationCounts } from './organization.repository';

/** What a mutation knows from its own transaction; its response reads nothing else of the organization. */
export interface OrganizationAnswer extends Omit<OrganizationEntity, 'createdAt' | 'updatedAt'> {
  createdAt: string | Date;
  updatedAt: string | Date;
  counts?: OrganizationCounts;
  /** The viewer has just become a member. */
  isJoined?: true;
}

@ObjectType({ description: 'A school or company whose people and courses belong together.', simpleResolvers: true })
export class Organization {
  @Field(() => ID, { description: 'UUIDv7. It never changes.' })
  id: string;

  @Field(() => String, { description: 'What it is called.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'What it is.' })
  description: string | null;

  @Field(() => DateTime, { description: 'When it was created.' })
  createdAt: string;

  @Field(() => DateTime, { description: 'When it was last changed.' })
  updatedAt: string;
}

@ObjectType({ description: 'An organization and its place in the list.', simpleResolvers: true })
export class OrganizationEdge {
  @Field(() => String, { description: 'Pass it as `after` to get what follows this organization.' })
  cursor: string;

  @Field(() => Organization, { description: 'The organization.' })
  node: Organization;
}

@ObjectType({ description: 'A page of organizations, by name, then id.', simpleResolvers: true })
export class OrganizationConnection {
  @Field(() => [OrganizationEdge], { description: 'The organizations with their cursors.' })
  edges: OrganizationEdge[];

  @Field(() => [Organization], { description: 'The organizations alone.' })
  nodes: Organization[];

  @Field(() => PageInfo, { description: 'The position of this page in the list.' })
  pageInfo: PageInfo;
}
