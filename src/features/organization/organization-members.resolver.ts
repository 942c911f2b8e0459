import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { PageArgs } from '../../shared/connection/page-args';
import type { RequestContext } from '../../shared/request-context';
import { StudentService } from '../student/student.service';
import { StudentConnection } from '../student/student.type';
import { TrainerService } from '../trainer/trainer.service';
import { TrainerConnection } from '../trainer/trainer.type';
import { canSeeOrganization, canSeeStudentsOf } from './organization.policy';
import { Organization, type OrganizationAnswer } from './organization.type';

/** The members of an organization. */
@Resolver(() => Organization)
export class OrganizationMembersResolver {
  constructor(
    private readonly studentsOf: StudentService,
    private readonly trainersOf: TrainerService,
  ) {}

  @FieldResolver(() => TrainerConnection, {
    nullable: true,
    description: 'Trainers who are members, by name, then id. Null for everybody but members and administrators.',
  })
  trainers(@Root() { id, isJoined }: OrganizationAnswer, @Args(() => PageArgs) page: PageArgs, @Ctx() context: RequestContext) {
    if (!isJoined && !canSeeOrganization(context.viewer, id)) return null;
    return this.trainersOf.page(context, page, { organizationId: id });
  }

  @FieldResolver(() => StudentConnection, {
    nullable: true,
    description: 'Students who are members, by name, then id. For trainers who are members, and administrators.',
  })
  students(@Root() { id, isJoined }: OrganizationAnswer, @Args(() => PageArgs) page: PageArgs, @Ctx() context: RequestContext) {
    if (!canSeeStudentsOf(context.viewer, id, isJoined)) return null;
    return this.studentsOf.pageWithin(context, page, { organizationId: id });
  }
}
