// Apollo 5 behind Fastify, with Apollo's response cache in memory.
import { ApolloServer } from '@apollo/server';
import responseCache from '@apollo/server-plugin-response-cache';
import fastifyApollo from '@as-integrations/fastify';
import Fastify from 'fastify';
import { announce } from './settings.mjs';
import { memoryKey, studentPage, typeDefs, viewerOf } from './student-pages.mjs';

const CACHE_CONTROL = /* GraphQL */ `
  enum CacheControlScope {
    PUBLIC
    PRIVATE
  }
  directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT
  extend type StudentConnection @cacheControl(maxAge: 600, scope: PRIVATE)
  extend type Student @cacheControl(maxAge: 600)
  extend type PageInfo @cacheControl(maxAge: 600)
`;

const apollo = new ApolloServer({
  typeDefs: [typeDefs, CACHE_CONTROL],
  resolvers: { Query: { students: (_parent, page) => studentPage(page) } },
  csrfPrevention: false,
  introspection: false,
  plugins: [
    responseCache({
      sessionId: async ({ contextValue }) => memoryKey(contextValue),
      // The default hashes this text.
      generateCacheKey: (_context, key) => JSON.stringify(key),
    }),
  ],
});
await apollo.start();

const app = Fastify();
await app.register(fastifyApollo(apollo), { context: ({ headers }) => viewerOf(headers.authorization) });
await app.listen({ host: '127.0.0.1', port: 0 });
announce(app.server.address().port);
