import pg from 'pg';
import { authenticate, redis } from './authenticate.mjs';
import { pageKey, tagKey } from './keys.mjs';
import { databaseUrl, name } from './settings.mjs';

const TTL_S = 600;
const COLUMNS = 'id, name, email, branch, phone, role';
const FIRST_PAGE = `SELECT ${COLUMNS} FROM students ORDER BY name, id LIMIT $1`;
const LATER_PAGE = `SELECT ${COLUMNS} FROM students WHERE (name, id) > ($2, $3) ORDER BY name, id LIMIT $1`;

const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
process.sqlStatements = 0;

const TAGS = ['tag:era', tagKey(name)];
await redis.set(tagKey(name), 'first', 'NX');

/** As much of the gateway's schema as the measured operation needs. */
export const typeDefs = /* GraphQL */ `
  type Query {
    students(first: Int = 20, after: String): StudentConnection!
  }
  type StudentConnection {
    nodes: [Student!]!
    pageInfo: PageInfo!
  }
  type Student {
    id: ID!
    name: String!
    email: String!
    branch: String!
    phone: String
    role: Role!
  }
  enum Role {
    STUDENT
    TRAINER
    ADMIN
  }
  type PageInfo {
    hasNextPage: Boolean!
    endCursor: String
  }
`;

/** What a peer checks on every request. `version` is that of its pages: whatever it keeps is valid for one version only. */
export async function viewerOf(authorization) {
  const { userId, versions } = await authenticate(authorization, TAGS);
  return { userId, version: versions.join(' ') };
}

/** The key of a page in a peer's memory: another version or another user has another one. */
export const memoryKey = ({ userId, version }) => `${version} ${userId}`;

/**
 * A page from Redis if it was stored under the present version, which is read in the same command; else from the database by
 * one prepared statement.
 */
export async function studentPage({ first, after }) {
  const key = pageKey(name, first, after);
  const [stored, ...versions] = await redis.mget(key, ...TAGS);
  const head = `${versions.join(' ')}\n`;
  if (stored?.startsWith(head)) return JSON.parse(stored.slice(head.length));
  const page = await loadPage(first, after);
  await redis.set(key, head + JSON.stringify(page), 'EX', TTL_S);
  return page;
}

async function loadPage(first, after) {
  process.sqlStatements += 1;
  const { rows } = await pool.query(
    after
      ? { name: 'later page', text: LATER_PAGE, values: [first + 1, ...placeOf(after)] }
      : { name: 'first page', text: FIRST_PAGE, values: [first + 1] },
  );
  const nodes = rows.slice(0, first);
  return { nodes, pageInfo: { hasNextPage: rows.length > first, endCursor: cursorOf(nodes.at(-1)) } };
}

const placeOf = (cursor) => JSON.parse(Buffer.from(cursor, 'base64url').toString()).slice(1);

const cursorOf = (row) => row && Buffer.from(JSON.stringify(['student', row.name, row.id])).toString('base64url');
