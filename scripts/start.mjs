// npm start: builds what is not built, then becomes the gateway. One process, so that a signal meant for one is for both.
import { ensureBuilt } from './ensure-built.mjs';

const LOOK_AFTER_NPM_MS = 500;

/** An npm that is killed passes on no signal: that it is gone shows in whose child this is. */
function endWithNpm() {
  const npm = process.ppid;
  const looking = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(looking);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_AFTER_NPM_MS).unref();
}

// Only npm's own child: what a script of another name starts may be meant to outlive it.
if (process.env.npm_lifecycle_event === 'start') endWithNpm();
await ensureBuilt();
await import('../dist/main.js');
