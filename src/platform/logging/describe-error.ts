/** The logged fields of an error. */
interface Description {
  type: string;
  message: string;
  stack?: string;
  /** `code`, and the table, column and constraint that PostgreSQL reports. */
  [name: string]: unknown;
  cause?: Description;
}

const NAMED = ['code', 'constraint', 'table', 'column'] as const;
const CAUSES_MAX = 3;

/**
 * Errors of libraries contain whole statements, rows (`detail`: the failing one, with its password hash) and arguments of
 * Redis commands. Only the fields listed here are logged.
 */
export function describeError(error: unknown, causes: number = CAUSES_MAX): Description {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an error' };
  const carried: Record<string, unknown> = { ...error };
  const named = NAMED.map((name) => [name, carried[name]] as const).filter(([, value]) => value !== undefined);
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...Object.fromEntries(named),
    ...(error.cause instanceof Error && causes > 0 && { cause: describeError(error.cause, causes - 1) }),
  };
}

/** The message of an error, or of the first of several errors. Connection errors never contain a password. */
export function reasonOf(error: unknown): string {
  const { errors, message } = Object(error) as { errors?: unknown; message?: unknown };
  if (Array.isArray(errors) && errors.length > 0) return reasonOf(errors[0]);
  return typeof message === 'string' && message !== '' ? message : 'it does not answer';
}
