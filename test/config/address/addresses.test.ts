import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readDatabaseUrl } from '../../../src/config/address/database-url';
import { readRedisUrl } from '../../../src/config/address/redis-url';
import { AddressFault } from '../../../src/config/address/url-parts';
import { temporaryFolder } from '../../support/temporary-folder';

const DATABASE = 'postgresql://stms:hunter2@db.internal:5433/stms';
const REDIS = 'redis://:hunter2@redis.internal:6380/3';

const connectionOf = (raw: string) => readDatabaseUrl(raw).connection;

function faultOf(read: (raw: string) => unknown, raw: string): string {
  try {
    read(raw);
  } catch (error) {
    if (error instanceof AddressFault) return error.message;
    throw error;
  }
  throw new Error('it was taken');
}

describe('DATABASE_URL', () => {
  it.each([
    [DATABASE, { host: 'db.internal', port: 5433, user: 'stms', password: 'hunter2', database: 'stms', ssl: false }],
    ['postgres://a%40b:p%25%2F%3A@h/d%20b', { user: 'a@b', password: 'p%/:', host: 'h', port: 5432, database: 'd b' }],
    [
      'postgresql://u:p@/db?host=/cloudsql/p:r:i',
      { user: 'u', password: 'p', host: '/cloudsql/p:r:i', database: 'db' },
    ],
    ['postgresql://u@/db?host=/run/pg&port=5433', { user: 'u', host: '/run/pg', port: 5433 }],
    ['postgresql://%2Frun%2Fpg/db', { host: '/run/pg', database: 'db' }],
    ['postgresql:///db', { host: 'localhost', port: 5432, database: 'db', user: undefined }],
    ['postgresql://:5433/db', { host: 'localhost', port: 5433 }],
    ['postgresql://[::1]:5433/db', { host: '::1', port: 5433 }],
    ['postgresql://h?user=u&password=a%26b&dbname=d', { user: 'u', password: 'a&b', database: 'd' }],
    ['postgresql://localhost:5432/db?host=%2Frun%2Fpg&sslmode=disable', { host: '/run/pg', ssl: false }],
  ])('%s says where, who and what', (raw, expected) => {
    expect(connectionOf(raw)).toMatchObject(expected);
  });

  it('honors what Prisma, libpq and pg write, or says it cannot', () => {
    const address = readDatabaseUrl(
      `${DATABASE}?schema=stms&connection_limit=5&application_name=ours&options=-c%20geqo%3Doff&pgbouncer=false`,
    );
    expect(address).toMatchObject({ schema: 'stms', poolSize: 5, applicationName: 'ours', isPooled: false });
    expect(address.connection.options).toBe('-c geqo=off -c search_path="stms"');
    expect(readDatabaseUrl(DATABASE)).toMatchObject({ schema: 'public', poolSize: undefined });
    expect(readDatabaseUrl(`${DATABASE}?pgbouncer=true`).connection.options).toBeUndefined();
  });

  it.each([
    ['require', { rejectUnauthorized: true }],
    ['verify-full', { rejectUnauthorized: true }],
    ['no-verify', { rejectUnauthorized: false }],
    ['require&sslaccept=accept_invalid_certs', { rejectUnauthorized: false }],
    ['require&uselibpqcompat=true', { rejectUnauthorized: false }],
    ['verify-full&sslrootcert=system&sslnegotiation=direct', { rejectUnauthorized: true }],
  ])('sslmode=%s has TLS', (mode, expected) => {
    expect(connectionOf(`${DATABASE}?sslmode=${mode}`).ssl).toMatchObject(expected);
  });

  it('reads certificates, and says which file is none', async () => {
    const folder = await temporaryFolder();
    const [cert, key, text] = ['cert', 'key', 'text'].map((name) => path.join(folder, `${name}.pem`)) as [
      string,
      string,
      string,
    ];
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-subj',
        '/CN=x',
        '-keyout',
        key,
        '-out',
        cert,
      ],
      { stdio: 'ignore' },
    );
    await writeFile(text, 'no certificate');
    const { ssl } = connectionOf(`${DATABASE}?sslmode=verify-ca&sslrootcert=${cert}&sslcert=${cert}&sslkey=${key}`);
    expect(ssl).toMatchObject({ ca: expect.stringContaining('BEGIN CERT'), key: expect.stringContaining('BEGIN') });
    for (const file of [text, folder, path.join(folder, 'missing')]) {
      expect(faultOf(readDatabaseUrl, `${DATABASE}?sslrootcert=${file}`)).toMatch(
        /^names an sslrootcert that cannot be read/,
      );
    }
    expect(faultOf(readDatabaseUrl, `${DATABASE}?sslcert=${key}&sslkey=${cert}`)).toContain(
      'does not hold what it should',
    );
  });

  it.each([
    ['a blank in front', ` ${DATABASE}`, 'blank'],
    ['a line break behind', `${DATABASE}\n`, 'blank'],
    ['a blank inside', DATABASE.replace('hunter2', 'hunter 2'), 'blank'],
    ['a bare %', DATABASE.replace('hunter2', '100%'), '%25'],
    ['bytes that are no text', DATABASE.replace('hunter2', '%FF'), '%25'],
    ['a zero byte', DATABASE.replace('hunter2', 'a%00b'), '%00'],
    ['a bare / in the password', DATABASE.replace('hunter2', '1/hunter2'), '%2F'],
    ['a bare ? in the password', DATABASE.replace('hunter2', '1?hunter2'), '%3F'],
    ['a bare # in the password', DATABASE.replace('hunter2', '1#hunter2'), 'percent-encoded'],
    ['another scheme', DATABASE.replace('postgresql', 'mysql'), 'must be a postgresql:// URL'],
    ['several hosts', DATABASE.replace('5433', '5433,other:5432'), 'must be a postgresql:// URL'],
    ['no place at all', 'postgresql://u:p@', 'must name a host or a database'],
    ['port 0', 'postgresql://h:0/db', 'port'],
    ['port 65536', 'postgresql://h/db?port=65536', 'port'],
    ['sslmode=prefer', `${DATABASE}?sslmode=prefer`, 'has an unsupported value of sslmode'],
    ['verify-ca without a CA', `${DATABASE}?sslmode=verify-ca`, 'without an sslrootcert'],
    ['two sayings of TLS', `${DATABASE}?ssl=true&sslmode=disable`, 'contradicts'],
    ['a certificate without TLS', `${DATABASE}?sslmode=disable&sslrootcert=system`, 'turns TLS off'],
    ['half a client certificate', `${DATABASE}?sslcert=x`, 'sslcert and sslkey together'],
    ['one parameter twice', `${DATABASE}?schema=a&schema=b`, 'schema twice'],
    ['search_path among the options', `${DATABASE}?options=-csearch_path%3Da`, 'schema='],
    ['what a parameter overrides among them', `${DATABASE}?options=-c%20client_encoding%3DLATIN1`, 'client_encoding='],
    ['the name among them', `${DATABASE}?options=--Application-Name%3Dx`, 'application_name='],
    ['a setting of ours among them', `${DATABASE}?options=--TimeZone=CET`, 'timezone'],
    ['options behind PgBouncer', `${DATABASE}?pgbouncer=true&options=-c%20geqo%3Doff`, 'PgBouncer'],
    ['a schema of the system', `${DATABASE}?schema=pg_temp`, 'schema'],
    ['a connection_limit of none', `${DATABASE}?connection_limit=0`, 'connection_limit'],
    ['waits', `${DATABASE}?pool_timeout=10&connect_timeout=5`, 'pool_timeout, connect_timeout'],
    ['another encoding', `${DATABASE}?client_encoding=LATIN1`, 'client_encoding'],
    ['what nobody knows', `${DATABASE}?a-b=1&Schema=x`, 'a parameter whose name is not shown, Schema'],
  ])('is refused with %s', (_what, raw, why) => {
    const fault = faultOf(readDatabaseUrl, raw);
    expect(fault).toContain(why);
    expect(fault).not.toContain('hunter');
  });
});

