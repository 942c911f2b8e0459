import { decodeNameCursor, encodeNameCursor } from '../../shared/connection/cursor';
import { connectionOf } from '../../shared/connection/connection';
import { readPage } from '../../shared/connection/read-page';
import type { RequestContext } from '../../shared/request-context';
import { parseUserId } from '../../shared/ids';
import { normalizeSearch } from '../../shared/validation/text';
import type { TrainersArgs } from './trainer.input';
import type { TrainerSources } from './trainer.cache';
import type { TrainerFilter } from './trainer.repository';

/** What another feature narrows the list to. */
type TrainersWithin = Pick<TrainerFilter, 'organizationId'>;

export class TrainerService {
  constructor(private readonly sources: TrainerSources) {}

  /** Null for an id that is unknown or malformed. */
  async one(context: RequestContext, idText: string) {
    const id = parseUserId(idText);
    return id && context.reader.read(this.sources.one, id);
  }

  async page(context: RequestContext, { first, after, search }: TrainersArgs, within: TrainersWithin = {}) {
    const filter: TrainerFilter = { search: normalizeSearch(search), ...within };
    const place = { first, after: decodeNameCursor('trainer', after) };
    const page = await readPage(context, this.sources, place, filter);
    return connectionOf(page, (row) => encodeNameCursor('trainer', row), { filter, after });
  }

  async count(context: RequestContext, filter: TrainerFilter): Promise<number> {
    return (await context.reader.read(this.sources.count, filter)) ?? 0;
  }
}
