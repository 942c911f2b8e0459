import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

export interface TestDatabase {
  /** `postgresql://…`; nobody else uses it. */
  url: string;
  /** Ends every connection to it and removes it. */
  drop(): Promise<void>;
}

/** A migrated database without rows, copied from the template of this run in some 50 ms. One for each test file. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = new URL(serverUrl()).pathname.slice(1);
  return create(`CREATE DATABASE $name TEMPLATE ${template}`);
}

/** A database without tables, for tests of the migrations themselves. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return create('CREATE DATABASE $name TEMPLATE template0');
}

async function create(sql: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(sql.replace('$name', name));
  return {
    url: databaseUrl(name),
    drop: () => administer(`DROP DATABASE ${name} WITH (FORCE)`),
  };
}

async function administer(sql: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl('postgres') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function databaseUrl(name: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return url.href;
}

function serverUrl(): string {
  const url = process.env['STMS_TEST_DATABASE'];
  if (!url) throw new Error('There is no test database: run the tests with npm test.');
  return url;
}
