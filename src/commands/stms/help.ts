import type { Command } from '../../shared/command/command';
import { nameOf } from './call';

const EXIT_CODES = `Exit codes: 0 done, 1 failed or found something wrong, 64 wrong usage, 69 a database is out of reach,
78 the environment is faulty.`;

/** The list of commands, one line each. */
export function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((command) => usageOf(command).length));
  const lines = commands.map((command) => `  ${usageOf(command).padEnd(width)}  ${command.about}`);
  return [
    'The operator’s commands of the STMS Gateway. They read the same environment as the gateway.',
    '',
    ...lines,
    '',
    'stms COMMAND --help says more about one. --json prints what a program can read.',
    EXIT_CODES,
  ].join('\n');
}

export function helpOf(command: Command): string {
  const options = Object.entries(command.options).map(([name, { value, about }]) => [
    value === undefined ? `--${name}` : `--${name} ${value}`,
    about,
  ]);
  const width = Math.max(0, ...options.map(([option = '']) => option.length));
  return [
    `Usage: ${usageOf(command)}${options.length > 0 ? ' [options]' : ''}`,
    '',
    `${command.about}.`,
    ...(command.more === undefined ? [] : ['', typeof command.more === 'string' ? command.more : command.more()]),
    '',
    ...options.map(([option = '', about]) => `  ${option.padEnd(width)}  ${about}`),
  ]
    .join('\n')
    .trimEnd();
}

const usageOf = (command: Command) => [nameOf(command), ...command.operands].join(' ');
