// npm start: builds what is not built, then becomes the gateway. One process, so that a signal meant for one is for both.
import { endWithNpm } from './end-with-npm.mjs';
import { ensureBuilt } from './ensure-built.mjs';

endWithNpm('start');
await ensureBuilt();
await import('../dist/main.js');
