import type { CacheLifetimes } from '../../config/config';
import type { CacheSource } from '../../platform/cache/source';
import type { Page } from '../../shared/connection/connection';
import type { LectureId } from '../../shared/ids';
import { lectureCountSlot, lecturePageSlot, lectureSlot, todaySlot } from './lecture.cache';
import type { LectureEntity, LectureFilter, LecturePageQuery, LectureRepository } from './lecture.repository';
import type { LocalDay } from '../../shared/local-day';

/** Lectures by id, pages, counts and days: from the cache, else from the repository. */
export function lectureSources(repository: LectureRepository, ttl: CacheLifetimes) {
  const one: CacheSource<LectureId, LectureEntity> = {
    cache: 'lecture',
    slot: (id) => lectureSlot(id, ttl),
    async load(ids) {
      const found = new Map((await repository.byIds(ids)).map((record) => [record.id, record]));
      return ids.map((id) => found.get(id) ?? null);
    },
  };
  const page: CacheSource<LecturePageQuery, Page<LectureEntity>> = {
    cache: 'lectures',
    slot: (query) => lecturePageSlot(query, ttl),
    load: (queries) => loadPages(repository, queries),
  };
  const count: CacheSource<LectureFilter, number> = {
    cache: 'lectures',
    slot: (filter) => lectureCountSlot(filter, ttl),
    load: (filters) => loadCounts(repository, filters),
  };
  const today: CacheSource<LocalDay, LectureEntity[]> = {
    cache: 'today',
    slot: (day) => todaySlot(day, ttl),
    load: (days) => Promise.all(days.map((day) => repository.onDay(day.start, day.end))),
  };
  return { one, page, count, today };
}

export type LectureSources = ReturnType<typeof lectureSources>;

/** Pages of many trainers, as a list of trainers asks for them, take one statement together. */
async function loadPages(repository: LectureRepository, queries: readonly LecturePageQuery[]) {
  const first = queries[0];
  const alike = first && queries.every((query) => isTrainerPage(query) && samePlace(query, first));
  if (!alike || queries.length === 1) return Promise.all(queries.map((query) => repository.page(query)));
  const trainerIds = queries.map((query) => query.trainerId ?? '');
  const pages = await repository.pagesByTrainer(trainerIds, first.first, first.after);
  return trainerIds.map((id) => pages.get(id) ?? { rows: [], hasNext: false });
}

async function loadCounts(repository: LectureRepository, filters: readonly LectureFilter[]) {
  if (filters.length === 1 || !filters.every(isTrainerPage)) {
    return Promise.all(filters.map((filter) => repository.count(filter)));
  }
  const trainerIds = filters.map((filter) => filter.trainerId ?? '');
  const counts = await repository.countByTrainers(trainerIds);
  return trainerIds.map((id) => counts.get(id) ?? 0);
}

const isTrainerPage = (filter: LectureFilter) => Boolean(filter.trainerId) && !filter.from && !filter.to;

const samePlace = (a: LecturePageQuery, b: LecturePageQuery) =>
  a.first === b.first && a.after?.id === b.after?.id && a.after?.startsAt.getTime() === b.after?.startsAt.getTime();
