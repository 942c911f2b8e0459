import { startProgram } from '../support/gateway';

export interface Outcome {
  code: number | NodeJS.Signals;
  /** Standard output: the results. */
  out: string;
  /** Standard error: everything else. */
  err: string;
}

/** Runs `stms …` as a process of its own, with an environment and no more. */
export async function stms(env: Record<string, string>, ...args: string[]): Promise<Outcome> {
  const command = startProgram(env, { args: ['dist/commands/stms.js', ...args] });
  const code = await command.exited;
  return { code, out: command.results(), err: command.complaints() };
}

/** What `stms … --json` prints. @throws Error with what it said if it failed */
export async function stmsJson<T>(env: Record<string, string>, ...args: string[]): Promise<T> {
  const { code, out, err } = await stms(env, ...args, '--json');
  if (code !== 0) throw new Error(`stms ended with ${code}: ${err}`);
  return JSON.parse(out) as T;
}
