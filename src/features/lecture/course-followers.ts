import type { CourseFollower } from '../course/course-followers';
import { courseOfLecturesChanged } from './lecture.cache';
import type { LectureRepository } from './lecture.repository';

/**
 * Names everything that shows the lectures of a course that is archived, restored or handed over. The foreign key changes
 * their trainer. The lectures stay locked until COMMIT, so that none moves to a day that is not named.
 */
export const lecturesFollow =
  (lectures: LectureRepository): CourseFollower =>
  async (tx, now, before) => {
    const isArchivedAsBefore = (now.archivedAt === null) === (before.archivedAt === null);
    if (isArchivedAsBefore && now.trainerId === before.trainerId) return [];
    return courseOfLecturesChanged(now.id, await lectures.lockOfCourse(tx, now.id), [now.trainerId, before.trainerId]);
  };
