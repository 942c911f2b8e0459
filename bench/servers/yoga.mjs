// Yoga 5 on node:http, with compiled execution and its response cache in memory.
import { hash } from 'node:crypto';
import http from 'node:http';
import { useGraphQlJit } from '@envelop/graphql-jit';
import { useResponseCache } from '@graphql-yoga/plugin-response-cache';
import { createSchema, createYoga } from 'graphql-yoga';
import { announce } from './settings.mjs';
import { memoryKey, studentPage, typeDefs, viewerOf } from './student-pages.mjs';

const viewers = new WeakMap();
const seen = new WeakSet();

/** Yoga's cache answers before the context is made, so the checks come where the request comes in. */
const useAuthentication = {
  async onRequest({ request }) {
    viewers.set(request, await viewerOf(request.headers.get('authorization')));
  },
};

/** Compiling costs more than it saves for a document that comes once. */
function isRepeated({ document }) {
  if (seen.has(document)) return true;
  seen.add(document);
  return false;
}

const yoga = createYoga({
  schema: createSchema({
    typeDefs,
    resolvers: { Query: { students: (_parent, page) => studentPage(page) } },
  }),
  graphiql: false,
  landingPage: false,
  logging: false,
  plugins: [
    useAuthentication,
    useGraphQlJit({ disableLeafSerialization: true, disablingCapturingStackErrors: true }, { enableIf: isRepeated }),
    useResponseCache({
      session: (request) => memoryKey(viewers.get(request)),
      ttl: 600_000,
      // The key is also the ETag, so it has to be a hash. The default one is asynchronous, and sorts the variables.
      buildResponseCacheKey: ({ documentString, variableValues, sessionId }) =>
        hash('sha1', `${sessionId} ${JSON.stringify(variableValues)} ${documentString}`, 'base64url'),
    }),
  ],
});
const server = http.createServer(yoga);
server.listen(0, '127.0.0.1', () => announce(server.address().port));
