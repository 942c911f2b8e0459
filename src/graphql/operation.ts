import {
  Kind,
  OperationTypeNode,
  parse,
  type DocumentNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { OperationLimits } from '../config/config';
import { findExcess } from './operation-limits';

/** What the doors must know of an operation before it runs. */
export interface OperationFacts {
  kind: 'query' | 'mutation' | 'subscription';
  /** Every root field signs in or registers: a token sent along plays no part. */
  signsInOnly: boolean;
}

const SIGN_IN_FIELDS: readonly string[] = ['login', 'registerStudent', 'registerTrainer'];
const MAX_BYTES = 8 * 1024 * 1024;

/** Documents that were looked at before, so that asking again costs a lookup. */
export class Operations {
  private readonly known = new LRUCache<string, OperationFacts>({
    maxSize: MAX_BYTES,
    sizeCalculation: (_facts, key) => key.length * 2 + 128,
  });

  constructor(private readonly limits: OperationLimits) {}

  /**
   * @returns null for text that does not parse, or where the operation cannot be told; Apollo says what is wrong then
   * @throws GraphQLError GRAPHQL_VALIDATION_FAILED for a document above a ceiling, before it is parsed
   */
  factsOf(query: string, operationName: string | null | undefined): OperationFacts | null {
    const key = `${operationName ?? ''}\n${query}`;
    const seen = this.known.get(key);
    if (seen) return seen;
    const excess = findExcess(query, this.limits);
    if (excess) throw excess;
    const facts = readFacts(query, operationName);
    if (facts) this.known.set(key, facts);
    return facts;
  }
}

/** @returns null for text that does not parse, or where the operation cannot be told */
export function readFacts(query: string, operationName: string | null | undefined): OperationFacts | null {
  const document = tryParse(query);
  const operation = document && selected(document, operationName);
  return operation && { kind: operation.operation, signsInOnly: signsInOnly(document, operation) };
}

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

function signsInOnly(document: DocumentNode, operation: OperationDefinitionNode): boolean {
  if (operation.operation !== OperationTypeNode.MUTATION) return false;
  const names = rootFields(document, operation.selectionSet, new Set());
  return names.length > 0 && names.every((name) => SIGN_IN_FIELDS.includes(name));
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
