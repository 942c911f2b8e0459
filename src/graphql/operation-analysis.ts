import {
  Kind,
  parse,
  type DocumentNode,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { OperationLimits } from '../config/config';
import { AdmissionFilter } from '../platform/cache/admission-filter';
import type { Role } from '../shared/role';
import type { RootFieldMark } from '../shared/root-field-marks';
import { defaultsOf, refuseCostly, type Lists } from './limits/list-cost';
import { findExcess } from './limits/operation-limits';
import { spreadDocument } from './limits/query-cost';

/** What a transport must know of an operation before it runs. */
export interface OperationAnalysis {
  /** The name in its document; null without one. */
  name: string | null;
  kind: 'query' | 'mutation' | 'subscription';
  /** Every root field signs in: the request's token is ignored. */
  signsInOnly: boolean;
  /** The user's limit does not count it: every root field signs out, or shows the limits. */
  isUncounted: boolean;
}

export interface Analyzed {
  /** Null where the text does not parse or names no single operation; Apollo then reports the error. */
  analysis: OperationAnalysis | null;
  /** Null if the analysis was remembered. Documents are not kept: most are sent once, and repeated ones have plans. */
  document: DocumentNode | null;
  /** Whether the document is expensive to validate. */
  isExpensive: boolean;
}

/** The same, and the lists that the operation reads. */
interface Known extends OperationAnalysis {
  lists: Lists;
  defaults: Readonly<Record<string, number>>;
}

interface Parsed extends Analyzed {
  analysis: Known | null;
}

const BYTES_MAX = 8 * 1024 * 1024;

/** Analyzes operations, and remembers the analyses of recent documents that were sent again. Most are sent once. */
export class Operations {
  private readonly known = new LRUCache<string, Known>({
    maxSize: BYTES_MAX,
    sizeCalculation: ({ lists }, key) => key.length * 2 + 512 + count(lists) * 256,
  });
  private readonly sentAgain = new AdmissionFilter(() => true);

  constructor(
    private readonly schema: GraphQLSchema,
    readonly limits: OperationLimits,
  ) {}

  /**
   * @throws GraphQLError GRAPHQL_VALIDATION_FAILED for a document above a limit: tokens are counted before it is parsed,
   *   fragments and lists before it is validated
   */
  analyze(
    query: string,
    operationName: string | null | undefined,
    variables: Record<string, unknown> | null | undefined,
  ): Analyzed {
    const key = operationKey({ query, operationName });
    const known = this.known.get(key);
    const { analysis, document, isExpensive } = known
      ? { analysis: known, document: null, isExpensive: false }
      : this.parse(key, query, operationName);
    if (analysis) refuseCostly(analysis.lists, { ...analysis.defaults, ...variables }, this.limits.cost);
    return { analysis, document, isExpensive };
  }

  private parse(key: string, query: string, operationName: string | null | undefined): Parsed {
    const excess = findExcess(query, this.limits);
    if (excess) throw excess;
    const document = tryParse(query);
    if (!document) return { analysis: null, document, isExpensive: false };
    const { lists, isExpensive } = spreadDocument(document, this.schema, this.limits);
    const operation = selectedOperation(document, operationName);
    if (!operation) return { analysis: null, document, isExpensive };
    const analysis = {
      ...describe(this.schema, document, operation),
      lists: lists.get(operation) ?? new Map(),
      defaults: defaultsOf(operation),
    };
    if (!isExpensive && this.sentAgain.admits(key)) this.known.set(key, analysis);
    return { analysis, document, isExpensive };
  }
}

const count = (lists: Lists): number => [...lists.values()].reduce((sum, { inner }) => sum + 1 + count(inner), 0);

/** The analysis of a stored document, which has one operation. */
export function analyzeStored(schema: GraphQLSchema, query: string): OperationAnalysis {
  const { document, operation } = parseStored(query);
  return describe(schema, document, operation);
}

/** The roles that may use some of these stored documents; null for all users, or anybody. */
export function rolesOf(schema: GraphQLSchema, queries: readonly string[]): ReadonlySet<Role> | null {
  const roles = queries.flatMap((query) => {
    const { document, operation } = parseStored(query);
    return rootFields(document, operation, schema).map(
      (field) => (field?.extensions['roles'] ?? []) as readonly Role[],
    );
  });
  return roles.every(({ length }) => length > 0) ? new Set(roles.flat()) : null;
}

function parseStored(query: string): { document: DocumentNode; operation: OperationDefinitionNode } {
  const document = tryParse(query);
  const operation = document && selectedOperation(document, null);
  if (!operation) throw new Error(`not a stored operation: ${query}`);
  return { document, operation };
}

const describe = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): OperationAnalysis => ({
  name: operation.name?.value ?? null,
  kind: operation.operation,
  signsInOnly: hasOnly('signs-in', schema, document, operation),
  isUncounted: hasOnly('uncounted', schema, document, operation),
});

/** The same operation of the same document has the same key. */
export const operationKey = ({
  query,
  operationName,
}: {
  query: string;
  operationName: string | null | undefined;
}): string => `${operationName ?? ''}\n${query}`;

/** Without locations, because no errors of these documents are shown. @returns null for text that does not parse */
export function tryParse(query: string): DocumentNode | null {
  try {
    return parse(query, { noLocation: true });
  } catch {
    return null;
  }
}

/** @returns null for an unknown name, and for no name if there are several operations */
export function selectedOperation(
  document: DocumentNode,
  name: string | null | undefined,
): OperationDefinitionNode | null {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (name) return operations.find((operation) => operation.name?.value === name) ?? null;
  return operations.length === 1 ? (operations[0] ?? null) : null;
}

/** Whether the schema marks every root field so. */
function hasOnly(
  mark: RootFieldMark,
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): boolean {
  const fields = rootFields(document, operation, schema);
  return fields.length > 0 && fields.every((field) => field?.extensions['mark'] === mark);
}

/** The root fields; undefined for one that does not exist. A name may be that of a property of all objects. */
function rootFields(
  document: DocumentNode,
  { operation, selectionSet }: OperationDefinitionNode,
  schema: GraphQLSchema,
) {
  const fields = schema.getRootType(operation)?.getFields() ?? {};
  return rootNames(document, selectionSet, new Set()).map((name): GraphQLField<unknown, unknown> | undefined =>
    Object.hasOwn(fields, name) ? fields[name] : undefined,
  );
}

/** The names of the root fields, without aliases, through fragments. Each fragment is read once, because they can be cyclic. */
function rootNames(document: DocumentNode, { selections }: SelectionSetNode, visited: Set<string>): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection.name.value];
    if (selection.kind === Kind.INLINE_FRAGMENT) return rootNames(document, selection.selectionSet, visited);
    const name = selection.name.value;
    if (visited.has(name)) return [];
    visited.add(name);
    const fragment = document.definitions.find(
      (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name,
    );
    return fragment?.kind === Kind.FRAGMENT_DEFINITION ? rootNames(document, fragment.selectionSet, visited) : [''];
  });
}
