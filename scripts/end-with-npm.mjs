const LOOK_AFTER_NPM_MS = 500;

/**
 * An npm that is killed passes on no signal: that it is gone shows in whose child this is. Only of the script that npm
 * runs by this name: what a script of another name starts may be meant to outlive it.
 */
export function endWithNpm(script) {
  if (process.env.npm_lifecycle_event !== script) return;
  const npm = process.ppid;
  const looking = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(looking);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_AFTER_NPM_MS).unref();
}
