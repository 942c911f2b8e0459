import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

interface Process {
  pid: number;
  parent: number;
  /** A zombie: ended, and not yet reaped by its parent. */
  ended: boolean;
}

/** Every process of the machine. From /proc where there is one: slim images have no `ps`. */
function allProcesses(): Process[] {
  if (process.platform === 'linux') {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => fromStat(pid) ?? []);
  }
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' });
  return table.split('\n').flatMap((line) => {
    const [pid, parent, state] = line.trim().split(/\s+/);
    return pid ? { pid: Number(pid), parent: Number(parent), ended: state?.startsWith('Z') ?? false } : [];
  });
}

function fromStat(pid: string): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { pid: Number(pid), parent: Number(parent), ended: state === 'Z' };
  } catch {
    return undefined; // ended while we looked
  }
}

/** Process ids of the children of `pid`, of their children, and so on; parents before children. */
export function descendantsOf(pid: number): number[] {
  const living = allProcesses().filter(({ ended }) => !ended);
  const found = [pid];
  for (const parent of found) found.push(...living.filter((one) => one.parent === parent).map((one) => one.pid));
  return found.slice(1);
}

/** Those of `pids` that still run. */
export function stillRunning(pids: number[]): number[] {
  return allProcesses()
    .filter(({ pid, ended }) => pids.includes(pid) && !ended)
    .map(({ pid }) => pid);
}

/** Sends a signal to each of `pids` that still runs. */
export function signalAll(pids: number[], signal: NodeJS.Signals): void {
  for (const pid of stillRunning(pids)) signalIfRunning(pid, signal);
}

function signalIfRunning(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    // It ended while we looked. No `instanceof`: errors of the real `process` are not the sandbox's.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
