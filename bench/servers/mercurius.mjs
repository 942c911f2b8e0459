// Mercurius 16 with compiled execution and its resolver cache in memory.
import Fastify from 'fastify';
import mercurius from 'mercurius';
import cache from 'mercurius-cache';
import { admit } from './admission.mjs';
import { announce } from './settings.mjs';
import { studentPage, typeDefs } from './students.mjs';

const app = Fastify();
await app.register(mercurius, {
  schema: typeDefs,
  resolvers: { Query: { students: (_parent, page) => studentPage(page) } },
  jit: 1,
  context: async ({ headers }) => ({
    ...(await admit(headers.authorization)),
    isUnrecorded: headers['x-bench-unrecorded'] !== undefined,
  }),
});
await app.register(cache, {
  ttl: 600,
  skip: (_parent, _page, context) => context.isUnrecorded,
  policy: { Query: { students: { extendKey: (_parent, _page, { userId }) => userId } } },
});
await app.listen({ host: '127.0.0.1', port: 0 });
announce(app.server.address().port);
