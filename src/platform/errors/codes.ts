/**
 * The catalogue of errors a client can meet: HTTP status on the REST door and public text.
 * Each code has a page in docs/errors/; a test holds this table and the pages together.
 */
export const ERROR_CATALOGUE = {
  UNAUTHENTICATED: { status: 401, title: 'Not signed in', text: 'Sign in first.' },
  FORBIDDEN: { status: 403, title: 'Not allowed', text: 'You may not do this.' },
  BAD_USER_INPUT: { status: 422, title: 'Invalid input', text: 'Some fields are not valid.' },
  NOT_FOUND: { status: 404, title: 'Not found', text: 'There is no such thing.' },
  CONFLICT: { status: 409, title: 'Conflict', text: 'This is already taken.' },
  RATE_LIMITED: { status: 429, title: 'Too many requests', text: 'Too many attempts. Try again later.' },
  SERVICE_UNAVAILABLE: { status: 503, title: 'Temporarily unavailable', text: 'Please try again shortly.' },
  INTERNAL_SERVER_ERROR: { status: 500, title: 'Internal error', text: 'Something went wrong on our side.' },
  BAD_REQUEST: { status: 400, title: 'Malformed request', text: 'The request could not be understood.' },
  PAYLOAD_TOO_LARGE: { status: 413, title: 'Body too large', text: 'The request body is too large.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'Unsupported media type', text: 'Send application/json.' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'Method not allowed', text: 'This method is not allowed here.' },
} as const;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;

/** Apollo's own codes for what GraphQL refuses; they too have a page each. REST clients never meet them. */
export const GRAPHQL_CODES = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
] as const;

export type GraphqlCode = (typeof GRAPHQL_CODES)[number];

/**
 * Where the page of a code is: a path in this repository, and the same path of every gateway. The gateway cannot know by
 * which address its clients reach it, so they resolve it against the one they asked.
 */
export const errorPage = (code: ErrorCode | GraphqlCode): string => `/docs/errors/${code}.md`;
