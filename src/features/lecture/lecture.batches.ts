import { NO_LINES, toPage } from '../../platform/database/list-page';
import type { LectureFilter, LecturePageQuery, LectureRepository } from './lecture.repository';

/** Pages for many trainers, as a list of trainers needs them, are read in one statement. */
export async function loadPages(repository: LectureRepository, queries: readonly LecturePageQuery[]) {
  const first = queries[0];
  const alike = first && queries.every((query) => isTrainerPage(query) && samePlace(query, first));
  if (!alike || queries.length === 1) return Promise.all(queries.map((query) => repository.page(query)));
  const trainerIds = queries.map((query) => query.trainerId ?? '');
  const pages = await repository.pagesByTrainer(trainerIds, first.first, first.after);
  return trainerIds.map((id) => pages.get(id) ?? toPage(NO_LINES, first.first));
}

export async function loadCounts(repository: LectureRepository, filters: readonly LectureFilter[]) {
  if (filters.length === 1 || !filters.every(isTrainerPage)) {
    return Promise.all(filters.map((filter) => repository.count(filter)));
  }
  const trainerIds = filters.map((filter) => filter.trainerId ?? '');
  const counts = await repository.countByTrainers(trainerIds);
  return trainerIds.map((id) => counts.get(id) ?? 0);
}

/** Narrowed to a trainer and to nothing else. */
const isTrainerPage = ({ trainerId, from, to, courseId, memberOf }: LectureFilter) =>
  Boolean(trainerId) && !from && !to && !courseId && !memberOf;

const samePlace = (a: LecturePageQuery, b: LecturePageQuery) =>
  a.first === b.first && a.after?.id === b.after?.id && a.after?.startsAt.getTime() === b.after?.startsAt.getTime();
