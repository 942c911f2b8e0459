import { parseArgs } from 'node:util';
import { Call, UsageError, type Command } from '../../shared/command/command';

export const nameOf = ({ words }: Command): string => `stms ${words.join(' ')}`;

/** @throws UsageError with one sentence about the fault */
export function parseCall(command: Command, args: string[]): Call {
  const { values, positionals } = parse(command, args);
  const { operands } = command;
  const last = operands.at(-1) ?? '';
  const missing = operands[positionals.length];
  if (missing !== undefined && !missing.startsWith('['))
    throw new UsageError(`${missing.replace('…', '')} is missing; ${helpHint(command)}`);
  if (positionals.length > operands.length && !last.endsWith('…')) {
    throw new UsageError(`${nameOf(command)} takes no more than ${list(operands)}; ${helpHint(command)}`);
  }
  return new Call(positionals, values);
}

function parse(command: Command, args: string[]) {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { value }]) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  try {
    return parseArgs({ args: joined(command, args), options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(`${faultOf(error)}; ${helpHint(command)}`);
  }
}

/** `--id X` as `--id=X`, because ids may start with a dash. An option itself is never a value. */
function joined({ options }: Command, args: readonly string[]): string[] {
  const isOption = (arg: string) => arg.startsWith('--') && arg.slice(2) in options;
  const takesValue = (arg: string) => isOption(arg) && options[arg.slice(2)]?.value !== undefined;
  const result: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const [arg = '', next] = [args[at], args[at + 1]];
    const joins = takesValue(arg) && next !== undefined && !isOption(next);
    result.push(joins ? `${arg}=${next}` : arg);
    if (joins) at += 1;
  }
  return result;
}

/** Rewords the fault, because Node's messages continue with unrelated advice. */
function faultOf({ message }: TypeError): string {
  const option = /--?[\w-]+/.exec(message)?.[0] ?? '';
  if (message.startsWith('Unknown option')) return `Unknown option ${option}`;
  return message.includes('does not take') ? `${option} takes no value` : `${option} needs a value`;
}

const helpHint = (command: Command) => `${nameOf(command)} --help says more.`;

const list = (names: readonly string[]) => (names.length === 0 ? 'its name' : names.join(' '));
