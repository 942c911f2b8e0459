import nodeModule from 'node:module';
import path from 'node:path';

// Imported first, so that it holds for all that follows.
// Node 22.8 and later keep compiled modules on disk, which a start then does not compile again. Not in the shared temporary
// folder, where another user could place code. Where dist/ cannot be written, nothing is kept.
const { enableCompileCache } = nodeModule as { enableCompileCache?: (directory: string) => unknown };
enableCompileCache?.(path.join(__dirname, '../.compile-cache'));
