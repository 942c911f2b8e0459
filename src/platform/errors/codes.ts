/**
 * The catalog of errors that clients can get: the HTTP status in REST, and the public text.
 * Each code has a page in docs/errors/. A test keeps this table and the pages equal.
 */
export const ERROR_CATALOG = {
  UNAUTHENTICATED: { status: 401, title: 'Not signed in', text: 'Sign in to do this.' },
  FORBIDDEN: { status: 403, title: 'Not allowed', text: 'You do not have permission to do this.' },
  BAD_USER_INPUT: { status: 422, title: 'Invalid input', text: 'Some fields are not valid.' },
  NOT_FOUND: { status: 404, title: 'Not found', text: 'The requested item does not exist.' },
  CONFLICT: { status: 409, title: 'Conflict', text: 'This value is already taken. Choose another one.' },
  RATE_LIMITED: { status: 429, title: 'Too many requests', text: 'Too many attempts. Try again later.' },
  SERVICE_UNAVAILABLE: {
    status: 503,
    title: 'Temporarily unavailable',
    text: 'The service is temporarily unavailable. Try again shortly.',
  },
  INTERNAL_SERVER_ERROR: {
    status: 500,
    title: 'Internal error',
    text: 'An unexpected error occurred. If it happens again, report the request id.',
  },
  BAD_REQUEST: { status: 400, title: 'Malformed request', text: 'The request is malformed.' },
  PAYLOAD_TOO_LARGE: { status: 413, title: 'Body too large', text: 'The request body is too large.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'Unsupported media type', text: 'Send the body as application/json.' },
  METHOD_NOT_ALLOWED: {
    status: 405,
    title: 'Method not allowed',
    text: 'This URL does not support this method. Use one from the Allow header.',
  },
} as const;

export type ErrorCode = keyof typeof ERROR_CATALOG;

/** Codes of Apollo for documents that GraphQL refuses. Each has a page, too. REST clients never get them. */
export const GRAPHQL_CODES = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
] as const;

export type GraphqlCode = (typeof GRAPHQL_CODES)[number];

/**
 * The path of a code's page, in this repository and on every gateway. The gateway does not know the base URL that its clients
 * use, so clients resolve the path against the URL they requested.
 */
export const errorPage = (code: ErrorCode | GraphqlCode): string => `/docs/errors/${code}.md`;
