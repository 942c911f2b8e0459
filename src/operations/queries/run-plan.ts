import {
  defaultFieldResolver,
  defaultTypeResolver,
  getArgumentValues,
  isAbstractType,
  isObjectType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
} from 'graphql';
import { RowLines } from '../../platform/database/rows';
import type { RequestContext } from '../../shared/request-context';
import type { Plan, PlannedField, PlannedFields, Shape, Variables } from './plan';
import { writeRows } from './write-rows';

/*
 * ExecuteQuery of the GraphQL specification, for queries without an error. The first error makes the data useless, but
 * reports nothing: the caller runs the query again where errors are reported. Whatever has begun is awaited even then, so
 * that no resolver works on behind a response.
 */

type Path = GraphQLResolveInfo['path'];
type CompositeShape = Extract<Shape, { kind: 'composite' }>;

/** What all fields of one run share. */
interface Run {
  plan: Plan;
  variables: Variables;
  context: RequestContext;
  /** Whether lists may be JSON text already. */
  asText: boolean;
  hasFailed: boolean;
}

/** Where a value stands. `path` ends with the list index of the value, if it is an item. */
interface Place {
  field: PlannedField;
  path: Path;
}

/**
 * @param variables coerced
 * @param asText whether lists of the data may be `JsonText`
 * @returns the complete data; null if there was an error
 */
export async function runPlan(
  plan: Plan,
  variables: Variables,
  context: RequestContext,
  asText: boolean,
): Promise<object | null> {
  const run: Run = { plan, variables, context, asText, hasFailed: false };
  const data = await completeFields(plan.fields, undefined, undefined, run);
  return run.hasFailed ? null : data;
}

function completeFields(
  { fields, blank }: PlannedFields,
  source: unknown,
  path: Path | undefined,
  run: Run,
): object | Promise<object> {
  const result: Record<string, unknown> = { ...blank };
  let pending: Promise<unknown>[] | null = null;
  const properties = typeof source === 'object' && source !== null ? (source as Record<string, unknown>) : NONE;
  for (const field of fields) {
    const { key, property, shape } = field;
    const found = property === null ? undefined : properties[property];
    // By far the most frequent.
    if (shape.kind === 'leaf' && typeof found === shape.unchanged) {
      result[key] = found;
      continue;
    }
    if (found === null && !shape.isNonNull) continue;
    const value = completeField(field, source, found, path, run);
    if (isPromise(value)) (pending ??= []).push(value.then((settled) => (result[key] = settled)));
    else result[key] = value;
  }
  return pending ? Promise.all(pending).then(() => result) : result;
}

/** @returns the value, or a promise of it that is never rejected; as all functions below, unless they say that they throw */
function completeField(field: PlannedField, source: unknown, property: unknown, prev: Path | undefined, run: Run) {
  const { definition, parent, shape, key } = field;
  try {
    if (shape.kind === 'leaf' && typeof property === 'string') return completeLeaf(shape, property, run);
    const place = { field, path: { prev, key, typename: parent.name } };
    const isResolved = field.property === null || typeof property === 'function';
    return complete(shape, isResolved ? resolve(definition, source, place, run) : property, place, run);
  } catch {
    return fail(run);
  }
}

const NONE: Record<string, unknown> = {};

/** @throws whatever the resolver throws */
function resolve(definition: GraphQLField<unknown, unknown>, source: unknown, place: Place, run: Run): unknown {
  const args = getArgumentValues(definition, place.field.nodes[0], run.variables);
  return (definition.resolve ?? defaultFieldResolver)(source, args, run.context, infoOf(place, run));
}

function infoOf({ field, path }: Place, { plan, variables }: Run): GraphQLResolveInfo {
  const { definition, nodes, parent } = field;
  const { schema, fragments, operation } = plan;
  return {
    fieldName: definition.name,
    fieldNodes: nodes,
    returnType: definition.type,
    parentType: parent,
    path,
    schema,
    fragments,
    rootValue: undefined,
    operation,
    variableValues: variables,
  };
}

