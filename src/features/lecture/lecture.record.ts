import type { Json } from '../../platform/cache/source';
import { columnsOf, time } from '../../platform/database/columns';
import type { LectureMode } from './lecture.status';

export interface LectureRecord {
  id: string;
  title: string;
  description: string | null;
  location: string | null;
  startsAt: Date;
  endsAt: Date;
  mode: LectureMode;
  trainerId: string;
  courseId: string | null;
  meetingLink: string | null;
  roomId: string | null;
  completedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

/** A record as it is cached and shown. */
export type LectureEntity = Json<LectureRecord>;

export const LECTURE_COLUMNS = columnsOf<LectureEntity>({
  id: 'id',
  title: 'title',
  description: 'description',
  location: 'location',
  startsAt: time('starts_at'),
  endsAt: time('ends_at'),
  mode: 'mode',
  trainerId: 'trainer_id',
  courseId: 'course_id',
  meetingLink: 'meeting_link',
  roomId: 'room_id',
  completedAt: time('completed_at'),
  createdAt: time('created_at'),
  updatedAt: time('updated_at'),
});
