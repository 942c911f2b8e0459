import { randomInt, randomUUID } from 'node:crypto';

/** 50 students, some 8.5 KB. */
export const QUERY = `
  query Students($first: Int!, $after: String) {
    students(first: $first, after: $after) {
      nodes { id name email branch phone role }
      pageInfo { hasNextPage endCursor }
    }
  }`;

export const VARIABLES = { first: 50 };

const search = new URLSearchParams({ query: QUERY, variables: JSON.stringify(VARIABLES) });

/** Reads by method and path, and GraphQL's body. */
export const READS = {
  graphqlPost: { method: 'POST', path: '/graphql', body: { query: QUERY, variables: VARIABLES } },
  graphqlGet: { method: 'GET', path: `/graphql?${search}` },
  restGet: { method: 'GET', path: '/api/auth/student/students?limit=50' },
  /** The whole list. */
  restList: { method: 'GET', path: '/api/auth/student/students' },
};

let made = 0;

/** What makes every request of a case another one. */
const VARIATIONS = {
  /** A page that nobody has asked for: after a place between two students. */
  page: (body) => ({ ...body, variables: { ...body.variables, after: randomPlace() } }),
  /** A document that nobody has sent. */
  document: (body) => ({ ...body, query: body.query.replace('Students', `Students_${process.pid}_${made++}`) }),
};

/** Names go on to Z, so that fifty follow wherever it falls. */
function randomPlace() {
  const name = String.fromCharCode(randomInt(65, 84), randomInt(97, 123));
  return Buffer.from(JSON.stringify(['student', name, randomUUID()])).toString('base64url');
}

/**
 * @param request `{ method, path, headers, body, vary }`; the body is sent as JSON
 * @returns {() => string | Buffer} the next request in HTTP/1.1
 */
export function requestsOf({ vary, ...request }) {
  if (vary) return () => encode({ ...request, body: VARIATIONS[vary](request.body) });
  const bytes = Buffer.from(encode(request));
  return () => bytes;
}

function encode({ method, path, headers, body }) {
  const text = body ? JSON.stringify(body) : '';
  const all = { host: 'localhost', ...headers };
  if (body) Object.assign(all, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${text}`;
}
