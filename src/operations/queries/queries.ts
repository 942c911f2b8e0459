import {
  getVariableValues,
  OperationTypeNode,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { operationKey, selectedOperation, tryParse } from '../../graphql/operation-analysis';
import { isValid } from '../../graphql/validation/is-valid';
import { AdmissionFilter } from '../../platform/cache/admission-filter';
import type { RequestContext } from '../../shared/request-context';
import { planQuery, type Plan, type Variables } from './plan';
import { runPlan } from './run-plan';

/*
 * Threats this file answers: a plan takes memory, so only those of queries that are sent again are kept, and their number is
 * bounded. Of a query that is sent once only a digest is kept.
 */

const PLANS = 500;

/** An operation of a document, as sent. */
export interface Operation {
  query: string;
  operationName: string | null | undefined;
  variables: Record<string, unknown> | null | undefined;
  /** Of the text, where it has just been parsed. */
  document?: DocumentNode | null;
}

/** A query of a valid document. */
interface Query {
  document: DocumentNode;
  operation: OperationDefinitionNode;
}

/** A query that was sent again, and its plan; null where that depends on the variables of each request. */
interface Kept extends Query {
  plan: Plan | null;
}

/**
 * Runs queries by plans, which report no errors. If there is one, Apollo runs the query again, and clients get Apollo's.
 */
export class Queries {
  private readonly known = new LRUCache<string, Kept>({ max: PLANS });
  private readonly sentAgain = new AdmissionFilter(() => true);

  constructor(private readonly schema: GraphQLSchema) {}

  /**
   * @param asText whether lists of the data may be `JsonText`
   * @returns the complete data; null if there was an error, or the query is not one for a plan: it is Apollo's to run
   */
  async run(operation: Operation, context: RequestContext, asText: boolean): Promise<object | null> {
    const key = operationKey(operation);
    const kept = this.known.get(key);
    const query = kept ?? this.read(operation);
    const variables = query && this.coerced(query.operation, operation.variables);
    if (!variables) return null;
    const plan = kept?.plan ?? planQuery(this.schema, query.document, query.operation, variables);
    const data = plan && (await runPlan(plan, variables, context, asText));
    if (data && !kept) this.learn(key, query, plan);
    return data;
  }

  /** @returns null for what is not valid, and what is no query */
  private read({ query, operationName, document: parsed }: Operation): Query | null {
    const document = parsed ?? tryParse(query);
    const operation = document && selectedOperation(document, operationName);
    if (operation?.operation !== OperationTypeNode.QUERY) return null;
    return document && isValid(this.schema, document) ? { document, operation } : null;
  }

  private coerced(
    { variableDefinitions = [] }: OperationDefinitionNode,
    sent: Operation['variables'],
  ): Variables | null {
    return getVariableValues(this.schema, variableDefinitions, sent ?? {}).coerced ?? null;
  }

  /** Keeps the query when it is sent for the second time. */
  private learn(key: string, query: Query, plan: Plan): void {
    if (!this.sentAgain.admits(key)) return;
    // Directives include fields by the variables of one request.
    this.known.set(key, { ...query, plan: key.includes('@') ? null : plan });
  }
}
