import nodeModule from 'node:module';
import path from 'node:path';

// Imported first, so that it covers all other modules. Node 22.8 and later keep compiled modules on disk for the next start.
// Not in the shared temporary folder, where another user could place code. If dist/ is not writable, nothing is kept.
const { enableCompileCache } = nodeModule as { enableCompileCache?: (directory: string) => unknown };
enableCompileCache?.(path.join(__dirname, '../.compile-cache'));
