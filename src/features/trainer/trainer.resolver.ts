import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { Authorized } from '../../shared/authorized';
import { Audited } from '../../shared/audited';
import { SignsIn } from '../../shared/root-field-marks';
import { RateLimited } from '../../shared/rate-limited';
import { totalCountResolver } from '../../shared/connection/total-count.resolver';
import type { RequestContext } from '../../shared/request-context';
import { AuthPayload } from '../session/session.type';
import { RegisterTrainerInput, TrainersArgs } from './trainer.input';
import { TrainerRegistration } from './trainer.registration';
import type { TrainerFilter } from './trainer.repository';
import { TrainerService } from './trainer.service';
import { Trainer, TrainerConnection } from './trainer.type';

@Resolver()
export class TrainerResolver {
  constructor(
    private readonly service: TrainerService,
    private readonly registration: TrainerRegistration,
  ) {}

  @Audited('registration')
  @SignsIn()
  @RateLimited('register')
  @Mutation(() => AuthPayload, {
    description: 'Creates a trainer’s account and signs in, where trainers may register.',
  })
  registerTrainer(
    @Arg('input', () => RegisterTrainerInput, { description: 'The trainer.' }) input: RegisterTrainerInput,
    @Ctx() context: RequestContext,
  ) {
    return this.registration.register(context, input);
  }

  @Audited('account-creation')
  @Authorized('ADMIN')
  @Mutation(() => Trainer, { description: 'Creates a trainer’s account, by an administrator. Nobody is signed in.' })
  createTrainer(
    @Arg('input', () => RegisterTrainerInput, { description: 'The trainer.' }) input: RegisterTrainerInput,
    @Ctx() context: RequestContext,
  ) {
    return this.registration.create(context, input);
  }

  @Authorized()
  @RateLimited('api')
  @Query(() => Trainer, { nullable: true, description: 'One trainer.' })
  trainer(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @Ctx() context: RequestContext) {
    return this.service.one(context, id);
  }

  @Authorized()
  @RateLimited('api')
  @Query(() => TrainerConnection, { description: 'Trainers by name, then id.' })
  trainers(@Args(() => TrainersArgs) args: TrainersArgs, @Ctx() context: RequestContext) {
    return this.service.page(context, args);
  }
}

export const TrainerConnectionResolver = totalCountResolver<TrainerFilter>(TrainerConnection);
