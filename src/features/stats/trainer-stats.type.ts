import { Field, Float, Int, ObjectType } from 'type-graphql';

@ObjectType({
  description: 'The work of one trainer, in numbers. Archived courses do not count.',
  simpleResolvers: true,
})
export class TrainerStats {
  @Field(() => Int, { description: 'How many courses the trainer gives.' })
  courses: number;

  @Field(() => Int, { description: 'How many students are enrolled in them now, each counted once.' })
  students: number;

  @Field(() => Int, { description: 'How many submissions wait for a grade.' })
  ungraded: number;

  @Field(() => Float, { nullable: true, description: 'The average of all ratings, 1 to 5. Null without any.' })
  averageRating: number | null;
}
