import { IsOptional } from '../../shared/validation/class-validator';
import { Field, InputType } from 'type-graphql';
import { IsCode } from '../../shared/code';
import { IsText, MayBeAbsent } from '../../shared/validation/text';

@InputType({ description: 'A new organization.' })
export class CreateOrganizationInput {
  @Field(() => String, { description: 'What it is called, 1 to 200 characters.' })
  @IsText(200)
  name: string;

  @Field(() => String, {
    nullable: true,
    description: 'The code that members join with, 4 to 64 characters. Case does not matter. If absent, one is made.',
  })
  @IsOptional()
  @IsCode()
  code?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is, at most 5,000 characters.' })
  @IsOptional()
  @IsText(5_000, 0)
  description?: string | null;
}

@InputType({ description: 'Changes to an organization. Absent fields stay; null clears the description.' })
export class UpdateOrganizationInput {
  @Field(() => String, { nullable: true, description: 'What it is called, 1 to 200 characters.' })
  @MayBeAbsent()
  @IsText(200)
  name?: string;

  @Field(() => String, { nullable: true, description: 'The code that members join with, 4 to 64 characters.' })
  @MayBeAbsent()
  @IsCode()
  code?: string;

  @Field(() => String, { nullable: true, description: 'What it is, at most 5,000 characters.' })
  @IsOptional()
  @IsText(5_000, 0)
  description?: string | null;
}
