import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { ServerUser } from './server-user';
import { StartError } from './start-error';

/**
 * A database server must never outlive the gateway, not even after SIGKILL, and must not stop before the gateway has drained.
 * So each server is started by a small shell, its guard. The guard
 *  - reads from a pipe whose other end only the gateway has. End of file means stop.
 *  - leads its own session (`detached`), so that Ctrl-C in a terminal reaches only the gateway.
 *  - ignores the signals that a supervisor sends to all processes, so that the server does not lose its guard.
 *  - ends with the server's exit code when the server ends, and removes the server's temporary folder.
 *
 * Arguments: the signal that stops the server, the folder to remove afterwards (may be empty), the command.
 */
const SCRIPT = `
trap '' HUP INT TERM
signal=$1 folder=$2; shift 2
exec 4<&0 </dev/null
"$@" 3>&- 4<&- 2>&1 &
server=$!
echo "$server" >&3; exec 3>&-
{
  read -r _ <&4
  kill -"$signal" "$server"
  tries=0
  while [ "$tries" -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
  kill -KILL "$server"
} >/dev/null 2>&1 &
watcher=$!
exec 4<&- >/dev/null
wait "$server"; status=$?
{ kill -KILL "$watcher"; wait "$watcher"; } 2>/dev/null
[ -z "$folder" ] || rm -rf "$folder"
exit "$status"
`;

export interface Orders {
  command: string;
  args: string[];
  user: ServerUser;
  /** The signal for an orderly shutdown. After 10 s the server is killed. */
  stopSignal: 'INT' | 'KILL';
  /** Removed after the server has ended. */
  folder?: string;
}

export interface GuardedProcess {
  /** Process id of the server itself, not of its guard. */
  pid: number;
  /** The server's exit code, once the server, its children, its guard and its temporary folder are gone. */
  exited: Promise<number>;
  /** The end of what the server printed: a few kilobytes at most. */
  output(): string;
  /** From now on the server does not keep this process alive. */
  unref(): void;
  /** Shuts the server down; resolves when it has ended. Calling it again is harmless. */
  stop(): Promise<void>;
}

const LONGEST_OUTPUT = 8_192;

/**
 * Starts a server that ends when this process ends.
 * @throws StartError if it cannot be started as that user
 */
export async function startGuarded(orders: Orders): Promise<GuardedProcess> {
  const guard = spawnGuard(orders);
  const exited = new Promise<number>((resolve) => guard.once('close', (code) => resolve(code ?? 1)));
  const [pipe, printed, , answers] = guard.stdio as unknown as [Socket, Socket, null, Socket];
  pipe.on('error', () => undefined); // the server ended first: `exited` reports it
  let output = '';
  printed.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-LONGEST_OUTPUT)));

  const pid = await readPid(guard, answers, exited, orders);
  return {
    pid,
    exited,
    output: () => output,
    unref() {
      for (const handle of [guard, pipe, printed]) handle.unref();
    },
    async stop() {
      guard.ref();
      pipe.end();
      await exited;
    },
  };
}

function spawnGuard({ command, args, user, stopSignal, folder }: Orders): ChildProcess {
  return spawn('/bin/sh', ['-c', SCRIPT, 'guard', stopSignal, folder ?? '', command, ...args], {
    cwd: '/', // the server's user may not be able to enter ours
    detached: true,
    // Variables of the developer's shell, such as PGOPTIONS, PGDATA and LC_ALL, must not affect the server.
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['pipe', 'pipe', 'ignore', 'pipe'],
    uid: user.uid,
    gid: user.gid,
  });
}

/** Reads the process id, which the guard prints first. Fails if this user cannot start programs as that user. */
async function readPid(
  guard: ChildProcess,
  answers: Socket,
  exited: Promise<number>,
  { command, user }: Orders,
): Promise<number> {
  try {
    await once(guard, 'spawn');
    const answer = await Promise.race([once(answers, 'data'), exited]);
    if (typeof answer === 'number') throw new Error(`its guard ended with ${answer}`);
    return Number(String(answer[0]));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`${command} cannot be started as user ${user.name}: ${reason}.`);
  } finally {
    answers.destroy();
  }
}
