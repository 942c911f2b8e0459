import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Audit } from '../features/audit/audit';
import type { RequestContext } from '../shared/request-context';
import type { Logger } from '../platform/logging/logger';
import { shortName } from '../platform/logging/short-name';
import { auditRefusals } from './audit';
import { DocumentStore } from './document-store';
import { markErrorsAfterChange } from './errors/after-change';
import { formatError, isMasked } from './errors/format-error';
import { knownOperationTypes } from './validation/known-operation-types';

/**
 * Apollo parses, validates and executes operations without a recorded response. The transports handle HTTP.
 *
 * @param failed called for each masked error
 */
export function createApollo(
  schema: GraphQLSchema,
  introspection: boolean,
  logger: Logger,
  audit: Audit,
  failed: () => void,
): ApolloServer<RequestContext> {
  return new ApolloServer<RequestContext>({
    schema,
    introspection,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    persistedQueries: false,
    validationRules: [knownOperationTypes],
    hideSchemaDetailsFromClientErrors: !introspection,
    // Credentials travel in a header that browsers never add on their own, GET queries change nothing, and POST accepts JSON
    // only. So another site has no request to forge.
    csrfPrevention: false,
    documentStore: new DocumentStore(),
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(), // or it loads protobuf at the start
      logUnknownErrors(logger, failed),
      auditRefusals(audit),
      markErrorsAfterChange(logger),
    ],
    formatError,
    logger: quiet(logger),
  });
}

/** After an unexpected error, the client gets the request id, and the log has the details under that id. */
function logUnknownErrors(logger: Logger, failed: () => void): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async didEncounterErrors({ errors, contextValue: { requestId, viewer }, operationName }) {
          for (const error of errors.filter(isMasked)) {
            error.extensions['requestId'] = requestId;
            failed();
            const about = { requestId, operation: shortName(operationName), userId: viewer?.id ?? null };
            logger.error({ err: error.originalError ?? error, path: error.path, ...about }, 'unexpected error');
          }
        },
      };
    },
  };
}

/** Apollo's own messages at start and stop are of no use to an operator. */
const quiet = (logger: Logger) => ({
  debug: (message?: string) => logger.debug(message),
  info: (message?: string) => logger.debug(message),
  warn: (message?: string) => logger.warn(message),
  error: (message?: string) => logger.error(message),
});
