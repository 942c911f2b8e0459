import nodeModule from 'node:module';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';

/* Imported first, so that it holds for all that follows, and for `node dist/main.js` without any flags. */

// V8 lets the heap grow to several times what is alive before it collects all of it. With this, by 40 percent.
setFlagsFromString('--heap-growing-percent=40');

// Node 22.8 and later keep compiled modules on disk, which a start then does not compile again. Not in the shared temporary
// folder, where another user could place code. Where dist/ cannot be written, nothing is kept.
const { enableCompileCache } = nodeModule as { enableCompileCache?: (directory: string) => unknown };
enableCompileCache?.(path.join(__dirname, '../.compile-cache'));
