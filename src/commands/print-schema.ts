import 'reflect-metadata';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createSchema } from '../graphql/schema';

/** Writes schema.graphql: the schema the gateway serves, with its directives. */
const target = path.join(__dirname, '../../schema.graphql');
writeFileSync(target, `${printSchemaWithDirectives(createSchema())}\n`);
