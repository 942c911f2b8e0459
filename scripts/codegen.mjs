// npm run codegen: prints schema.graphql, and types the stored operations of the features and the portal after it.
import { generate } from '@graphql-codegen/cli';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { readdirSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import { ensureBuilt, root } from './ensure-built.mjs';

process.chdir(root);
await ensureBuilt();
const load = createRequire(import.meta.url);
printSchema();
for (const { filename } of await generate(configuration())) console.log(filename);

/** The schema does not depend on the stored operations, and they cannot be loaded before they are generated. */
function printSchema() {
  const { _load } = Module;
  const operation = { toString: () => 'fragment Stub on Stub { id }' };
  const stub = new Proxy({}, { get: () => operation });
  Module._load = (request, ...rest) => (request.endsWith('.operations.generated') ? stub : _load(request, ...rest));
  load('reflect-metadata');
  const { createSchema } = load(path.join(root, 'dist/graphql/schema.js'));
  const { FEATURES } = load(path.join(root, 'dist/app/features.js'));
  writeFileSync('schema.graphql', `${printSchemaWithDirectives(createSchema(FEATURES))}\n`);
  console.log('schema.graphql');
}

/** One file of operations for each feature with REST routes, and one for the portal. */
function configuration() {
  const options = {
    enumsAsTypes: true,
    useTypeImports: true,
    scalars: { Date: 'string', DateTime: 'string', ID: 'string', JSON: 'unknown' },
  };
  const plugins = ['typescript-operations', 'typed-document-node'];
  const features = readdirSync('src/features').filter((name) => readdirSync(`src/features/${name}`).includes('rest'));
  const generates = Object.fromEntries(
    features.map((name) => [
      `src/features/${name}/rest/${name}.operations.generated.ts`,
      // Documents as text: what Apollo keys its parsed documents by, and a tenth of the size.
      { documents: `src/features/${name}/rest/*.graphql`, plugins, config: { ...options, documentMode: 'string' } },
    ]),
  );
  generates['examples/portal/src/graphql/operations.generated.ts'] = {
    documents: 'examples/portal/src/**/*.graphql',
    plugins,
    config: options,
  };
  return { schema: 'schema.graphql', silent: true, generates };
}
