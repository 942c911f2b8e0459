import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { graphql, type GraphQLFormattedError } from 'graphql';
import type { AddressInfo } from 'node:net';
import { formatError } from '../../../../src/graphql/errors/format-error';
import { failureOf } from '../../../../src/http/rest/failure';
import { pageHeaders } from '../../../../src/http/rest/page-headers';
import { registerRoutes } from '../../../../src/http/rest/rest.route';
import type { PreparedRoute } from '../../../../src/http/rest/prepare';
import { refuseUnknownMethods } from '../../../../src/http/server/known-methods';
import { variablesOf } from '../../../../src/http/rest/variables';
import { AppError } from '../../../../src/platform/errors/app-error';
import { localDay } from '../../../../src/shared/local-day';
import type { RestRoute, Tools } from '../../../../src/shared/rest/route';
import { LIBRARY } from './schema';

export interface Library {
  url: string;
  /** The variables of each operation that ran, the latest last. */
  ran: Record<string, unknown>[];
  close(): Promise<void>;
}

/** Serves routes as the REST transport does. @param fields what resolves the schema's root fields */
export async function serveLibrary(routes: readonly RestRoute[], fields: object): Promise<Library> {
  const ran: Record<string, unknown>[] = [];
  const handlerOf = (route: PreparedRoute) => async (request: FastifyRequest, reply: FastifyReply) => {
    const taken = variablesOf(route.inputs, request, { timeZone: 'UTC' });
    const execute: Tools['execute'] = async <Data>(
      operation: { toString(): string },
      variables: Readonly<Record<string, unknown>>,
    ) => {
      ran.push({ ...variables });
      const source = operation.toString();
      const { data, errors } = await graphql({ schema: LIBRARY, source, rootValue: fields, variableValues: variables });
      if (errors) {
        const formatted: GraphQLFormattedError[] = errors.map((error) => formatError(coded(error.toJSON()), error));
        throw failureOf(formatted, route, taken);
      }
      return data as Data;
    };
    const dayIn = (timeZone = 'UTC') => localDay(new Date(), timeZone);
    const answered = await route.run({ execute, dayIn, role: null, sessionSeconds: 3600 }, taken.variables);
    if (!answered) throw new AppError('NOT_FOUND');
    if (answered.page) reply.headers(pageHeaders(request.url, answered.page));
    return reply.code(route.status).type('application/json; charset=utf-8').send(JSON.stringify(answered.body));
  };
  const server = Fastify();
  refuseUnknownMethods(server, []);
  await registerRoutes(server, routes, { schema: LIBRARY, version: '0.0.0-test' }, handlerOf);
  await server.listen({ port: 0, host: '127.0.0.1' });
  const { port } = server.server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, ran, close: () => server.close() };
}

/** As Apollo Server has it: values that do not fit their variables are bad input. */
const coded = (error: GraphQLFormattedError): GraphQLFormattedError => ({
  ...error,
  extensions: { code: 'BAD_USER_INPUT', ...error.extensions },
});
