import { registerEnumType } from 'type-graphql';

export const LectureMode = { VIRTUAL: 'VIRTUAL', OFFLINE: 'OFFLINE' } as const;

export type LectureMode = (typeof LectureMode)[keyof typeof LectureMode];

registerEnumType(LectureMode, {
  name: 'LectureMode',
  description: 'How a lecture is given.',
  valuesConfig: {
    VIRTUAL: { description: 'Online, in a virtual room or by a meeting link.' },
    OFFLINE: { description: 'At a place.' },
  },
});

export const LectureStatus = { SCHEDULED: 'SCHEDULED', IN_PROGRESS: 'IN_PROGRESS', COMPLETED: 'COMPLETED' } as const;

export type LectureStatus = (typeof LectureStatus)[keyof typeof LectureStatus];

registerEnumType(LectureStatus, {
  name: 'LectureStatus',
  description: 'Where a lecture stands in time.',
  valuesConfig: {
    SCHEDULED: { description: 'It has not begun.' },
    IN_PROGRESS: { description: 'It has begun and has not ended.' },
    COMPLETED: { description: 'It has ended, or its trainer has completed it.' },
  },
});

/** A moment as a Date, or as ISO text from the cache. */
type Moment = Date | string;

export interface Times {
  startsAt: Moment;
  endsAt: Moment;
  completedAt: Moment | null;
}

/** The status at a moment, and when it will change: milliseconds since 1970, or Infinity. */
export function statusAt(
  { startsAt, endsAt, completedAt }: Times,
  now: number,
): { status: LectureStatus; until: number } {
  if (completedAt !== null) return { status: 'COMPLETED', until: Infinity };
  const [start, end] = [startsAt, endsAt].map((moment) => new Date(moment).getTime()) as [number, number];
  if (now < start) return { status: 'SCHEDULED', until: start };
  return now < end ? { status: 'IN_PROGRESS', until: end } : { status: 'COMPLETED', until: Infinity };
}
