import type { ApolloServerPlugin } from '@apollo/server';
import { OperationTypeNode, type GraphQLFormattedError } from 'graphql';
import { errorPage } from '../../platform/errors/codes';
import type { Logger } from '../../platform/logging/logger';
import type { RequestContext } from '../../shared/request-context';

/** The message of the log line. */
export const UNREAD = 'part of the answer of a change could not be read';

/**
 * Tells clients which errors came after a change. A mutation resolves to its record after COMMIT, so an error at a field
 * below it does not concern the change.
 */
export const markErrorsAfterChange = (logger: Logger): ApolloServerPlugin<RequestContext> => ({
  async requestDidStart() {
    return {
      async willSendResponse({ operation, response: { body }, contextValue }) {
        if (operation?.operation !== OperationTypeNode.MUTATION || body.kind !== 'single') return;
        const { singleResult } = body;
        if (!singleResult.errors) return;
        const { requestId } = contextValue;
        singleResult.errors = singleResult.errors.map((error) => {
          if (!isBelowChange(error)) return error;
          const { path, extensions } = error;
          logger.warn({ path, code: extensions?.['code'], requestId }, UNREAD);
          return afterChange(error, requestId);
        });
      },
    };
  },
});

/** @param error of a mutation */
export const isBelowChange = ({ path }: GraphQLFormattedError): boolean => (path?.length ?? 0) > 1;

/** SERVICE_UNAVAILABLE would repeat the change, because clients and load balancers retry after a 503. */
function afterChange({ extensions, ...error }: GraphQLFormattedError, requestId: string): GraphQLFormattedError {
  const changeMade = true;
  if (extensions?.['code'] !== 'SERVICE_UNAVAILABLE') return { ...error, extensions: { ...extensions, changeMade } };
  const code = 'INTERNAL_SERVER_ERROR';
  const message = 'The change was made, but this part of the response could not be read. Do not repeat the change.';
  return { ...error, message, extensions: { code, url: errorPage(code), requestId, changeMade } };
}
