import { IsOptional } from '../../shared/validation/class-validator';
import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { PageArgs } from '../../shared/connection/page-args';
import { Gender } from '../../shared/gender';
import { Day } from '../../shared/scalars/date.scalar';
import { IsBirthday } from '../../shared/validation/day';
import { IsText } from '../../shared/validation/text';
import { RegisterInput } from '../account/account.input';

@ArgsType()
export class StudentsArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description: 'Part of a name, an e-mail address or a roll number; case does not matter.',
  })
  @IsOptional()
  @IsText(100, 0)
  search?: string | null;

  @Field(() => String, { nullable: true, description: 'Only students of exactly this branch.' })
  @IsOptional()
  @IsText(200)
  branch?: string | null;

  @Field(() => String, { nullable: true, description: 'Only students of exactly this year.' })
  @IsOptional()
  @IsText(32)
  year?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Only students who are enrolled in this course. Trainers find those of their own courses.',
  })
  courseId?: string | null;
}

@InputType({ description: 'A new student.' })
export class RegisterStudentInput extends RegisterInput {
  @Field(() => String, { description: 'The branch, 1 to 200 characters.' })
  @IsText(200)
  branch: string;

  @Field(() => String, {
    nullable: true,
    description: 'The roll number, at most 32 characters. No two students have the same; case does not matter.',
  })
  @IsOptional()
  @IsText(32, 0)
  rollNo?: string | null;

  @Field(() => String, { nullable: true, description: 'The year, at most 32 characters.' })
  @IsOptional()
  @IsText(32, 0)
  year?: string | null;

  @Field(() => Gender, { nullable: true, description: 'The gender.' })
  @IsOptional()
  gender?: Gender | null;

  @Field(() => Day, { nullable: true, description: 'The date of birth.' })
  @IsOptional()
  @IsBirthday()
  dateOfBirth?: string | null;
}
