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
import type { RequestContext } from '../../shared/request-context';
import { planQuery, type Plan, type Variables } from './plan';
import { runPlan } from './run-plan';

/*
 * Threats this file answers: a plan takes memory, so only those of queries that are sent again are kept, and their number is
 * bounded. A document that is not sent again leaves nothing here but a count.
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

/**
 * Runs queries by plans, which report no errors. If there is one, Apollo runs the query again, and clients get Apollo's.
 */
export class Queries {
  /** Null for a query that was sent once. */
  private readonly plans = new LRUCache<string, { plan: Plan | null }>({ max: PLANS });

  constructor(private readonly schema: GraphQLSchema) {}

  /** @returns the complete data; null if there was an error, or the query is not one for a plan: it is Apollo's to run */
  async run(operation: Operation, context: RequestContext): Promise<object | null> {
    const key = operationKey(operation);
    const kept = this.plans.get(key)?.plan;
    if (kept) {
      const variables = this.coerced(kept.operation, operation.variables);
      return variables && runPlan(kept, variables, context);
    }
    const document = operation.document ?? tryParse(operation.query);
    const planned = document && this.plan(document, operation);
    if (!planned) return null;
    const data = await runPlan(planned.plan, planned.variables, context);
    if (data) this.learn(key, planned.plan);
    return data;
  }

  private plan(document: DocumentNode, { operationName, variables: sent }: Operation) {
    const operation = selectedOperation(document, operationName);
    if (operation?.operation !== OperationTypeNode.QUERY || !isValid(this.schema, document)) return null;
    const variables = this.coerced(operation, sent);
    const plan = variables && planQuery(this.schema, document, operation, variables);
    return plan && { plan, variables };
  }

  private coerced(
    { variableDefinitions = [] }: OperationDefinitionNode,
    sent: Operation['variables'],
  ): Variables | null {
    return getVariableValues(this.schema, variableDefinitions, sent ?? {}).coerced ?? null;
  }

  /** Keeps the plan the second time. */
  private learn(key: string, plan: Plan): void {
    const isSeen = this.plans.has(key);
    // Directives include fields by the variables of one request.
    this.plans.set(key, { plan: isSeen && !key.includes('@') ? plan : null });
  }
}
