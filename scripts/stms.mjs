#!/usr/bin/env node
// npx stms COMMAND …: the operator's command line, built first where that is needed.
process.argv.splice(2, 0, 'stms');
await import('./run.mjs');
