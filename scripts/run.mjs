// node scripts/run.mjs NAME [argument…]: runs src/commands/NAME.ts, built first where that is needed.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt, root } from './ensure-built.mjs';

const [name = '', ...args] = process.argv.slice(2);
await ensureBuilt();
const command = path.join(root, 'dist/commands', `${name}.js`);
process.argv.splice(1, Infinity, command, ...args);
await import(pathToFileURL(command).href);
