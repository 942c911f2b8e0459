import { IsOptional } from 'class-validator';
import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { PageArgs } from '../../shared/connection/page-args';
import { DateTime } from '../../shared/scalars/date-time.scalar';
import { IsMoment, IsText, MayBeAbsent } from '../../shared/validation/text';

@ArgsType()
export class LecturesArgs extends PageArgs {
  @Field(() => DateTime, { nullable: true, description: 'Only lectures that begin then or later.' })
  @IsOptional()
  @IsMoment()
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Only lectures that begin before then.' })
  @IsOptional()
  @IsMoment()
  to?: Date | null;

  @Field(() => ID, { nullable: true, description: 'Only lectures of this trainer.' })
  trainerId?: string | null;
}

@InputType({ description: 'A new lecture.' })
export class CreateLectureInput {
  @Field(() => String, { description: 'What it is called, 1 to 200 characters.' })
  @IsText(200)
  title: string;

  @Field(() => String, { nullable: true, description: 'What it is about, up to 5,000 characters.' })
  @IsOptional()
  @IsText(5_000, 0)
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'Where it is given, up to 200 characters.' })
  @IsOptional()
  @IsText(200)
  location?: string | null;

  @Field(() => DateTime, { description: 'When it begins.' })
  @IsMoment()
  startsAt: Date;

  @Field(() => DateTime, { description: 'When it ends; after it begins.' })
  @IsMoment()
  endsAt: Date;

  @Field(() => ID, { nullable: true, description: 'Whose lecture it is; an administrator gives it, and nobody else.' })
  trainerId?: string | null;
}

@InputType({ description: 'Changes to a lecture; what is absent stays, null clears description and location.' })
export class UpdateLectureInput {
  @Field(() => String, { nullable: true, description: 'What it is called, 1 to 200 characters.' })
  @MayBeAbsent()
  @IsText(200)
  title?: string;

  @Field(() => String, { nullable: true, description: 'What it is about, up to 5,000 characters.' })
  @IsOptional()
  @IsText(5_000, 0)
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'Where it is given, up to 200 characters.' })
  @IsOptional()
  @IsText(200)
  location?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it begins.' })
  @MayBeAbsent()
  @IsMoment()
  startsAt?: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it ends; after it begins.' })
  @MayBeAbsent()
  @IsMoment()
  endsAt?: Date;
}
