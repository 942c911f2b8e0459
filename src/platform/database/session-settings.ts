import { NEEDED, WANTED } from '../../config/address/session-settings';
import { timeZoneKey } from '../../config/time-zone';
import type { ClientBase, ClientConfig, QueryConfig } from 'pg';
import type { DatabaseAddress } from '../../config/address/database-url';
import type { Logger } from '../logging/logger';

const SETTINGS = { ...NEEDED, ...WANTED };
const COLUMNS = Object.keys(SETTINGS).map((name) => `current_setting('${name}') AS "${name}"`);
const FACTS = `SELECT pg_is_in_recovery() AS "isReplica", current_schema() AS schema, ${COLUMNS.join(', ')}`;

type Facts = { isReplica: boolean; schema: string | null } & Record<string, string>;

/** The gateway cannot use the server, or the pooler in front of it. The message says why and what to do. */
export class SessionError extends Error {
  /** SQLSTATE of a server that rejects a connection: the gateway does not use it, and retries. */
  readonly code = '08004';
}

/**
 * The connection with the gateway's session settings after its own ones. PgBouncer refuses or drops such settings. Behind it,
 * the role must have them (`ALTER ROLE … SET`).
 */
export function withSession({ connection, isPooled }: DatabaseAddress): ClientConfig {
  if (isPooled) return connection;
  const settings = Object.entries(SETTINGS).map(([name, value]) => `-c ${name}=${value.replaceAll(' ', '\\ ')}`);
  return { ...connection, options: [connection.options, ...settings].join(' ') };
}

export type SessionCheck = (client: ClientBase) => Promise<void>;

/**
 * Checks each new connection before its first use. A pooler may have dropped the settings, an address may lead to a read
 * replica after a failover, and the schema may not exist. Missing optional settings are logged once.
 * @returns a function that throws SessionError
 */
export function sessionCheck(schema: string, timeoutMs: number, logger: Logger): SessionCheck {
  let isLogged = false;
  return async (client) => {
    const facts = await readFacts(client, timeoutMs);
    const refusal = whyNot(facts, schema);
    if (refusal !== undefined) throw new SessionError(refusal);
    const missing = Object.entries(WANTED).filter(([name, value]) => facts[name] !== value);
    if (missing.length === 0 || isLogged) return;
    isLogged = true;
    logger.warn(
      { missing: missing.map(([name]) => name) },
      'the role lacks settings, see "PgBouncer" in docs/operations.md',
    );
  };
}

/** @throws SessionError */
async function readFacts(client: ClientBase, timeoutMs: number): Promise<Facts> {
  const question: QueryConfig & { query_timeout: number } = { text: FACTS, query_timeout: timeoutMs };
  const { rows } = await client.query<Facts>(question);
  const [facts] = rows;
  if (!facts) throw new SessionError('the server returned no settings');
  return facts;
}

function whyNot(facts: Facts, schema: string): string | undefined {
  if (facts.isReplica) return 'this is a read replica, which may lag: DATABASE_URL must lead to the primary';
  const wrong = Object.entries(NEEDED).find(([name, value]) => !holds(name, facts[name], value));
  if (wrong) {
    const [name, value] = wrong;
    return `${name} is ${facts[name]} here, not ${value}: set it for the role, see "PgBouncer" in docs/operations.md`;
  }
  if (facts.schema === schema) return undefined;
  if (facts.schema !== null) return `the schema is ${facts.schema} here, not ${schema}: set search_path for the role`;
  return `the schema ${schema} does not exist, or the role may not use it: run npm run db:migrate, or GRANT USAGE`;
}

/** UTC has other names, such as Etc/UTC. Only the output format of a date style matters, not the order of input. */
const holds = (name: string, value = '', wanted: string) =>
  name === 'TimeZone' ? timeZoneKey(value) === wanted : value.split(',')[0] === wanted.split(',')[0];
