import { IsOptional } from '../../shared/validation/class-validator';
import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import { IsCode } from '../../shared/code';
import { PageArgs } from '../../shared/connection/page-args';
import { IsText, IsWithin, MayBeAbsent } from '../../shared/validation/text';

const CREDITS_MAX = 1_000;

@ArgsType()
export class CoursesArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Part of a title or of the trainer’s name; case does not matter.',
  })
  @IsOptional()
  @IsText(100, 0)
  search?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only courses that this trainer gives.' })
  trainerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only courses of this organization.' })
  organizationId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Only one’s own: those a student is enrolled in, those a trainer gives. Administrators: all.',
  })
  mine?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Archived courses instead. For administrators.',
  })
  archived?: boolean | null;
}

@InputType({ description: 'A new course.' })
export class CreateCourseInput {
  @Field(() => String, { description: 'What it is called, 1 to 200 characters.' })
  @IsText(200)
  title: string;

  @Field(() => String, { description: 'What it is about, at most 5,000 characters.' })
  @IsText(5_000, 0)
  description: string;

  @Field(() => Int, { nullable: true, description: 'How many credits it is worth, 0 to 1,000. Default: 0.' })
  @IsOptional()
  @IsWithin(0, CREDITS_MAX)
  credits?: number | null;

  @Field(() => String, { nullable: true, description: 'When it takes place, in 1 to 200 characters.' })
  @IsOptional()
  @IsText(200)
  schedule?: string | null;

  @Field(() => ID, { nullable: true, description: 'The organization it belongs to.' })
  organizationId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The code that students enroll with, 4 to 64 characters. Case does not matter. If absent, one is made.',
  })
  @IsOptional()
  @IsCode()
  enrollmentCode?: string | null;

  @Field(() => ID, { nullable: true, description: 'Who gives it. Administrators must say so.' })
  trainerId?: string | null;
}

@InputType({ description: 'Changes to a course. Absent fields stay; null clears schedule and organization.' })
export class UpdateCourseInput {
  @Field(() => String, { nullable: true, description: 'What it is called, 1 to 200 characters.' })
  @MayBeAbsent()
  @IsText(200)
  title?: string;

  @Field(() => String, { nullable: true, description: 'What it is about, at most 5,000 characters.' })
  @MayBeAbsent()
  @IsText(5_000, 0)
  description?: string;

  @Field(() => Int, { nullable: true, description: 'How many credits it is worth, 0 to 1,000.' })
  @MayBeAbsent()
  @IsWithin(0, CREDITS_MAX)
  credits?: number;

  @Field(() => String, { nullable: true, description: 'When it takes place, in 1 to 200 characters.' })
  @IsOptional()
  @IsText(200)
  schedule?: string | null;

  @Field(() => ID, { nullable: true, description: 'The organization it belongs to.' })
  organizationId?: string | null;

  @Field(() => String, { nullable: true, description: 'The code that students enroll with, 4 to 64 characters.' })
  @MayBeAbsent()
  @IsCode()
  enrollmentCode?: string;

  @Field(() => ID, { nullable: true, description: 'Who gives it from now on. Administrators change it.' })
  @MayBeAbsent()
  @IsText(200, 0)
  trainerId?: string;
}
