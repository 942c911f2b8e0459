import type { Writer } from '../../platform/cache/writer';
import type { Database } from '../../platform/database/database';

/** A wrong use of a command; the message says what to type. */
export class UsageError extends Error {
  readonly exitCode = 64;
}

/** A command that cannot be done; the message says why. */
export class CommandError extends Error {
  readonly exitCode = 1;
}

export const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Prints what is not the result, such as progress: pipes get results only. */
export const note = (line: string): void => void process.stderr.write(`${line}\n`);

interface Option {
  /** The placeholder of its value in the help; an option without one is a switch. */
  value?: string;
  about: string;
}

/** The servers of the gateway in the same environment, for the commands of features. */
export interface CommandTools {
  withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T>;
  /** Changes made by this writer invalidate what running gateways have cached. */
  withWriter<T>(database: Database, work: (writer: Writer) => Promise<T>): Promise<T>;
  /** As `withWriter`; `work` gets null if no Redis is configured and no gateway with an embedded one runs here. */
  withWriterIfAny<T>(database: Database, work: (writer: Writer | null) => Promise<T>): Promise<T>;
  /** The password for a new account, from ADMIN_PASSWORD or the prompt; empty if there is none. */
  askPassword(): Promise<string>;
}

/** One command: the words behind `stms`, and what it does. */
export interface Command {
  /** The words that name it. */
  words: readonly string[];
  /** Names of the operands. `[TAG]` is optional. `NAME…`, as the last one, stands for one or more words. */
  operands: readonly string[];
  about: string;
  /** Further text of its help. */
  more?: string | (() => string);
  options: Record<string, Option>;
  /** @returns the exit code; undefined is 0 */
  run(call: Call, tools: CommandTools): Promise<number | void>;
}

/** The option of every command whose result a program may read. */
export const JSON_OPTION = { json: { about: 'Prints one JSON document.' } };

/** The operands and options of a command, checked. */
export class Call {
  constructor(
    /** At least the required ones. */
    readonly operands: readonly string[],
    private readonly options: Readonly<Record<string, string | boolean | undefined>>,
  ) {}

  /** The first operand, which names what the command is about. */
  get subject(): string {
    return this.operands[0] ?? '';
  }

  isOn(option: string): boolean {
    return this.options[option] === true;
  }

  value(option: string): string | undefined {
    const value = this.options[option];
    return typeof value === 'string' ? value : undefined;
  }
}
