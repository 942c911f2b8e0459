import { DEFAULT_PAGE } from '../../shared/connection/page-args';
import { defineFeature } from '../../shared/feature';
import { parseUserId } from '../../shared/ids';
import { localDay } from '../../shared/local-day';
import { dayTag, idTag, wholeTag } from '../../shared/tag-forms';
import { account } from '../account/account.feature';
import { course } from '../course/course.feature';
import { enrollment } from '../enrollment/enrollment.feature';
import { trainer } from '../trainer/trainer.feature';
import { lecturesFollow } from './course-followers';
import { CourseLecturesResolver } from './course-lectures.resolver';
import { lectureSources } from './lecture.cache';
import { lectureDemo } from './lecture.demo';
import { lectureRoutes } from './rest/lecture.routes';
import { staysWithLectures } from './lecture.removal';
import { LectureRepository } from './lecture.repository';
import { LectureConnectionResolver, LectureResolver } from './lecture.resolver';
import { LectureService } from './lecture.service';
import { ScheduleService } from './schedule.service';
import { TrainerLecturesResolver } from './trainer-lectures.resolver';

/** Lectures: the schedule, by trainer, by course, by day and as a whole. */
export const lecture = defineFeature({
  name: 'lecture',
  uses: { account, trainer, course, enrollment },
  caches: ['lectures', 'lecture', 'today'],
  keys: [
    { prefix: 'all_lectures:', holds: 'lists of lectures' },
    { prefix: 'single_lecture:', holds: 'lectures' },
    { prefix: 'today_lectures:', holds: 'today’s lectures' },
  ],
  tags: [
    ...[wholeTag('lectures'), wholeTag('lectures:no-course'), idTag('lectures:course'), idTag('lectures:trainer')],
    ...[dayTag('lectures:day'), idTag('lecture')],
  ],
  countedLists: ['lectures'],
  resolvers: [LectureResolver, LectureConnectionResolver, TrainerLecturesResolver, CourseLecturesResolver],
  routes: lectureRoutes,
  demo: lectureDemo,
  create({ database, writer, config, clock }, { account, trainer, course, enrollment }) {
    const { timeZone } = config;
    const repository = new LectureRepository(database);
    const sources = lectureSources(repository, config.cache.ttlMs, config.operationLimits.rows);
    const service = new LectureService(sources, repository, enrollment.memberships, timeZone, clock);
    const schedule = new ScheduleService(repository, course.repository, writer, clock);
    course.followers.add(lecturesFollow(repository));
    account.roles.addRemovalRule(staysWithLectures(repository));
    return {
      service,
      resolvers: [
        new LectureResolver(service, schedule, trainer.service, course.service),
        new LectureConnectionResolver(service),
        new TrainerLecturesResolver(service),
        new CourseLecturesResolver(service),
      ],
      async warmUp(reader) {
        const [page, today] = await Promise.all([
          reader.read(sources.page, { first: DEFAULT_PAGE }),
          reader.read(sources.today, { day: localDay(clock(), timeZone), isToday: true }),
        ]);
        const lectures = [...(page?.rows ?? []), ...(today ?? [])];
        const trainers = new Set(lectures.map(({ trainerId }) => trainerId));
        const ids = [...trainers].map(parseUserId).filter((id) => id !== null);
        await Promise.all(ids.map((id) => reader.read(trainer.sources.one, id)));
        return { lectures: page?.rows.length ?? 0, today: today?.length ?? 0 };
      },
    };
  },
});
