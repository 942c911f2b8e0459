import {
  Kind,
  OperationTypeNode,
  parse,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { OperationLimits } from '../config/config';
import { defaultsOf, refuseCostly, type Lists } from './limits/list-cost';
import { findExcess } from './limits/operation-limits';
import { unfold } from './limits/query-cost';

/** What the doors must know of an operation before it runs. */
export interface OperationAnalysis {
  /** As its document names it; null where it has none. */
  name: string | null;
  kind: 'query' | 'mutation' | 'subscription';
  /** Every root field signs in or registers: a token sent along plays no part. */
  signsInOnly: boolean;
  /** Every root field signs out: it is never limited. */
  signsOutOnly: boolean;
}

/** The same, and what it would read. */
interface Known extends OperationAnalysis {
  lists: Lists;
  defaults: Record<string, number>;
}

const SIGN_IN_FIELDS: readonly string[] = ['login', 'registerStudent', 'registerTrainer'];
const SIGN_OUT_FIELDS: readonly string[] = ['logout', 'logoutEverywhere'];
const MAX_BYTES = 8 * 1024 * 1024;

/** Documents that were looked at before, so that asking again costs a lookup. */
export class Operations {
  private readonly known = new LRUCache<string, Known>({
    maxSize: MAX_BYTES,
    sizeCalculation: ({ lists }, key) => key.length * 2 + 512 + count(lists) * 256,
  });

  constructor(
    private readonly schema: GraphQLSchema,
    readonly limits: OperationLimits,
  ) {}

  /**
   * @returns null for text that does not parse, or where the operation cannot be told; Apollo says what is wrong then
   * @throws GraphQLError GRAPHQL_VALIDATION_FAILED for a document above a ceiling: by its tokens before it is parsed, by its
   *   fragments and lists before it is validated
   */
  factsOf(
    query: string,
    operationName: string | null | undefined,
    variables: Record<string, unknown> | null | undefined,
  ): OperationAnalysis | null {
    const known = this.look(query, operationName);
    if (known) refuseCostly(known.lists, { ...known.defaults, ...variables }, this.limits.cost);
    return known;
  }

  private look(query: string, operationName: string | null | undefined): Known | null {
    const key = `${operationName ?? ''}\n${query}`;
    const seen = this.known.get(key);
    if (seen) return seen;
    const excess = findExcess(query, this.limits);
    if (excess) throw excess;
    const document = tryParse(query);
    if (!document) return null;
    const lists = unfold(document, this.schema, this.limits);
    const operation = selected(document, operationName);
    if (!operation) return null;
    const facts = {
      ...describe(document, operation),
      lists: lists.get(operation) ?? new Map(),
      defaults: defaultsOf(operation),
    };
    this.known.set(key, facts);
    return facts;
  }
}

const count = (lists: Lists): number => [...lists.values()].reduce((sum, { inner }) => sum + 1 + count(inner), 0);

/** @returns null for text that does not parse, or where the operation cannot be told */
export function readFacts(query: string, operationName: string | null | undefined): OperationAnalysis | null {
  const document = tryParse(query);
  const operation = document && selected(document, operationName);
  return operation && describe(document, operation);
}

const describe = (document: DocumentNode, operation: OperationDefinitionNode): OperationAnalysis => ({
  name: operation.name?.value ?? null,
  kind: operation.operation,
  signsInOnly: mutatesOnly(document, operation, SIGN_IN_FIELDS),
  signsOutOnly: mutatesOnly(document, operation, SIGN_OUT_FIELDS),
});

function tryParse(query: string): DocumentNode | null {
  try {
    return parse(query, { noLocation: true });
  } catch {
    return null;
  }
}

function selected(document: DocumentNode, name: string | null | undefined): OperationDefinitionNode | null {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (name) return operations.find((operation) => operation.name?.value === name) ?? null;
  return operations.length === 1 ? (operations[0] ?? null) : null;
}

function mutatesOnly(document: DocumentNode, operation: OperationDefinitionNode, fields: readonly string[]): boolean {
  if (operation.operation !== OperationTypeNode.MUTATION) return false;
  const names = rootFields(document, operation.selectionSet, new Set());
  return names.length > 0 && names.every((name) => fields.includes(name));
}

/** The fields themselves, not their aliases, through fragments; each fragment once, for they may go in circles. */
function rootFields(document: DocumentNode, { selections }: SelectionSetNode, visited: Set<string>): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection.name.value];
    if (selection.kind === Kind.INLINE_FRAGMENT) return rootFields(document, selection.selectionSet, visited);
    const name = selection.name.value;
    if (visited.has(name)) return [];
    visited.add(name);
    const fragment = document.definitions.find(
      (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name,
    );
    return fragment?.kind === Kind.FRAGMENT_DEFINITION ? rootFields(document, fragment.selectionSet, visited) : [''];
  });
}
