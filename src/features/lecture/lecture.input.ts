import { IsBoolean, IsOptional } from '../../shared/validation/class-validator';
import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { PageArgs } from '../../shared/connection/page-args';
import { DateTime } from '../../shared/scalars/date-time.scalar';
import { Day } from '../../shared/scalars/date.scalar';
import { IsLink, IsMoment, IsText, MayBeAbsent } from '../../shared/validation/text';
import { LectureMode } from './lecture.status';

@ArgsType()
export class LectureTimesArgs extends PageArgs {
  @Field(() => DateTime, { nullable: true, description: 'Only lectures that begin at this time or later.' })
  @IsOptional()
  @IsMoment()
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Only lectures that begin before this time.' })
  @IsOptional()
  @IsMoment()
  to?: Date | null;
}

@ArgsType()
export class LecturesArgs extends LectureTimesArgs {
  @Field(() => ID, { nullable: true, description: 'Only lectures of this trainer.' })
  trainerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only lectures of this course.' })
  courseId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      'Only lectures of the viewer. A student’s are those of enrolled courses and those without a course; a trainer’s are those it gives; an administrator’s are all.',
  })
  mine?: boolean | null;
}

@ArgsType()
export class TodayArgs {
  @Field(() => String, {
    nullable: true,
    description: 'IANA time zone of the day, such as Europe/Berlin. The default is the gateway’s time zone.',
  })
  timeZone?: string | null;

  @Field(() => Day, { nullable: true, description: 'This local day in place of today.' })
  date?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Only lectures of the viewer, as in `lectures`.',
  })
  mine?: boolean | null;
}

@InputType({ description: 'A new lecture.' })
export class CreateLectureInput {
  @Field(() => String, { description: 'The title, 1 to 200 characters.' })
  @IsText(200)
  title: string;

  @Field(() => String, { nullable: true, description: 'What the lecture is about, up to 5,000 characters.' })
  @IsOptional()
  @IsText(5_000, 0)
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'The place, up to 200 characters.' })
  @IsOptional()
  @IsText(200)
  location?: string | null;

  @Field(() => DateTime, { description: 'When the lecture begins.' })
  @IsMoment()
  startsAt: Date;

  @Field(() => DateTime, { description: 'When the lecture ends, after it begins.' })
  @IsMoment()
  endsAt: Date;

  @Field(() => ID, { nullable: true, description: 'The course. Its trainer gives the lecture.' })
  courseId?: string | null;

  @Field(() => LectureMode, {
    nullable: true,
    description: 'Online or at a place. The default is VIRTUAL with a meeting link or a room, else OFFLINE.',
  })
  mode?: LectureMode | null;

  @Field(() => String, { nullable: true, description: 'A link to the meeting: http or https, up to 2,000 characters.' })
  @IsOptional()
  @IsLink(2_000)
  meetingLink?: string | null;

  @Field(() => String, { nullable: true, description: 'The id of the virtual room, 1 to 200 characters.' })
  @IsOptional()
  @IsText(200)
  roomId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'The trainer of a lecture without a course. Administrators must give it; trainers may name only themselves.',
  })
  trainerId?: string | null;
}

@InputType({
  description:
    'Changes to a lecture. Absent fields stay; null clears description, location, courseId, meetingLink and roomId.',
})
export class UpdateLectureInput {
  @Field(() => String, { nullable: true, description: 'The title, 1 to 200 characters.' })
  @MayBeAbsent()
  @IsText(200)
  title?: string;

  @Field(() => String, { nullable: true, description: 'What the lecture is about, up to 5,000 characters.' })
  @IsOptional()
  @IsText(5_000, 0)
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'The place, up to 200 characters.' })
  @IsOptional()
  @IsText(200)
  location?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When the lecture begins.' })
  @MayBeAbsent()
  @IsMoment()
  startsAt?: Date;

  @Field(() => DateTime, { nullable: true, description: 'When the lecture ends, after it begins.' })
  @MayBeAbsent()
  @IsMoment()
  endsAt?: Date;

  @Field(() => ID, { nullable: true, description: 'The course. Its trainer gives the lecture from then on.' })
  courseId?: string | null;

  @Field(() => LectureMode, { nullable: true, description: 'Online or at a place.' })
  mode?: LectureMode;

  @Field(() => String, { nullable: true, description: 'A link to the meeting: http or https, up to 2,000 characters.' })
  @IsOptional()
  @IsLink(2_000)
  meetingLink?: string | null;

  @Field(() => String, { nullable: true, description: 'The id of the virtual room, 1 to 200 characters.' })
  @IsOptional()
  @IsText(200)
  roomId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The new trainer of a lecture without a course. Only administrators hand lectures over.',
  })
  trainerId?: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True also ends the lecture, as `completeLecture` does. False changes nothing.',
  })
  @MayBeAbsent()
  @IsBoolean({ message: 'must be true or false' })
  completed?: boolean;
}
