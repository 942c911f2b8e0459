/**
 * Codes of the server:
 * - connection exceptions, failed logins, an unknown database or schema
 * - a lack of resources, an operator's intervention, system errors, damaged data
 * - a role without the right, a read-only transaction, time-outs, deadlocks
 */
const SQLSTATES = /^(08...|28...|3D...|3F...|53...|57...|58...|XX00[12]|42501|25006|25P0[34]|55P03|40001|40P01)$/;
/** The server ends or refuses the connection, so the cause is not the statement. */
const SEVERITIES = /^(FATAL|PANIC)$/;
/** Codes of Prisma: no connection, a failed login, a lost connection, no connection in time, a lost transaction. */
const PRISMA_CODES = /^P(10\d\d|2024|2028|2034|2037)$/;
const SOCKET_CODES = /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOENT|ENOTFOUND|EAI_|EACCES|EAGAIN|EMFILE|EADDR|EINVAL)/;
/** Codes of Node and OpenSSL, about the certificate or the protocol. */
const TLS_CODES = new RegExp(
  '^(CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERROR_IN_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|HOSTNAME_|ERR_TLS_|ERR_SSL_|EPROTO|' +
    'ERR_OSSL_)',
);
/** Errors of `pg` that carry no code. */
const MESSAGES =
  /^(Query read timeout|Connection terminated|Client has encountered a connection error|timeout exceeded when trying)/;
/** Errors of `pg` without a code, about a failed login or about TLS. */
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
 * Whether an error means "not now" (the server is gone, starting, full or too slow) rather than "not so". Prisma wraps the
 * driver's errors in several ways, so every layer of the error is checked.
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
 * Errors of a server that is up and cannot serve: wrong protocol, invalid certificate, refused login, missing database, full
 * disk, or damaged data.
 */
const REFUSALS = /^(08004|08P01|28...|3D...|3F...|53...|58...|XX00[12]|42501|25006|42704|22023)$/;

/** @returns the reason of such a refusal, which may be wrapped; undefined for other errors */
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
