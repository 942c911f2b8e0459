import { defineConfig } from 'prisma/config';

// Generating the client needs no schema engine, but the command downloads one unless it is given one: any
// executable does. Migrations are applied by src/platform/database/migrate.ts, which needs none either.
process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath;

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
});
