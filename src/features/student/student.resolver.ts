import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { Authorized } from '../../shared/authorized';
import { Audited } from '../../shared/audited';
import { SignsIn } from '../../shared/root-field-marks';
import { RateLimited } from '../../shared/rate-limited';
import { totalCountResolver } from '../../shared/connection/total-count.resolver';
import type { RequestContext } from '../../shared/request-context';
import { AuthPayload } from '../session/session.type';
import { RegisterStudentInput, StudentsArgs } from './student.input';
import { StudentRegistration } from './student.registration';
import type { StudentFilter } from './student.record';
import { StudentService } from './student.service';
import { Student, StudentConnection } from './student.type';

@Resolver()
export class StudentResolver {
  constructor(
    private readonly service: StudentService,
    private readonly registration: StudentRegistration,
  ) {}

  @Audited('registration')
  @SignsIn()
  @RateLimited('register')
  @Mutation(() => AuthPayload, { description: 'Creates a student’s account and signs in.' })
  registerStudent(
    @Arg('input', () => RegisterStudentInput, { description: 'The student.' }) input: RegisterStudentInput,
    @Ctx() context: RequestContext,
  ) {
    return this.registration.register(context, input);
  }

  @Audited('account-creation')
  @Authorized('ADMIN')
  @Mutation(() => Student, { description: 'Creates a student’s account, by an administrator. Nobody is signed in.' })
  createStudent(
    @Arg('input', () => RegisterStudentInput, { description: 'The student.' }) input: RegisterStudentInput,
    @Ctx() context: RequestContext,
  ) {
    return this.registration.create(context, input);
  }

  @Authorized()
  @RateLimited('api')
  @Query(() => Student, { nullable: true, description: 'One student: for trainers, and for the student itself.' })
  student(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @Ctx() context: RequestContext) {
    return this.service.one(context, id);
  }

  @Authorized('TRAINER', 'ADMIN')
  @RateLimited('api')
  @Query(() => StudentConnection, { description: 'Students by name, then id; for trainers.' })
  students(@Args(() => StudentsArgs) args: StudentsArgs, @Ctx() context: RequestContext) {
    return this.service.page(context, args);
  }
}

export const StudentConnectionResolver = totalCountResolver<StudentFilter | null>(StudentConnection);