function complete(shape: Shape, value: unknown, place: Place, run: Run): unknown {
  if (isPromise(value))
    return value.then(
      (settled) => complete(shape, settled, place, run),
      () => fail(run),
    );
  if (value === null || value === undefined) return shape.isNonNull ? fail(run) : null;
  try {
    if (value instanceof Error) return fail(run);
    if (shape.kind === 'leaf') return completeLeaf(shape, value, run);
    if (shape.kind === 'object') return completeFields(shape.fields(), value, place.path, run);
    return shape.kind === 'list' ? completeList(shape, value, place, run) : completeComposite(shape, value, place, run);
  } catch {
    return fail(run);
  }
}

/** @throws whatever the type throws */
function completeLeaf({ type }: Extract<Shape, { kind: 'leaf' }>, value: unknown, run: Run): unknown {
  const serialized: unknown = type.serialize(value);
  return serialized === null || serialized === undefined ? fail(run) : serialized;
}

function completeList({ item }: Extract<Shape, { kind: 'list' }>, value: unknown, { field, path }: Place, run: Run) {
  if (typeof value !== 'object' || value === null || !(Symbol.iterator in value)) return fail(run);
  const flat = item.kind === 'object' && item.fields().isFlat ? item.fields() : null;
  const text = run.asText && flat && value instanceof RowLines && writeRows(value, flat);
  if (text) return text;
  const items: unknown[] = [];
  let isPending = false;
  for (const each of value as Iterable<unknown>) {
    const row = flat && completeFlat(flat, each);
    if (row) {
      items.push(row);
      continue;
    }
    const place = { field, path: { prev: path, key: items.length, typename: undefined } };
    const completed = complete(item, each, place, run);
    isPending ||= isPromise(completed);
    items.push(completed);
  }
  return isPending ? Promise.all(items) : items;
}

/**
 * Most lists are of rows whose properties are sent. This takes half the time, as no resolver needs a path.
 *
 * @returns null for what is not that simple
 */
function completeFlat({ fields, blank }: PlannedFields, source: unknown): object | null {
  if (typeof source !== 'object' || source === null || source instanceof Error) return null;
  const properties = source as Record<string, unknown>;
  const row: Record<string, unknown> = { ...blank };
  for (const { key, property, shape } of fields) {
    const found = properties[property ?? ''];
    if (shape.kind !== 'leaf') return null;
    if (typeof found === shape.unchanged) row[key] = found;
    else if (typeof found === 'string') {
      const serialized: unknown = shape.type.serialize(found);
      if (serialized === null || serialized === undefined) return null;
      row[key] = serialized;
    } else if (found !== null || shape.isNonNull) return null;
  }
  return row;
}

/** @throws whatever finding the value's type throws */
function completeComposite(shape: CompositeShape, value: unknown, place: Place, run: Run): unknown {
  const type = typeOf(shape, value, place, run);
  if (!isPromise(type)) return completeObject(shape, type, value, place, run);
  // The second `then` is for what is planned only now, too.
  return type.then((settled) => completeObject(shape, settled, value, place, run)).then(undefined, () => fail(run));
}

/** @throws Error for fields that are not for a plan */
function completeObject(shape: CompositeShape, type: unknown, value: unknown, { path }: Place, run: Run): unknown {
  const { schema } = run.plan;
  const named = typeof type === 'string' ? schema.getType(type) : type;
  const isOfType = isObjectType(named) && (!isAbstractType(shape.type) || schema.isSubType(shape.type, named));
  return isOfType ? completeFields(shape.fieldsOf(named), value, path, run) : fail(run);
}

/** The type of the object, or its name; null if it is none. A promise of it where the type takes its time. */
function typeOf({ type }: CompositeShape, value: unknown, place: Place, run: Run): unknown {
  if (isAbstractType(type)) {
    return (type.resolveType ?? defaultTypeResolver)(value, run.context, infoOf(place, run), type);
  }
  if (!type.isTypeOf) return type;
  const isOfType = type.isTypeOf(value, run.context, infoOf(place, run));
  const orNull = (holds: boolean): GraphQLObjectType | null => (holds ? type : null);
  return isPromise(isOfType) ? isOfType.then((holds) => orNull(holds === true)) : orNull(isOfType);
}

/** GraphQL puts null where an error was. Nobody sees it here. */
function fail(run: Run): null {
  run.hasFailed = true;
  return null;
}

const isPromise = (value: unknown): value is Promise<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
