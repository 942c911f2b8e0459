// npm run soak: three replicas under mixed load and faults, for SOAK_MINUTES (10). Ends with 1 if a promise was broken.
import { createRequire } from 'node:module';
import { ensureBuilt, root } from './ensure-built.mjs';

process.chdir(root);
process.env.NODE_ENV = 'test';
await ensureBuilt();
const require = createRequire(import.meta.url);
require('@swc-node/register');
await require('../test/soak/soak.ts').soak(Number(process.env.SOAK_MINUTES ?? 10));
process.exit();
