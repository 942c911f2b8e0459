// Mercurius 16 with compiled execution and its resolver cache in memory.
import Fastify from 'fastify';
import mercurius from 'mercurius';
import cache from 'mercurius-cache';
import { announce } from './settings.mjs';
import { memoryKey, studentPage, typeDefs, viewerOf } from './student-pages.mjs';

const app = Fastify();
await app.register(mercurius, {
  schema: typeDefs,
  resolvers: { Query: { students: (_parent, page) => studentPage(page) } },
  jit: 1,
  compilerOptions: { disableLeafSerialization: true, disablingCapturingStackErrors: true },
  context: ({ headers }) => viewerOf(headers.authorization),
});
await app.register(cache, {
  ttl: 600,
  policy: {
    // The default key also holds the selected fields; the resolver returns all of them whatever is selected.
    Query: { students: { key: ({ arg, ctx }) => `${memoryKey(ctx)} ${arg.first} ${arg.after}` } },
  },
});
await app.listen({ host: '127.0.0.1', port: 0 });
announce(app.server.address().port);
