// npm start: builds what is not built, then becomes the gateway. One process, so that a signal meant for one is for both.
import { ensureBuilt } from './ensure-built.mjs';

await ensureBuilt();
await import('../dist/main.js');
