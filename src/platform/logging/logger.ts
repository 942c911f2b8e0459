import pino, { type DestinationStream } from 'pino';
import { describeError } from './describe-error';
import { redact } from './redact';

export type Logger = pino.Logger;

/**
 * JSON lines on standard output. What a request carries is never logged whole: no headers, bodies, variables
 * or tokens, so nothing secret can slip in through a log call; what errors carry along is cut, and every line searched.
 */
export function createLogger(level: string, destination: DestinationStream = pino.destination(1)): Logger {
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
