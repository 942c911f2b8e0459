import { defineConfig } from 'prisma/config';

// Generating the client needs no schema engine, yet the command downloads one unless it is told of a file: any
// executable does. Migrations are applied by src/platform/database/migrate.ts, which needs none either.
process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath;

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
});
