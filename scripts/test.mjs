// npm test: builds what the tests start as child processes, then runs jest in this process.
import { readFileSync, statfsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ensureBuilt, root } from './ensure-built.mjs';

/** Tests bring their own databases and settings: nothing of the developer's shell may reach them. */
function forgetSettings() {
  const documented = readFileSync(path.join(root, '.env.example'), 'utf8').matchAll(/^#?\s*([A-Z][A-Z0-9_]*)=/gm);
  for (const [, name] of documented) delete process.env[name];
  for (const name of Object.keys(process.env)) if (name.startsWith('PG')) delete process.env[name];
  process.env.NODE_ENV = 'test';
}

/** Databases that live for seconds are thousands of files: on a disk, a tenth of the run's CPU goes to them. */
function keepFilesInMemory() {
  const folder = '/dev/shm';
  try {
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize > 4 * 2 ** 30) process.env.TMPDIR = folder;
  } catch {
    // Linux has it; containers often have little of it.
  }
}

// Tests make much that is soon forgotten: with more room for it, the collector of a worker takes half the time.
process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --max-semi-space-size=32`.trim();
process.chdir(root);
forgetSettings();
keepFilesInMemory();
await ensureBuilt();
await loadJest().run(process.argv.slice(2));

function loadJest() {
  try {
    return createRequire(import.meta.url)('jest');
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    console.error('The tests need the development packages, and they are not installed: run npm ci --include=dev.');
    process.exit(1);
  }
}
