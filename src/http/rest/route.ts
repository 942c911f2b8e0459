import type { LocalDay } from '../../shared/local-day';
import type { Role } from '../../shared/role';
import type { ErrorCode } from '../../platform/errors/codes';
import type { JsonSchema } from './json-schema';
import { onOneDay } from './one-day';
import type { TypedDocumentString } from './operations.generated';

export type Variables = Record<string, unknown>;

/** What a route may use to answer. */
export interface Tools {
  /** Runs a stored operation. @throws AppError with the code of its errors */
  execute<Data, Arguments>(operation: TypedDocumentString<Data, Arguments>, variables: Variables): Promise<Data>;
  /** The local day it is now in a zone, by default the gateway's. @throws AppError BAD_USER_INPUT on `timeZone` */
  dayIn(timeZone: string | undefined): LocalDay;
}

interface Common {
  method: 'GET' | 'POST';
  /** What stands for `:id` becomes the variable of that name. */
  path: `/api/${string}`;
  /** Names the route in clients that are generated from the OpenAPI document. */
  id: string;
  summary: string;
  /** Who signs in here; an account of another role gets the answer of a wrong password. */
  signInRole?: Role;
  /** Failures besides those that any route may answer. */
  refuses?: readonly ErrorCode[];
}

interface Row<Data, Arguments, Answer> extends Common {
  /** Of success; 200 unless given. */
  status?: 201;
  operation: TypedDocumentString<Data, Arguments>;
  /** Parameters of the query string, and the variables they become. */
  query?: Readonly<Record<string, keyof Arguments & string>>;
  /** Fields of the body; together they are the variable `input`. */
  body?: readonly FieldOf<Arguments>[];
  /** What the OpenAPI document says of each property of the answer. */
  shape: Readonly<Record<keyof Answer & string, JsonSchema>>;
}

type FieldOf<Arguments> = Arguments extends { input: infer Input } ? keyof Input & string : never;

/** A row of the table, whatever its operation. */
export interface RestRoute extends Common {
  /** Of success. */
  status: 200 | 201;
  /** The text of the stored operation. */
  document: string;
  query: Readonly<Record<string, string>>;
  /** Null where a body plays no part. */
  body: readonly string[] | null;
  shape: Readonly<Record<string, JsonSchema>>;
  /** @returns null where there is no such thing */
  run(tools: Tools, variables: Variables): Promise<object | null>;
}

/** @param answer of the operation's data, null where there is no such thing */
export function route<Data, Arguments, Answer extends object>(
  row: Row<Data, Arguments, Answer>,
  answer: (data: Data) => Answer | null,
): RestRoute {
  const run: RestRoute['run'] = async ({ execute }, variables) => answer(await execute(row.operation, variables));
  return { ...common(row), run };
}

/** @param answer of the operation's data and the local day it was true of, in the zone of the variable `timeZone` */
export function dayRoute<Data, Arguments extends { timeZone?: string | null }, Answer extends object>(
  row: Row<Data, Arguments, Answer>,
  answer: (data: Data, day: LocalDay) => Answer,
): RestRoute {
  const run: RestRoute['run'] = async ({ execute, dayIn }, variables) => {
    const { timeZone } = variables;
    const today = () => dayIn(typeof timeZone === 'string' ? timeZone : undefined);
    const { value, day } = await onOneDay(today, () => execute(row.operation, variables));
    return answer(value, day);
  };
  return { ...common(row), run };
}

function common<Data, Arguments, Answer>(row: Row<Data, Arguments, Answer>): Omit<RestRoute, 'run'> {
  const { operation, status = 200, query = {}, body = [], ...rest } = row;
  return { ...rest, status, document: operation.toString(), query, body: row.method === 'POST' ? body : null };
}
