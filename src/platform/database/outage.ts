/** Of the server: connection exceptions, out of resources, operator's intervention, system errors; time-outs, deadlock. */
const SQLSTATES = /^(08...|53...|57...|58...|25P0[34]|55P03|40001|40P01)$/;
/** Of Prisma: cannot reach, connect, authenticate or keep a connection; no connection in time; transaction lost. */
const PRISMA_CODES = /^P(10\d\d|2024|2028|2034|2037)$/;
const SOCKET_CODES = /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOENT|ENOTFOUND|EAI_|EACCES|EAGAIN|EMFILE)/;
/** Errors of `pg` that carry no code. */
const MESSAGES =
  /^(Query read timeout|Connection terminated|Client has encountered a connection error|timeout exceeded when trying)/;
const ADAPTER_KINDS = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
  'TlsConnectionError',
]);

/**
 * Whether an error means "not now" (the server is gone, starting, full or too slow) rather than "not so".
 * Prisma wraps what the driver says differently from place to place, so every layer of the error is looked at.
 */
export function isOutage(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 4) return false;
  const { code, originalCode, kind, message, cause, meta, driverAdapterError } = error as Record<string, unknown>;
  return (
    [code, originalCode].some(isOutageCode) ||
    (typeof kind === 'string' && ADAPTER_KINDS.has(kind)) ||
    (typeof message === 'string' && MESSAGES.test(message)) ||
    [cause, meta, driverAdapterError].some((inner) => isOutage(inner, depth + 1))
  );
}

const isOutageCode = (code: unknown) =>
  typeof code === 'string' && [SQLSTATES, PRISMA_CODES, SOCKET_CODES].some((codes) => codes.test(code));

/** What a server says that is there and takes no connection: it is no place for us, knows not our protocol, or is full. */
const REFUSALS = /^(08004|08P01|53300)$/;

/** @returns the reason, if it is such a refusal, in whatever it is wrapped */
export function refusalOf(error: unknown, depth = 0): string | undefined {
  if (typeof error !== 'object' || error === null || depth > 4) return undefined;
  const { code, originalCode, message, cause, meta, driverAdapterError } = error as Record<string, unknown>;
  const isRefusal = [code, originalCode].some((one) => typeof one === 'string' && REFUSALS.test(one));
  if (isRefusal && typeof message === 'string') return message;
  for (const inner of [cause, meta, driverAdapterError]) {
    const reason = refusalOf(inner, depth + 1);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
