// node scripts/check-migrations.mjs [SCHEMA]: exits with 1 and the difference if prisma/schema.prisma and the migrations
// do not describe the same database. It migrates a scratch PostgreSQL and has Prisma's own engine compare, offline.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { ensureBuilt, root } from './ensure-built.mjs';

const require = createRequire(import.meta.url);
const { Pool } = require('pg');
const { PrismaPg } = require('@prisma/adapter-pg');
const { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } = createRequire(require.resolve('@prisma/adapter-pg'))(
  '@prisma/driver-adapter-utils',
);

/** OID of PostgreSQL's one-byte "char", which its catalogs are full of. The adapter does not know it. */
const CHAR = 18;
const TEXT = 25;

/** The adapter, taught to hand "char" columns to the engine as the engine wants them. */
function createAdapter(connectionString) {
  const charColumns = new Set();
  class CatalogPool extends Pool {
    async query(...args) {
      const result = await super.query(...args);
      for (const field of result.fields) {
        if (field.dataTypeID !== CHAR) continue;
        charColumns.add(field.name);
        field.dataTypeID = TEXT;
      }
      return result;
    }
  }
  const factory = new PrismaPg(new CatalogPool({ connectionString }), { disposeExternalPool: true });
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query);
      const typeOf = (type, index) => (charColumns.has(result.columnNames[index]) ? ColumnTypeEnum.Character : type);
      return { ...result, columnTypes: result.columnTypes.map(typeOf) };
    };
    return adapter;
  };
  return bindMigrationAwareSqlAdapterFactory(factory);
}

/** Prisma's schema engine as WebAssembly; node 20 does not import such modules by itself. */
async function loadEngine() {
  const folder = path.join(root, 'node_modules/@prisma/schema-engine-wasm');
  const glue = await import(path.join(folder, 'schema_engine_bg.js'));
  const wasm = await WebAssembly.instantiate(await readFile(path.join(folder, 'schema_engine_bg.wasm')), {
    './schema_engine_bg.js': glue,
  });
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => console.error(message) };
  glue.__wbg_set_wasm(wasm.instance.exports);
  wasm.instance.exports.__wbindgen_start();
  return glue.SchemaEngine;
}

/** @returns SQL that would turn the database into what the schema says; empty if they agree */
async function difference(url, schemaFile) {
  const files = [{ path: schemaFile, content: await readFile(schemaFile, 'utf8') }];
  const SchemaEngine = await loadEngine();
  const datamodels = files.map(({ path, content }) => [path, content]);
  const engine = await SchemaEngine.new({ datamodels }, () => undefined, createAdapter(url));
  const { exitCode, stdout } = await engine.diff({
    from: { tag: 'schemaDatasource', files, configDir: root },
    to: { tag: 'schemaDatamodel', files, configDir: root },
    script: true,
    exitCode: true,
    filters: { externalTables: ['public._prisma_migrations'], externalEnums: [] },
    shadowDatabaseUrl: null,
  });
  return exitCode === 0 ? '' : stdout;
}

async function main() {
  const schemaFile = path.resolve(process.argv[2] ?? path.join(root, 'prisma/schema.prisma'));
  await ensureBuilt();
  const { startEmbeddedPostgres } = require(path.join(root, 'dist/platform/embedded/postgres.js'));
  const { migrate } = require(path.join(root, 'dist/platform/database/migrate.js'));
  const dataDir = await mkdtemp(path.join(tmpdir(), 'stms-check-'));
  const logger = pino({ level: 'silent' });
  const postgres = await startEmbeddedPostgres({ dataDir, progress: () => undefined, logger, durable: false });
  try {
    await migrate(postgres.url);
    const sql = await difference(postgres.url, schemaFile);
    if (!sql) return console.log('schema.prisma and the migrations agree.');
    console.error(`schema.prisma and the migrations differ. To be what the schema says, the database needs:\n\n${sql}`);
    process.exitCode = 1;
  } finally {
    await postgres.stop();
    await rm(postgres.dataDir, { recursive: true, force: true });
    await rm(dataDir, { recursive: true, force: true });
  }
}

await main();
process.exit(); // the engine keeps its connections
