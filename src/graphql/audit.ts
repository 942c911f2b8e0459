import type { ApolloServerPlugin } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { MapperKind, mapSchema } from '@graphql-tools/utils';
import { defaultFieldResolver, Kind, type GraphQLError, type GraphQLFieldConfig, type GraphQLSchema } from 'graphql';
import { ArgumentValidationError } from 'type-graphql';
import { triedAddress, type Audit, type AuditFacts } from '../features/audit/audit';
import type { AuditEvent, AuditNotes } from '../shared/audited';
import type { RequestContext } from '../shared/request-context';
import { AppError } from '../platform/errors/app-error';
import type { ErrorCode } from '../platform/errors/codes';
import { inputField } from './input-argument';

type Resolver = NonNullable<GraphQLFieldConfig<unknown, RequestContext>['resolve']>;

const REFUSALS: readonly ErrorCode[] = ['UNAUTHENTICATED', 'FORBIDDEN', 'RATE_LIMITED'];

/**
 * Writes an audit line for each call of a mutation with `@Audited`. It must wrap everything that may refuse the call:
 * limits, rights, validation.
 */
export function withAudit(schema: GraphQLSchema, audit: Audit): GraphQLSchema {
  return mapSchema(schema, {
    [MapperKind.MUTATION_ROOT_FIELD]: (field: GraphQLFieldConfig<unknown, RequestContext>) => {
      const event = eventOf(field);
      if (!event) return undefined;
      const resolve = field.resolve ?? defaultFieldResolver;
      const withLine = audited(resolve, event, audit);
      const only = field.extensions?.['auditField'];
      if (typeof only !== 'string') return { ...field, resolve: withLine };
      return {
        ...field,
        resolve: (parent, args: Record<string, unknown>, context: RequestContext, info): unknown =>
          (inputField(args, only) === undefined ? resolve : withLine)(parent, args, context, info),
      };
    },
  });
}

const eventOf = ({ extensions }: { extensions?: unknown }) =>
  (extensions as { auditEvent?: AuditEvent } | undefined)?.auditEvent;

/** Mutations of one operation run one after the other. Each starts with empty notes. */
function audited(resolve: Resolver, event: AuditEvent, audit: Audit): Resolver {
  return async (parent, args: Record<string, unknown>, context, info) => {
    context.auditNotes = notesOf(context);
    try {
      const result: unknown = await resolve(parent, args, context, info);
      audit.record(event, context, { outcome: 'success', ...context.auditNotes });
      return result;
    } catch (error) {
      audit.record(event, context, {
        ...failureOf(error),
        email: triedAddress(inputField(args, 'email')),
        ...context.auditNotes,
      });
      throw error;
    }
  };
}

/** Writes audit lines for other refusals: one for each error code of an operation, whatever the number of fields. */
export function auditRefusals(audit: Audit): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async didEncounterErrors({ errors, contextValue, schema }) {
          const mutations = schema.getMutationType()?.getFields() ?? {};
          const isLoggedAlready = ({ path, nodes }: GraphQLError) =>
            path?.length === 1 && eventOf(mutations[fieldOf(nodes)] ?? {}) !== undefined;
          const unlogged = errors.filter((error) => !isLoggedAlready(error));
          for (const code of REFUSALS) {
            const fields = unlogged.filter((error) => failureOf(unwrapResolverError(error)).code === code);
            if (fields.length === 0) continue;
            const names = [...new Set(fields.map(({ nodes }) => fieldOf(nodes)))];
            audit.record('access', contextValue, { outcome: 'refused', code, fields: names, ...notesOf(contextValue) });
          }
        },
      };
    },
  };
}

/** The name in the schema: aliases are the client's own text. */
const fieldOf = (nodes: GraphQLError['nodes']): string => (nodes?.[0]?.kind === Kind.FIELD ? nodes[0].name.value : '');

/** The notes that every line has: the viewer and the session. */
const notesOf = ({ viewer }: RequestContext): AuditNotes =>
  viewer ? { userId: viewer.id, sessionId: viewer.session.id } : {};

function failureOf(error: unknown): Pick<AuditFacts, 'outcome'> & { code: ErrorCode } {
  if (error instanceof ArgumentValidationError) return { outcome: 'refused', code: 'BAD_USER_INPUT' };
  if (!(error instanceof AppError)) return { outcome: 'failed', code: 'INTERNAL_SERVER_ERROR' };
  return { outcome: error.status < 500 ? 'refused' : 'failed', code: error.code };
}
