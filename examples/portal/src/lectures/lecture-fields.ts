import type { CreateLectureInput, LectureCardFragment } from '../graphql/operations.generated';
import { momentOf, wallTime } from '../time/zoned';
import { filled, optionalText, text, type Rule } from '../ui/use-fields';

export type LectureValues = Record<'title' | 'startsAt' | 'endsAt' | 'location' | 'description' | 'trainerId', string>;

const HOUR_MS = 3_600_000;

/** What the form begins with: the lecture; or for a new one the next full hour. */
export function valuesOf(lecture: LectureCardFragment | null, zone: string): LectureValues {
  const hour = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS;
  return {
    title: lecture?.title ?? '',
    startsAt: wallTime(lecture?.startsAt ?? new Date(hour), zone),
    endsAt: wallTime(lecture?.endsAt ?? new Date(hour + HOUR_MS), zone),
    location: lecture?.location ?? '',
    description: lecture?.description ?? '',
    trainerId: lecture?.trainer.id ?? '',
  };
}

/** @param givesTrainer whether it is chosen whose lecture it is */
export const rulesFor = (givesTrainer: boolean): Partial<Record<keyof LectureValues, Rule>> => ({
  title: text(200),
  startsAt: filled,
  endsAt: (end, { startsAt = '' }) => filled(end, {}) ?? (end > startsAt ? null : 'must be after it begins'),
  location: optionalText(200),
  description: optionalText(5_000),
  ...(givesTrainer && { trainerId: filled }),
});

/** What is sent; wall times are those of `zone`. */
export function inputOf(values: LectureValues, zone: string): Omit<CreateLectureInput, 'trainerId'> {
  return {
    title: values.title.trim(),
    startsAt: momentOf(values.startsAt, zone) ?? '',
    endsAt: momentOf(values.endsAt, zone) ?? '',
    location: values.location.trim() || null,
    description: values.description.trim() || null,
  };
}
