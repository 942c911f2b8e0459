import type { ClientConfig } from 'pg';
import { OWN_SETTINGS } from './session-settings';
import { readTls } from './database-tls';
import { AddressFault, hostOf, portOf, takeApart, type Parameters, type UrlParts } from './url-parts';

/** The parsed DATABASE_URL. Every connection to PostgreSQL is made from this. */
export interface DatabaseAddress {
  /** Options for `pg`, including `search_path`. */
  connection: ClientConfig;
  /** The schema that holds the tables. */
  schema: string;
  /** PgBouncer is in front of the server: no `options` are sent, the role must have the settings. */
  isPooled: boolean;
  /** Maximum pool size of one replica; undefined means the default. The probe has one more connection. */
  poolSize: number | undefined;
  /** Replaces the gateway's own names in pg_stat_activity. */
  applicationName: string | undefined;
}

const FORM = 'must be a postgresql:// URL with the special characters of user and password percent-encoded';
const PORT = 5432;
/** Such a name needs no escaping, neither in quotes nor in `options`. */
const SCHEMA = /^(?!pg_)[A-Za-z_][A-Za-z0-9_$-]{0,62}$/;

/**
 * The only parser of DATABASE_URL: validation and connections both use it.
 * @throws AddressFault
 */
export function readDatabaseUrl(raw: string): DatabaseAddress {
  const parts = takeApart(raw, FORM);
  if (!/^postgres(ql)?$/.test(parts.scheme)) throw new AddressFault(FORM);
  const { parameters } = parts;
  const place = placeOf(parts);
  const isPooled = parameters.takeOneOf('pgbouncer', 'true', 'false') === 'true';
  const schema = schemaOf(parameters);
  const address: DatabaseAddress = {
    connection: {
      ...place,
      ...readTls(parameters, place.host),
      options: optionsOf(parameters, schema, isPooled),
      client_encoding: 'UTF8',
    },
    schema,
    isPooled,
    poolSize: limitOf(parameters),
    applicationName: nameOf(parameters),
  };
  takeFixedParameters(parameters);
  parameters.finish();
  return address;
}

/** Parameters override the part before the `?`, as in `pg`. */
function placeOf({ username, password, host, port, path, parameters }: UrlParts) {
  const name = parameters.take('dbname') ?? path.slice(1);
  const givenHost = hostOf(parameters.take('host') ?? '') ?? host;
  // `postgresql:///name` means the local server. A URL that names nothing is most likely a lost value.
  if (givenHost === undefined && name === '') throw new AddressFault('must name a host or a database');
  const givenPort = parameters.take('port');
  return {
    user: parameters.take('user') ?? username,
    password: parameters.take('password') ?? password,
    host: givenHost ?? 'localhost',
    port: givenPort === undefined ? (port ?? PORT) : portOf(givenPort),
    database: name || undefined,
  };
}

function schemaOf(parameters: Parameters): string {
  const schema = parameters.take('schema') ?? 'public';
  if (SCHEMA.test(schema)) return schema;
  throw new AddressFault('must name its schema with letters, digits, _, $ and -, and without pg_ in front');
}

/** Settings with a parameter of their own, which overrides `options`. */
const OF_PARAMETERS: Partial<Record<string, string>> = {
  search_path: 'schema',
  application_name: 'application_name',
  client_encoding: 'client_encoding',
};

function optionsOf(parameters: Parameters, schema: string, isPooled: boolean): string | undefined {
  const own = parameters.take('options');
  if (isPooled && own !== undefined)
    throw new AddressFault('has options, which PgBouncer drops: set them for the role');
  if (isPooled) return undefined;
  for (const [, name = ''] of (own ?? '').matchAll(/(?:-c\s*|--)([\w.-]+)/g)) {
    const setting = name.replaceAll('-', '_').toLowerCase();
    const parameter = OF_PARAMETERS[setting];
    if (parameter !== undefined) throw new AddressFault(`has ${setting} among its options: give it as ${parameter}=…`);
    if (OWN_SETTINGS.has(setting))
      throw new AddressFault(`has ${setting} among its options, which the gateway sets itself`);
  }
  return [...(own === undefined ? [] : [own]), `-c search_path="${schema}"`].join(' ');
}

function limitOf(parameters: Parameters): number | undefined {
  const limit = parameters.take('connection_limit');
  if (limit === undefined) return undefined;
  if (/^\d{1,4}$/.test(limit) && Number(limit) >= 1 && Number(limit) <= 1_000) return Number(limit);
  throw new AddressFault('must have a connection_limit from 1 to 1000');
}

function nameOf(parameters: Parameters): string | undefined {
  const fallback = parameters.take('fallback_application_name');
  const name = parameters.take('application_name') ?? fallback;
  if (name === undefined || /^[ -~]{1,63}$/.test(name)) return name;
  throw new AddressFault('must have an application_name of at most 63 printable ASCII characters');
}

/** Accepts parameters that name what the gateway always does. Other values of them are faults. */
function takeFixedParameters(parameters: Parameters): void {
  parameters.takeOneOf('client_encoding', 'UTF8', 'utf8', 'UTF-8', 'utf-8');
  parameters.takeOneOf('statement_cache_size', '0');
  parameters.takeOneOf('keepalives', '1');
  parameters.takeOneOf('gssencmode', 'disable', 'prefer');
  parameters.takeOneOf('target_session_attrs', 'read-write', 'primary');
}
