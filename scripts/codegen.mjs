// npm run codegen: prints schema.graphql, and types the stored operations of the REST shim after it (codegen.yml).
import { generate, loadContext } from '@graphql-codegen/cli';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ensureBuilt, root } from './ensure-built.mjs';

process.chdir(root);
await ensureBuilt();
const load = createRequire(import.meta.url);
load('reflect-metadata');
const { createSchema } = load(path.join(root, 'dist/graphql/schema.js'));
const { FEATURES } = load(path.join(root, 'dist/app/features.js'));
writeFileSync('schema.graphql', `${printSchemaWithDirectives(createSchema(FEATURES))}\n`);
console.log('schema.graphql');

for (const { filename } of await generate(await loadContext('codegen.yml'))) console.log(filename);
