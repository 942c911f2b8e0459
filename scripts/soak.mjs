// npm run soak: three replicas under mixed load and faults, for SOAK_MINUTES (10); then as long a check that nothing is ever
// stale, also over replicas without a piece of the cache protocol. Ends with 1 if a promise was broken.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ensureBuilt, root } from './ensure-built.mjs';

process.chdir(root);
process.env.NODE_ENV = 'test';
await ensureBuilt();
const require = createRequire(import.meta.url);
require('@swc-node/register');
await require('../test/soak/soak.ts').soak(Number(process.env.SOAK_MINUTES ?? 10));
const jest = [path.join(root, 'scripts/test.mjs'), '--runInBand', '--testMatch', '**/test/soak/*.soak.ts'];
const { status } = spawnSync(process.execPath, jest, { stdio: 'inherit' });
process.exit(process.exitCode || (status ?? 1));
