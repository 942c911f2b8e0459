import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
import type { ErrorCode } from '../../platform/errors/codes';
import type { LocalDay } from '../local-day';
import type { Role } from '../role';
import type { Seen } from '../seen';
import type { JsonSchema } from './json-schema';
import { onOneDay } from './one-day';
import { query, type SourcesOf, type SourceTree } from './sources';
import type { Describing, Wire } from './wire';

/*
 * A REST route is data: a stored operation, the sources of its variables, and the form of its response.
 */

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export type Variables = Readonly<Record<string, unknown>>;

/** A stored operation, as codegen generates it. */
export type Operation<Data, Arguments> = DocumentTypeDecoration<Data, Arguments> & { toString(): string };

/** What a route may use to make its response. */
export interface Tools {
  /**
   * Runs a stored operation.
   *
   * @param seen fields of the record to change, as they were read, if the variables depend on them
   * @throws AppError with the code of its errors; CONFLICT if one of the fields in `seen` has changed
   */
  execute<Data, Arguments>(operation: Operation<Data, Arguments>, variables: Variables, seen?: Seen): Promise<Data>;
  /** The current local day of a time zone, by default the gateway's. @throws AppError BAD_USER_INPUT on `timeZone` */
  dayIn(timeZone: string | undefined): LocalDay;
  /** The viewer's role; null without a viewer. */
  role: Role | null;
  /** The seconds after which an unused session ends. */
  sessionSeconds: number;
}

/** Where a page of a list ends. */
export interface PageEnd {
  totalCount: number;
  /** The cursor of the next page; null on the last one. */
  next: string | null;
}

/** The body of a successful response, and the page for its headers. */
export interface Answer {
  body: unknown;
  page?: PageEnd;
}

interface Common {
  method: Method;
  /** `:id` is a path parameter. Routes that share a path name its parameters alike. */
  path: `/${string}`;
  /** The route's name in clients that are generated from the OpenAPI document. */
  id: string;
  summary: string;
  /** The status of success; 200 if absent. */
  status?: 200 | 201;
  /** The role that may sign in here. An account of another role gets the response of a wrong password. */
  signInRole?: Role;
  /** For registration: an invalid token counts as none, and no limit counts the request of a valid one. */
  isTokenOptional?: boolean;
  /** Failures besides those of every route. */
  refuses?: readonly ErrorCode[];
  /** Statuses of the operation's failures that differ from the catalog's. */
  failsWith?: Partial<Record<ErrorCode, number>>;
  /**
   * For routes with their own contract. Unknown fields and parameters are refused, and empty text is a value.
   * Lists without a size have the default size.
   */
  isStrict?: boolean;
}

/** A route in the form that the transport runs, whichever function below made it. */
export interface RestRoute extends Common {
  /** The texts of the stored operations that the route may run. */
  operations: readonly string[];
  variables: SourceTree;
  /** Whether `?limit` requests a page. */
  isPaged?: boolean;
  /** @returns null if the item does not exist */
  run(tools: Tools, variables: Variables): Promise<Answer | null>;
  /** The JSON Schema of the body. */
  describe(describing: Describing): JsonSchema;
}

interface Definition<Data, Arguments, Picked> extends Common {
  operation: Operation<Data, Arguments>;
  /** Where each variable comes from. */
  variables?: SourcesOf<Arguments>;
  /** The part of the data to answer with; null answers 404. */
  pick: (data: Data) => Picked | null;
  answer: Wire<Picked>;
}

/** A route with one operation. */
export function route<Data, Arguments, Picked>(definition: Definition<Data, Arguments, Picked>): RestRoute {
  const { operation, variables = {}, pick, answer, ...common } = definition;
  return {
    ...common,
    operations: [operation.toString()],
    variables,
    run: async ({ execute }, given) => written(pick(await execute(operation, given)), answer),
    describe: answer.describe,
  };
}

/** The selection of a connection that a list needs. */
interface Connection<Node> {
  nodes: readonly Node[];
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

interface ListDefinition<Data, Arguments, Node> extends Omit<
  Definition<Data, Arguments, never>,
  'pick' | 'answer' | 'variables'
> {
  variables?: Omit<SourcesOf<Arguments>, 'first' | 'after'>;
  /** The connection; null answers 404. */
  list: (data: Data) => Connection<Node> | null;
  /** The form of all nodes: `listOf(BOOK)`, or an object around it. */
  answer: Wire<readonly Node[]>;
}

/** A list: whole, or with `?limit` and `?after` a page of the same form, with headers for the next page. */
export function listRoute<Data, Arguments extends PageArguments, Node>(
  definition: ListDefinition<Data, Arguments, Node>,
): RestRoute {
  const { operation, variables = {}, list, answer, ...common } = definition;
  return {
    ...common,
    operations: [operation.toString()],
    // An absent argument has a default, so null requests the whole list.
    variables: { ...variables, first: query('limit').or(null), after: query('after') },
    isPaged: true,
    run: async ({ execute }, given) => {
      const connection = list(await execute(operation, given));
      const answered = connection && written(connection.nodes, answer);
      return answered && { ...answered, page: endOf(connection) };
    },
    describe: answer.describe,
  };
}

interface PageArguments {
  first?: number | null | undefined;
  after?: string | null | undefined;
}

const endOf = ({ totalCount, pageInfo: { hasNextPage, endCursor } }: Connection<unknown>): PageEnd => ({
  totalCount,
  next: hasNextPage ? endCursor : null,
});

interface DayDefinition<Data, Arguments, Picked> extends Omit<Definition<Data, Arguments, Picked>, 'pick'> {
  pick: (data: Data, day: Pick<LocalDay, 'date' | 'timeZone'>) => Picked | null;
}

interface DayArguments {
  timeZone?: string | null | undefined;
  date?: string | null | undefined;
}

/** A route whose response depends on a local day: that of the variable `date`, or today in the zone of `timeZone`. */
export function dayRoute<Data, Arguments extends DayArguments, Picked>(
  definition: DayDefinition<Data, Arguments, Picked>,
): RestRoute {
  const { operation, variables = {}, pick, answer, ...common } = definition;
  return {
    ...common,
    operations: [operation.toString()],
    variables,
    run: async ({ execute, dayIn }, given) => {
      const { timeZone, date } = given;
      const today = () => {
        const day = dayIn(typeof timeZone === 'string' ? timeZone : undefined);
        return typeof date === 'string' ? { ...day, date } : day;
      };
      const { value, day } = await onOneDay(today, () => execute(operation, given));
      return written(pick(value, day), answer);
    },
    describe: answer.describe,
  };
}

interface StepsDefinition<Answered> extends Common {
  /** All operations that `run` may execute. Variables of one name have one type in all of them. */
  operations: readonly Operation<unknown, never>[];
  variables?: SourceTree;
  /** @returns what `answer` writes; null answers 404 */
  run: (tools: Tools, variables: Variables) => Promise<Answered | null>;
  answer: Wire<Answered>;
}

/** A route whose response needs several operations, or one that depends on the request. */
export function stepsRoute<Answered>({
  operations,
  variables = {},
  run,
  answer,
  ...common
}: StepsDefinition<Answered>): RestRoute {
  return {
    ...common,
    operations: operations.map((operation) => operation.toString()),
    variables,
    run: async (tools, given) => written(await run(tools, given), answer),
    describe: answer.describe,
  };
}

const written = <T>(picked: T | null, wire: Wire<T>): Answer | null =>
  picked === null ? null : { body: wire.write(picked) };
