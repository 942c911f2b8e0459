// npm run codegen: prints schema.graphql, and types the stored operations of the REST shim after it.
import { generate } from '@graphql-codegen/cli';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ensureBuilt, root } from './ensure-built.mjs';

process.chdir(root);
await ensureBuilt();
const load = createRequire(import.meta.url);
load('reflect-metadata');
const { createSchema } = load(path.join(root, 'dist/graphql/schema.js'));
writeFileSync('schema.graphql', `${printSchemaWithDirectives(createSchema())}\n`);
console.log('schema.graphql');

const operations = 'src/http/legacy/operations';
if (existsSync(operations)) {
  await generate({
    schema: 'schema.graphql',
    documents: `${operations}/*.graphql`,
    silent: true,
    generates: {
      [`${operations}.generated.ts`]: {
        plugins: ['typescript-operations', 'typed-document-node'],
        config: { enumsAsTypes: true, useTypeImports: true, skipTypename: true, scalars: { DateTime: 'string' } },
      },
    },
  });
  console.log(`${operations}.generated.ts`);
}
