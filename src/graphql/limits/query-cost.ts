import {
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import type { OperationLimits } from '../../config/config';
import { excess } from './operation-limits';
import { pageSize, type List, type Lists } from './list-cost';

/*
 * Threats this file answers:
 * - Small documents with a large result. Fragments that spread fragments can double at each step, and reach depths that
 *   overflow the stack of recursive code. So they are spread iteratively, up to the first limit.
 * - Documents that are expensive to validate: every two fragments are compared, and every two fields of one name and place.
 *   215 fragments of one field take 64 ms (measured). Without a sign-in, such a document is counted before it is validated.
 */

/** With more fragments, or more fields in them together, a document is expensive to validate. */
const CHEAP_FRAGMENTS_MAX = 50;
const CHEAP_FIELDS_MAX = 300;

/** All definitions of a document together may have this many times the fields that one may have. */
const DEFINITIONS_MAX = 4;

/** `__schema` and `__type` may go this much deeper, because common tools use fourteen levels. */
const SCHEMA_LEVELS = 12;

/** Selections that are still to be read, with their position. */
interface Place {
  selections: readonly SelectionNode[];
  /** Undefined for a field that the schema does not have. Validation reports it later. */
  type: GraphQLNamedType | undefined;
  /** 1 for the fields of the operation itself. */
  level: number;
  /** Whether it is introspection, which may go deeper once. */
  inSchema: boolean;
  /** Response names of the fields above, from the closest list down. */
  path: string;
  /** Whether the field above is a page. The lists in it are its records, not further lists. */
  inPage: boolean;
  lists: Lists;
  /** The fragments around it. */
  within: Chain | null;
}

interface Chain {
  name: string;
  outer: Chain | null;
}

/** What the definitions of a document come to when they are spread. */
export interface SpreadDocument {
  lists: ReadonlyMap<OperationDefinitionNode, Lists>;
  isExpensive: boolean;
}

/**
 * Spreads every definition of a document.
 *
 * @throws GraphQLError GRAPHQL_VALIDATION_FAILED above a ceiling
 */
export function spreadDocument(document: DocumentNode, schema: GraphQLSchema, limits: OperationLimits): SpreadDocument {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const spreader = new Spreader(schema, limits, fragments);
  const lists = new Map<OperationDefinitionNode, Lists>();
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const type = schema.getRootType(definition.operation) ?? undefined;
    lists.set(definition, spreader.spread({ selections: definition.selectionSet.selections, type }));
  }
  // Validation also visits fragments that are never spread.
  for (const [name, { typeCondition, selectionSet }] of fragments) {
    if (spreader.spreadFragments.has(name)) continue;
    const type = schema.getType(typeCondition.name.value);
    const inSchema = type?.name.startsWith('__') ?? false;
    spreader.spread({
      ...{ selections: selectionSet.selections, type, within: { name, outer: null } },
      ...{ inSchema, level: inSchema ? 1 - SCHEMA_LEVELS : 1 },
    });
  }
  return { lists, isExpensive: fragments.size > CHEAP_FRAGMENTS_MAX || spreader.most > CHEAP_FIELDS_MAX };
}

class Spreader {
  /** The most fields of a definition, with those of its fragments. */
  most = 0;
  readonly spreadFragments = new Set<string>();
  /** The fields of all definitions spread so far. */
  private total = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly limits: OperationLimits,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  ) {}

  spread(from: Pick<Place, 'selections' | 'type'> & Partial<Place>): Lists {
    const lists: Lists = new Map();
    const open: Place[] = [{ level: 1, inSchema: false, path: '', inPage: false, lists, within: null, ...from }];
    let selected = 0;
    for (let place = open.pop(); place; place = open.pop()) {
      if (place.level > this.limits.depth) throw excess(`more than ${this.limits.depth} levels`);
      selected += place.selections.length;
      this.total += place.selections.length;
      // Each written selection has at least one token, so only fragments can exceed these.
      if (selected > this.limits.tokens) throw excess(`more than ${this.limits.tokens} fields in its fragments`);
      if (this.total > DEFINITIONS_MAX * this.limits.tokens)
        throw excess('too many fields in the fragments of its operations');
      for (const selection of place.selections) {
        const below = this.below(place, selection);
        if (below) open.push(below);
      }
    }
    this.most = Math.max(this.most, selected);
    return lists;
  }

  /** What a selection opens; null for a leaf. */
  private below(place: Place, selection: SelectionNode): Place | null {
    switch (selection.kind) {
      case Kind.FIELD:
        return selection.selectionSet ? this.belowField(place, selection, selection.selectionSet.selections) : null;
      case Kind.INLINE_FRAGMENT: {
        const condition = selection.typeCondition?.name.value;
        const type = condition === undefined ? place.type : this.schema.getType(condition);
        return { ...place, selections: selection.selectionSet.selections, type };
      }
      case Kind.FRAGMENT_SPREAD: {
        const name = selection.name.value;
        const fragment = this.fragments.get(name);
        // Validation refuses cycles. Here a cycle ends where it closes.
        if (!fragment || isWithin(name, place.within)) return null;
        this.spreadFragments.add(name);
        const type = this.schema.getType(fragment.typeCondition.name.value);
        const within = { name, outer: place.within };
        return { ...place, selections: fragment.selectionSet.selections, type, within };
      }
    }
  }

  private belowField(place: Place, node: FieldNode, selections: readonly SelectionNode[]): Place {
    const name = node.name.value;
    const level = place.level + 1;
    if (!place.inSchema && (name === '__schema' || name === '__type')) {
      return { ...place, selections, type: undefined, level: level - SCHEMA_LEVELS, inSchema: true, inPage: false };
    }
    const field = fieldOf(place.type, name);
    const path = `${place.path}.${node.alias?.value ?? name}`;
    const type = field && getNamedType(field.type);
    const isPage = field?.args.some((argument) => argument.name === 'first') ?? false;
    const isList = field !== undefined && isListType(getNullableType(field.type));
    if (!isPage && (!isList || place.inPage)) return { ...place, selections, type, level, path, inPage: false };
    const { inner } = listAt(place.lists, path, node);
    return { ...place, selections, type, level, path: '', inPage: isPage, lists: inner };
  }
}

function isWithin(name: string, chain: Chain | null): boolean {
  for (let at = chain; at; at = at.outer) if (at.name === name) return true;
  return false;
}

/** A name may be that of a property of all objects, such as `constructor`. */
function fieldOf(type: GraphQLNamedType | undefined, name: string): GraphQLField<unknown, unknown> | undefined {
  const fields = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** The list at a path. A list that is selected twice under one name is read once. */
function listAt(lists: Lists, path: string, node: FieldNode): List {
  const list: List = lists.get(path) ?? { sizes: [], inner: new Map() };
  lists.set(path, list);
  const size = pageSize(node);
  if (!list.sizes.includes(size)) list.sizes.push(size);
  return list;
}
