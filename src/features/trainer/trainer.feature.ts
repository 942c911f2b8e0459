import { DEFAULT_PAGE } from '../../shared/connection/page-args';
import { defineFeature } from '../../shared/feature';
import { parseUserId } from '../../shared/ids';
import { idTag, wholeTag } from '../../shared/tag-forms';
import { account } from '../account/account.feature';
import { session } from '../session/session.feature';
import { trainerSources } from './trainer.cache';
import { trainerDemo } from './trainer.demo';
import { trainerRoutes } from './rest/trainer.routes';
import { TrainerRegistration } from './trainer.registration';
import { TrainerRepository } from './trainer.repository';
import { TrainerConnectionResolver, TrainerResolver } from './trainer.resolver';
import { trainerRole } from './trainer.role';
import { TrainerService } from './trainer.service';

/** Trainers: their records, their list, their registration. */
export const trainer = defineFeature({
  name: 'trainer',
  uses: { account, session },
  caches: ['trainers', 'trainer'],
  keys: [
    { prefix: 'all_trainers:', holds: 'lists of trainers' },
    { prefix: 'single_trainer:', holds: 'trainers' },
  ],
  tags: [wholeTag('trainers'), idTag('trainer')],
  countedLists: ['trainers'],
  resolvers: [TrainerResolver, TrainerConnectionResolver],
  routes: trainerRoutes,
  demo: trainerDemo,
  create({ database, config }, { account, session }) {
    const repository = new TrainerRepository(database);
    const sources = trainerSources(repository, config.cache.ttlMs);
    const service = new TrainerService(sources);
    const registration = new TrainerRegistration(session.registration, repository, config.trainerRegistration);
    account.roles.add(trainerRole(repository));
    return {
      service,
      sources,
      resolvers: [new TrainerResolver(service, registration), new TrainerConnectionResolver(service)],
      async warmUp(reader) {
        const page = await reader.read(sources.page, { first: DEFAULT_PAGE });
        const ids = (page?.rows ?? []).map(({ id }) => parseUserId(id)).filter((id) => id !== null);
        await Promise.all(ids.map((id) => reader.read(sources.one, id)));
        return { trainers: ids.length };
      },
    };
  },
});