describe('REDIS_URL', () => {
  it.each([
    [REDIS, { host: 'redis.internal', port: 6380, db: 3, password: 'hunter2' }],
    ['redis://h', { host: 'h', port: 6379, db: 0 }],
    ['rediss://stms:p%25@[::1]:1/', { username: 'stms', password: 'p%', host: '::1', port: 1, db: 0, tls: {} }],
    ['redis://user@h', { username: 'user', password: '', host: 'h', port: 6379, db: 0 }],
    ['redis://h?db=2&family=6&tls=true', { host: 'h', port: 6379, db: 2, family: 6, tls: {} }],
    ['unix:///run/redis.sock?db=2&password=p', { path: '/run/redis.sock', db: 2, password: 'p' }],
  ])('%s says where, who and what', (raw, expected) => {
    expect(readRedisUrl(raw)).toEqual(expected);
  });

  it.each([
    ['a bare %', 'redis://:100%@host:6379', '%25'],
    ['a blank in front', ` ${REDIS}`, 'blank'],
    ['a line break behind', `${REDIS}\n`, 'blank'],
    ['another scheme', 'http://h', 'must be redis://'],
    ['no host', 'redis:///3', 'must be redis://'],
    ['no path', 'unix://', 'must be redis://'],
    ['a database that is no number', 'redis://h/one', 'database number'],
    ['two databases', `${REDIS}?db=4`, 'database twice'],
    ['two passwords', `${REDIS}?password=x`, 'password twice'],
    ['TLS and none', 'rediss://h?tls=false', 'tls=false'],
    ['a family that is none', 'redis://h?family=5', 'family'],
    ['a family of other addresses', 'redis://[::1]?family=4', 'family'],
    ['a key prefix', 'redis://h?keyPrefix=a', 'REDIS_KEY_PREFIX'],
    [
      'what ioredis would have taken',
      'redis://h?enableOfflineQueue=true&lazyConnect=1',
      'enableOfflineQueue, lazyConnect',
    ],
  ])('is refused with %s', (_what, raw, why) => {
    const fault = faultOf(readRedisUrl, raw);
    expect(fault).toContain(why);
    expect(fault).not.toContain('hunter');
  });
});
