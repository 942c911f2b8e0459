import { CommandError, UsageError } from '../shared/command/command';
import { ConfigError } from '../config/config-error';
import { AppError, isUnavailable } from '../platform/errors/app-error';
import { errorCode } from '../platform/errors/error-code';
import { reasonOf } from '../platform/logging/describe-error';
import { isOutage, refusalOf } from '../platform/database/outage';
import { MigrationError, UnmigratedError } from '../platform/database/migration-error';
import { StartError } from '../platform/embedded/start-error';

/** PostgreSQL or Redis is out of reach; sysexits' EX_UNAVAILABLE. */
export class ServerAway extends Error {
  readonly exitCode = 69;
}

/** A missing table or column: codes of Prisma and of PostgreSQL. */
const UNMIGRATED_CODES: readonly unknown[] = ['P2021', 'P2022', '42P01', '42703'];
const UNMIGRATED = 'The database has no tables yet, or older ones: run npm run db:migrate first.';

const LONG_MS = 60_000;

/**
 * Runs a command to its end. Errors that the operator can act on are one sentence, without a stack.
 *
 * @param command resolves to the exit code; undefined is 0
 */
export function runCommand(command: (args: string[]) => Promise<number | void>): void {
  process.stdout.on('error', stopUnread);
  // Probes and retries do not keep the process alive. Without this timer, a command that waits for a server would end with 0.
  const keepAlive = setInterval(() => undefined, LONG_MS);
  command(process.argv.slice(2))
    .then(
      (exitCode) => void (process.exitCode = exitCode ?? 0),
      (error: unknown) => {
        const { text, exitCode } = explain(error);
        process.stderr.write(`${text}\n`);
        process.exitCode = exitCode;
      },
    )
    .finally(() => clearInterval(keepAlive));
}

/** `stms … | head`: the reader has closed the pipe. */
function stopUnread(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
}

function explain(error: unknown): { text: string; exitCode: number } {
  if (error instanceof ConfigError || error instanceof StartError) return expected(error);
  if (error instanceof UsageError || error instanceof CommandError || error instanceof ServerAway)
    return expected(error);
  if (error instanceof MigrationError) return { text: error.message, exitCode: 1 };
  if (error instanceof AppError && error.cause instanceof UnmigratedError) return { text: UNMIGRATED, exitCode: 1 };
  if (isUnavailable(error)) return unreachable(error.cause);
  if (error instanceof AppError) return { text: error.message, exitCode: 1 };
  if (UNMIGRATED_CODES.includes(errorCode(error))) return { text: UNMIGRATED, exitCode: 1 };
  if (isOutage(error) || errorCode(error) !== undefined) return unreachable(error);
  return { text: error instanceof Error ? String(error.stack) : String(error), exitCode: 1 };
}

const expected = ({ message, exitCode }: { message: string; exitCode: number }) => ({ text: message, exitCode });

/** An error with a code comes from the socket or from the server. Prisma rewords some of the server's refusals. */
const unreachable = (error: unknown) => ({
  text: `PostgreSQL cannot be used: ${refusalOf(error) ?? reasonOf(error)}`,
  exitCode: 69,
});
