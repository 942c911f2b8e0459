import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const CHECKOUT = path.resolve(__dirname, '../..');

type Environment = Record<string, string>;

interface Program {
  /** Arguments of node; `dist/main.js` unless given. */
  args?: string[];
  cwd?: string;
  uid?: number;
  gid?: number;
}

/** A program that was started, whether or not it becomes a gateway. */
export interface TestProgram {
  pid: number;
  /** Everything printed so far, on both streams. */
  output(): string;
  /** What it printed on standard output alone. */
  results(): string;
  /** What it printed on standard error alone. */
  complaints(): string;
  /** Resolves with the exit code, or the signal that ended it, once it is gone and its output complete. */
  exited: Promise<number | NodeJS.Signals>;
  signal(name: NodeJS.Signals): void;
}

export interface TestGateway extends TestProgram {
  /** `http://127.0.0.1:41234` */
  url: string;
  /** SIGTERM; resolves with the exit code once it has drained. */
  stop(): Promise<number | NodeJS.Signals>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

/** A gateway that is not ready by then never will be; its output says more than a test's own timeout. */
const HOPELESS_AFTER_MS = 90_000;

/**
 * Starts a gateway as a process of its own on a free port and waits until it is ready.
 * @param env its whole environment: nothing of this process's is passed on but PATH
 * @throws Error with what it printed, if it ends or hangs instead
 */
export async function startGateway(env: Environment, program: Program = {}): Promise<TestGateway> {
  const started = startProgram({ HOST: '127.0.0.1', PORT: '0', ...env }, program);
  const hopeless = setTimeout(() => started.signal('SIGKILL'), HOPELESS_AFTER_MS);
  try {
    return { ...started, ...controls(started), url: await readyUrl(started) };
  } finally {
    clearTimeout(hopeless);
  }
}

async function readyUrl(program: TestProgram): Promise<string> {
  let ended = false;
  void program.exited.then(() => (ended = true));
  while (!ended) {
    const url = listeningUrl(program.output());
    if (url && (await isReady(url))) return url;
    await sleep(20, undefined, { ref: false });
  }
  throw new Error(`The gateway ended with ${await program.exited}:\n${program.output()}`);
}

const controls = (program: TestProgram): Pick<TestGateway, 'stop' | 'kill'> => ({
  stop() {
    program.signal('SIGTERM');
    return program.exited;
  },
  async kill() {
    program.signal('SIGKILL');
    await program.exited;
  },
});

/** Starts node with an environment and no more. It ends with this process, even if that is killed. */
export function startProgram(env: Environment, { args, cwd, uid, gid }: Program = {}): TestProgram {
  const preload = path.join(__dirname, 'end-with-parent.cjs');
  const child = spawn(process.execPath, ['-r', preload, ...(args ?? ['dist/main.js'])], {
    cwd: cwd ?? CHECKOUT,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    uid,
    gid,
  });
  return { pid: pidOf(child), ...collectOutput(child), exited: exitOf(child), signal: (name) => child.kill(name) };
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('node could not be started');
  return child.pid;
}

function collectOutput(child: ChildProcess): Pick<TestProgram, 'output' | 'results' | 'complaints'> {
  let output = '';
  let results = '';
  let complaints = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (stream === child.stdout) results += text;
      else complaints += text;
    });
  }
  return { output: () => output, results: () => results, complaints: () => complaints };
}

async function exitOf(child: ChildProcess): Promise<number | NodeJS.Signals> {
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return code ?? signal ?? 0;
}

/** From the log line `{"msg":"listening","url":…}`, among banners and other lines; the last one may be incomplete. */
export function listeningUrl(output: string): string | undefined {
  const line = output
    .split('\n')
    .slice(0, -1)
    .find((text) => text.startsWith('{') && text.includes('"msg":"listening"'));
  return line === undefined ? undefined : (JSON.parse(line) as { url: string }).url;
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    (answer) => answer.ok,
    () => false,
  );
}
