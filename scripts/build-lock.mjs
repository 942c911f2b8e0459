import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A build takes seconds: an older lock was left behind, whatever its process number belongs to now. */
const STALE_AFTER_MS = 10 * 60_000;

/**
 * Runs `work` while no other process builds in this checkout.
 * @template T
 * @param {string} file the lock: it appears whole, naming its holder, and ends with the work
 * @param {() => Promise<T>} work
 */
export async function withBuildLock(file, work) {
  mkdirSync(path.dirname(file), { recursive: true });
  for (let reported = false; !take(file); await sleep(100)) {
    const holder = livingHolder(file);
    if (holder === undefined) rmSync(file, { force: true });
    if (holder === undefined || reported) continue;
    console.error(`Waiting for the build of process ${holder}`);
    reported = true;
  }
  const release = () => rmSync(file, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

function take(file) {
  const claim = `${file}.${process.pid}`;
  writeFileSync(claim, String(process.pid));
  try {
    linkSync(claim, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(claim);
  }
}

/** The process that builds, or undefined if it is gone. */
function livingHolder(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    if (Date.now() - statSync(file).mtimeMs > STALE_AFTER_MS) return undefined;
    return isAlive(pid) ? pid : undefined;
  } catch {
    return undefined; // released meanwhile
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
