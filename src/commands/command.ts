import { ConfigError } from '../config/config-error';
import { AppError } from '../platform/errors/app-error';
import { MigrationError } from '../platform/database/migrate';
import { StartError } from '../platform/embedded/start-error';

/** A wrong use of a command; the message says what to type. */
export class UsageError extends Error {
  readonly exitCode = 64;
}

/** Prisma's P2021 and P2022: no such table, no such column. */
const UNMIGRATED = 'The database has no tables yet, or older ones: run npm run db:migrate first.';

export const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Runs a command to its end. What the person at the terminal can act on is said in a sentence, without a stack. */
export function runCommand(command: (args: string[]) => Promise<void>): void {
  command(process.argv.slice(2)).catch((error: unknown) => {
    const { text, exitCode } = explain(error);
    process.stderr.write(`${text}\n`);
    process.exitCode = exitCode;
  });
}

function explain(error: unknown): { text: string; exitCode: number } {
  if (error instanceof ConfigError || error instanceof StartError || error instanceof UsageError) {
    return { text: error.message, exitCode: error.exitCode };
  }
  if (error instanceof MigrationError) return { text: error.message, exitCode: 1 };
  if (error instanceof AppError && error.code === 'SERVICE_UNAVAILABLE') return unreachable(error.cause);
  if (error instanceof AppError) return { text: error.message, exitCode: 1 };
  if (error instanceof Error && 'code' in error) {
    if (error.code === 'P2021' || error.code === 'P2022') return { text: UNMIGRATED, exitCode: 1 };
    return unreachable(error);
  }
  return { text: error instanceof Error ? String(error.stack) : String(error), exitCode: 1 };
}

/** An error with a code comes from the socket or from the server; with several addresses there is one for each. */
function unreachable(error: unknown): { text: string; exitCode: number } {
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
  const reason = first instanceof Error ? first.message : 'it does not answer';
  return { text: `PostgreSQL cannot be used: ${reason}`, exitCode: 69 };
}
