import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Authorized } from '../../shared/authorized';
import { totalCountResolver } from '../../shared/connection/total-count.resolver';
import { PageArgs } from '../../shared/connection/page-args';
import { Audited } from '../../shared/audited';
import { RateLimited } from '../../shared/rate-limited';
import type { RequestContext } from '../../shared/request-context';
import { CreateOrganizationInput, UpdateOrganizationInput } from './organization.input';
import { canSeeOrganization } from './organization.policy';
import { OrganizationService } from './organization.service';
import { Organization, OrganizationConnection, type OrganizationAnswer } from './organization.type';

@Resolver(() => Organization)
export class OrganizationResolver {
  constructor(private readonly service: OrganizationService) {}

  @Authorized()
  @RateLimited('api')
  @Query(() => Organization, { nullable: true, description: 'One organization: for its members and administrators.' })
  organization(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @Ctx() context: RequestContext) {
    return this.service.one(context, id);
  }

  @Authorized('ADMIN')
  @RateLimited('api')
  @Query(() => OrganizationConnection, { description: 'Organizations by name, then id. For administrators.' })
  organizations(@Args(() => PageArgs) args: PageArgs, @Ctx() context: RequestContext) {
    return this.service.page(context, args);
  }

  @Authorized('ADMIN')
  @Mutation(() => Organization, { description: 'Creates an organization. For administrators.' })
  createOrganization(
    @Arg('input', () => CreateOrganizationInput, { description: 'The organization.' }) input: CreateOrganizationInput,
  ) {
    return this.service.create(input);
  }

  @Authorized('ADMIN')
  @Mutation(() => Organization, { description: 'Changes an organization. For administrators.' })
  updateOrganization(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Arg('input', () => UpdateOrganizationInput, { description: 'The changes.' }) input: UpdateOrganizationInput,
  ) {
    return this.service.update(id, input);
  }

  @Audited('membership-change')
  @Authorized('STUDENT', 'TRAINER')
  @RateLimited('code')
  @Mutation(() => Organization, {
    description: 'Makes the signed-in student or trainer a member, and ends the membership of another organization.',
  })
  joinOrganization(
    @Arg('code', () => String, { description: 'The organization’s code. Case does not matter.' }) code: string,
    @Ctx() context: RequestContext,
  ) {
    return this.service.join(context, code);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The code that members join with. Null for everybody but members and administrators.',
  })
  code(@Root() { id, code, isJoined }: OrganizationAnswer, @Ctx() context: RequestContext): string | null {
    return isJoined || canSeeOrganization(context.viewer, id) ? code : null;
  }

  @FieldResolver(() => Int, { description: 'How many trainers are members.' })
  async trainerCount(@Root() organization: OrganizationAnswer, @Ctx() context: RequestContext): Promise<number> {
    return (await this.service.counts(context, organization)).trainers;
  }

  @FieldResolver(() => Int, { description: 'How many students are members.' })
  async studentCount(@Root() organization: OrganizationAnswer, @Ctx() context: RequestContext): Promise<number> {
    return (await this.service.counts(context, organization)).students;
  }

  @FieldResolver(() => Int, { description: 'How many courses belong to it, without archived ones.' })
  async courseCount(@Root() organization: OrganizationAnswer, @Ctx() context: RequestContext): Promise<number> {
    return (await this.service.counts(context, organization)).courses;
  }
}

export const OrganizationConnectionResolver = totalCountResolver<object>(OrganizationConnection);
