import { commandTools } from '../command-tools';
import { say, UsageError, type Command } from '../../shared/command/command';
import { parseCall } from './call';
import { helpOf, overview } from './help';

/**
 * Finds the command that `args` name and runs it.
 *
 * @returns its exit code
 * @throws UsageError
 */
export async function dispatch(commands: readonly Command[], args: string[]): Promise<number | void> {
  const wantsHelp = args.includes('--help') || args.includes('-h') || args[0] === 'help';
  const words = args.filter((arg) => arg !== '--help' && arg !== '-h' && arg !== 'help');
  const [only, ...others] = commands.filter((command) => isNamed(command, wantsHelp ? words : args));
  if (wantsHelp) {
    const found = only ? [only, ...others] : commands.filter((command) => command.words[0] === words[0]);
    if (found.length === 0 && words.length > 0) throw unknown(commands, words);
    return say(helpFor(found.length > 0 ? found : commands, commands));
  }
  if (!only) throw unknown(commands, args);
  return only.run(parseCall(only, args.slice(only.words.length)), commandTools);
}

const isNamed = ({ words }: Command, args: readonly string[]) => words.every((word, nth) => args[nth] === word);

function helpFor(found: readonly Command[], all: readonly Command[]): string {
  return found.length === all.length ? overview(all) : found.map(helpOf).join('\n\n');
}

/** Names the missing word only, because the typed text may contain secrets. */
function unknown(commands: readonly Command[], [noun]: readonly string[]): UsageError {
  if (noun === undefined) return new UsageError(overview(commands));
  const verbs = commands.filter(({ words }) => words[0] === noun).map(({ words }) => words[1]);
  if (verbs.length === 0) {
    return new UsageError(`There is no command ${JSON.stringify(noun)}; stms --help lists them.`);
  }
  return new UsageError(`stms ${noun} is followed by ${verbs.join(' or ')}; stms ${noun} --help says more.`);
}
