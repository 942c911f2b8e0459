import { IsOptional } from 'class-validator';
import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { PageArgs } from '../../shared/connection/page-args';
import { IsText } from '../../shared/validation/text';
import { RegisterInput } from '../account/account.input';

@ArgsType()
export class StudentsArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: 'Part of a name or an e-mail address; case does not matter.' })
  @IsOptional()
  @IsText(100, 0)
  search?: string | null;

  @Field(() => String, { nullable: true, description: 'Only students of exactly this course.' })
  @IsOptional()
  @IsText(200)
  course?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Only students who are enrolled in this course. Trainers find those of their own courses.',
  })
  courseId?: string | null;
}

@InputType({ description: 'A new student.' })
export class RegisterStudentInput extends RegisterInput {
  @Field(() => String, { description: 'The course, 1 to 200 characters.' })
  @IsText(200)
  course: string;
}
