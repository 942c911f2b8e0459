import { AppError, badInput } from '../../platform/errors/app-error';
import { isGiven } from '../../shared/given';
import { parseUserId, type UserId } from '../../shared/ids';
import { viewerOf, type RequestContext } from '../../shared/request-context';
import type { Viewer } from '../../shared/viewer';
import { canActForTrainer } from '../trainer/trainer.policy';
import type { TrainerService } from '../trainer/trainer.service';
import type { TrainerStatsSource } from './trainer-stats.cache';
import type { TrainerStats } from './trainer-stats.type';

/** The statistics of one trainer. */
export class TrainerStatsService {
  constructor(
    private readonly source: TrainerStatsSource,
    private readonly trainers: TrainerService,
  ) {}

  /** @throws AppError BAD_USER_INPUT without a trainer's id from an administrator; FORBIDDEN for another trainer's */
  async of(context: RequestContext, trainerId: string | null | undefined): Promise<TrainerStats> {
    const id = idOf(viewerOf(context), trainerId);
    const [trainer, counts] = await Promise.all([this.trainers.one(context, id), context.reader.read(this.source, id)]);
    if (!trainer) throw new AppError('NOT_FOUND', 'There is no such trainer.');
    return { courses: 0, students: 0, ...counts, ungraded: 0, averageRating: null };
  }
}

/** The requested trainer, by default the viewer. */
function idOf(viewer: Viewer, trainerId: string | null | undefined): UserId {
  if (!isGiven(trainerId)) {
    if (viewer.role === 'ADMIN') throw badInput('trainerId', 'is required of an administrator');
    return viewer.id;
  }
  const id = parseUserId(trainerId);
  if (!canActForTrainer(viewer, id)) throw new AppError('FORBIDDEN', 'These are another trainer’s numbers.');
  if (!id) throw new AppError('NOT_FOUND', 'There is no such trainer.');
  return id;
}
