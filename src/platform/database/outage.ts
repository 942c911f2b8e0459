/**
 * Of the server: connection exceptions, invalid sign-in, no such database or schema, out of resources, operator's
 * intervention, system errors, damaged data; a role without the right, a read-only transaction; time-outs, deadlock.
 */
const SQLSTATES = /^(08...|28...|3D...|3F...|53...|57...|58...|XX00[12]|42501|25006|25P0[34]|55P03|40001|40P01)$/;
/** With these it ends the connection, or does not begin it: whatever the reason, it is not in the statement. */
const SEVERITIES = /^(FATAL|PANIC)$/;
/** Of Prisma: cannot reach, connect, authenticate or keep a connection; no connection in time; transaction lost. */
const PRISMA_CODES = /^P(10\d\d|2024|2028|2034|2037)$/;
const SOCKET_CODES = /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOENT|ENOTFOUND|EAI_|EACCES|EAGAIN|EMFILE|EADDR|EINVAL)/;
/** Of Node and OpenSSL: the certificate, or the protocol. */
const TLS_CODES = new RegExp(
  '^(CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERROR_IN_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|HOSTNAME_|ERR_TLS_|ERR_SSL_|EPROTO|' +
    'ERR_OSSL_)',
);
/** Errors of `pg` that carry no code. */
const MESSAGES =
  /^(Query read timeout|Connection terminated|Client has encountered a connection error|timeout exceeded when trying)/;
/** The same, of a sign-in or of TLS that cannot be agreed upon. */
const UNSERVED = /^(SASL: |The server does not support SSL|There was an error establishing an SSL)/;
const ADAPTER_KINDS = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
  'TlsConnectionError',
  'AuthenticationFailed',
  'DatabaseAccessDenied',
  'DatabaseDoesNotExist',
]);

/**
 * Whether an error means "not now" (the server is gone, starting, full or too slow) rather than "not so".
 * Prisma wraps what the driver says differently from place to place, so every layer of the error is looked at.
 */
export function isOutage(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 4) return false;
  const { code, originalCode, kind, message, severity, cause, meta, driverAdapterError } = error as Carried;
  return (
    [code, originalCode].some(isOutageCode) ||
    (typeof severity === 'string' && SEVERITIES.test(severity)) ||
    (typeof kind === 'string' && ADAPTER_KINDS.has(kind)) ||
    (typeof message === 'string' && (MESSAGES.test(message) || UNSERVED.test(message))) ||
    [cause, meta, driverAdapterError].some((inner) => isOutage(inner, depth + 1))
  );
}

const isOutageCode = (code: unknown) =>
  typeof code === 'string' && [SQLSTATES, PRISMA_CODES, SOCKET_CODES, TLS_CODES].some((codes) => codes.test(code));

/**
 * Errors of a server that is up and does not serve: it does not speak the protocol, its certificate is not valid, it refuses
 * the login, it lacks the database, it is full, or its disk or data are damaged.
 */
const REFUSALS = /^(08004|08P01|28...|3D...|3F...|53...|58...|XX00[12]|42501|25006|42704|22023)$/;

/** @returns the reason, if it is such a refusal, in whatever it is wrapped */
export function refusalOf(error: unknown, depth = 0): string | undefined {
  if (typeof error !== 'object' || error === null || depth > 4) return undefined;
  const { code, originalCode, message, originalMessage, cause, meta, driverAdapterError } = error as Carried;
  const isRefusal = [code, originalCode].some(isRefusalCode) || (typeof message === 'string' && UNSERVED.test(message));
  const text = originalMessage ?? message;
  if (isRefusal && typeof text === 'string') return text;
  for (const inner of [cause, meta, driverAdapterError]) {
    const reason = refusalOf(inner, depth + 1);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

const isRefusalCode = (code: unknown) => typeof code === 'string' && (REFUSALS.test(code) || TLS_CODES.test(code));

type Carried = Record<string, unknown>;
