import pino, { type DestinationStream } from 'pino';
import { describeError } from './describe-error';
import { redact } from './redact';

export type Logger = pino.Logger;

/** The most bytes of unread lines. Above it lines are dropped, because an unread log must not fill the memory. */
const WAITING_MAX = 16 * 1024 * 1024;

/**
 * JSON lines on standard output. Headers, bodies, variables and tokens of requests are never logged. Of errors, only some
 * fields are logged. Every line is searched for secrets.
 */
export function createLogger(level: string, destination: DestinationStream = standardOutput()): Logger {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: (error: unknown) => describeError(error) },
      hooks: { streamWrite: redact },
    },
    destination,
  );
}

/** The gateway never waits for the log, so a slow reader delays no request. */
const standardOutput = (): DestinationStream => pino.destination({ dest: 1, maxLength: WAITING_MAX, sync: false });
